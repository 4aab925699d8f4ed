// Whole logs: what the engine's state lets stand, the verifier finds in order, and what the state
// refuses, the verifier refuses by some check.
//
// An input is as that of the election target, the steps ending with the first refused entry.

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "bulletin/log/tile.h"
#include "tests/fuzz/log_steps.h"
#include "tests/fuzz/note_pieces.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"
#include "verifier/verify.h"

namespace viche::fuzz {
namespace {

using verifier::CheckId;

constexpr int kMaxLogSteps = 4;

/// A record's folder in memory if there is one, for this process.
const std::filesystem::path& folder() {
  static const std::filesystem::path kFolder = [] {
    const std::filesystem::path memory = "/dev/shm";
    return (::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path()) /
           ("viche-fuzz-" + std::to_string(::getpid()));
  }();
  return kFolder;
}

void write(const std::filesystem::path& path, ByteView bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

/// The verifier's counts for a log of these entries, fewer than 256, under a right checkpoint.
verifier::Checks verify(const std::vector<Bytes>& entries) {
  std::vector<log::Hash> leaves;
  for (const Bytes& entry : entries) leaves.push_back(log::hash_leaf(entry));
  std::filesystem::remove_all(folder());
  write(folder() / "checkpoint", as_bytes(honest_checkpoint(leaves)));
  for (const log::Tile& tile : log::tiles_of(entries.size())) {
    write(folder() / tile.path(), tile.kind == log::Tile::Kind::kEntries
                                      ? log::encode_bundle(entries)
                                      : log::encode_hashes(leaves));
  }
  verifier::Options options;
  options.directory = folder();
  return verifier::verify(options, *setting().arithmetic).value().checks;
}

/// The checks that the state makes too.
constexpr std::array kOfTheState{CheckId::R1, CheckId::R2, CheckId::R3, CheckId::R4, CheckId::R5,
                                 CheckId::R6, CheckId::R7, CheckId::E1, CheckId::E2, CheckId::E3,
                                 CheckId::E4, CheckId::E5, CheckId::E6, CheckId::E8, CheckId::M1,
                                 CheckId::M2, CheckId::M3, CheckId::V1, CheckId::B2, CheckId::B4,
                                 CheckId::B5, CheckId::B6, CheckId::B7, CheckId::T1, CheckId::T2};

/// How often something failed, apart from what an unfinished log lacks.
std::uint64_t failures(const verifier::Checks& checks, std::initializer_list<CheckId> lacking) {
  std::uint64_t failed = 0;
  for (std::size_t i = 0; i < verifier::kCheckCount; ++i) {
    const auto id = static_cast<CheckId>(i);
    if (std::find(lacking.begin(), lacking.end(), id) == lacking.end()) failed += checks[id].failed;
  }
  return failed;
}

std::string names(const verifier::Checks& checks) {
  std::string failed;
  for (std::size_t i = 0; i < verifier::kCheckCount; ++i) {
    const auto id = static_cast<CheckId>(i);
    if (checks[id].failed > 0) failed += " " + std::string(verifier::check_number(id));
  }
  return failed;
}

}  // namespace

void read_log(ByteView bytes) {
  Input input(bytes);
  std::size_t honest = input.u8() % (setting().entries.size() + 1);
  log::ElectionState state = state_after(honest);
  std::vector<Bytes> entries(setting().entries.begin(),
                             setting().entries.begin() + static_cast<std::ptrdiff_t>(honest));
  std::optional<Bytes> refused;
  std::string reason;
  for (int step = 0; step < kMaxLogSteps && !input.empty() && !refused; ++step) {
    Bytes entry = next_entry(state, input);
    if (entry.empty() || entry.size() > log::kMaxEntrySize) continue;
    if (const auto applied = state.apply(entry)) {
      entries.push_back(std::move(entry));
    } else {
      reason = applied.error().message();
      refused = std::move(entry);
    }
  }
  const verifier::Checks accepted = verify(entries);
  for (const CheckId id : kOfTheState) {
    if (accepted[id].failed > 0) {
      throw Fault("a log that the state accepts fails" + names(accepted) + ": " +
                  accepted[id].first_failure->message);
    }
  }
  // A complaint fails the log by itself, whatever may not stand behind it.
  if (!refused || accepted[CheckId::K6].failed > 0) return;
  // A batch may be cut short before a ballot that does not belong there, but not by anything else.
  const bool ballot = (*refused)[0] == 0x13 || (*refused)[0] == 0x14;
  entries.push_back(std::move(*refused));
  const verifier::Checks seen = verify(entries);
  const std::uint64_t more =
      ballot ? failures(seen, {CheckId::E7, CheckId::B1}) : failures(seen, {CheckId::E7});
  if (more <= failures(accepted, {CheckId::E7, CheckId::B1, CheckId::E2})) {
    throw Fault("the verifier does not see what the state refused: " + reason);
  }
}

}  // namespace viche::fuzz
