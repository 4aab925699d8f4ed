#include "verifier/follower.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "verifier/tiles.h"

namespace viche::verifier {

Follower::Follower(const Arithmetic& arithmetic, unsigned threads, Proofs proofs)
    : election_(checks_, arithmetic, threads), given_({}, {}, checks_), judge_(election_, given_) {
  election_.ballots_pass = proofs == Proofs::kPassedOver;
}

const Credential* Follower::credential(const Bytes32& K) const {
  const Credentials& credentials = judge_.officials().roll().credentials();
  const auto found = credentials.find(K);
  return found == credentials.end() ? nullptr : &found->second;
}

Result<void> Follower::take(std::vector<LogBundle> bundles, const RecordFiles& files,
                            std::uint64_t size) {
  Checks of_files;  // who reads them again has proven them before
  const LogReader log(files, size, of_files);
  VICHE_TRY(judge_.take(std::move(bundles), log));
  for (const CheckId id : {CheckId::R4, CheckId::R6}) {
    const CheckTally& tally = of_files[id];
    if (tally.failed > 0) checks_.require(id, std::nullopt, false, "the files changed meanwhile");
  }
  return {};
}

std::optional<FoundFault> Follower::fault() const {
  std::optional<FoundFault> first;
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const auto id = static_cast<CheckId>(i);
    const std::optional<Failure>& failure = checks_[id].first_failure;
    if (!failure) continue;
    const bool earlier =
        !first ||
        (failure->entry && (!first->failure.entry || *failure->entry < *first->failure.entry));
    if (earlier) first = FoundFault{id, *failure};
  }
  return first;
}

std::optional<std::uint64_t> newest_cosignature(const Checkpoint& checkpoint,
                                                const Manifest& manifest,
                                                const Arithmetic& arithmetic) {
  std::optional<std::uint64_t> newest;
  for (const SignatureLine& line : checkpoint.lines) {
    if (!check_witness_line(checkpoint, line, manifest.witnesses, arithmetic)) continue;
    Reader reader(line.signature);
    const Result<std::uint64_t> time = reader.u64("time");
    if (time) newest = std::max(newest.value_or(0), *time);
  }
  return newest;
}

Result<std::map<std::uint64_t, Bytes32>> roots_of_bundles(const std::string& directory,
                                                          const std::vector<std::uint64_t>& sizes) {
  namespace fs = std::filesystem;
  std::map<std::uint64_t, Bytes32> roots;
  const std::set<std::uint64_t> wanted(sizes.begin(), sizes.end());
  const std::uint64_t largest = wanted.empty() ? 0 : *wanted.rbegin();
  Frontier frontier;
  const auto note = [&] {
    if (!wanted.contains(frontier.size())) return;
    roots[frontier.size()] = frontier.root();
  };
  note();
  for (std::uint64_t number = 0; frontier.size() < largest; ++number) {
    // The whole bundle, or the widest partial one.
    std::uint64_t width = kTileWidth;
    std::string path = directory + "/" + bundle_path(number, width);
    std::error_code fault;
    if (!fs::is_regular_file(path, fault)) {
      width = 0;
      for (fs::directory_iterator it(path + ".p", fault), end; !fault && it != end;
           it.increment(fault)) {
        const auto found = read_decimal(it->path().filename().string());
        if (found && *found < kTileWidth) width = std::max(width, *found);
      }
      if (width == 0) break;
      path = directory + "/" + bundle_path(number, width);
    }
    VICHE_ASSIGN(const std::optional<Bytes> bytes, read_file(path, kMaxBundle));
    if (!bytes) break;
    const Bundle bundle = read_bundle(*bytes, width);
    if (bundle.fault) break;
    for (const ByteView entry : bundle.entries) {
      frontier.add(leaf_hash(entry));
      note();
    }
    if (width < kTileWidth) break;
  }
  return roots;
}

}  // namespace viche::verifier
