#include "tests/bulletin/store/crash_script.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <limits>
#include <map>

#include "bulletin/log/cosignature_request.h"
#include "bulletin/log/witness.h"

namespace viche::store::test {

namespace {

namespace fs = std::filesystem;

constexpr int kKilledCode = 42;
constexpr int kFailedCode = 1;
constexpr const char* kWitnessName = "witness";

log::LogPolicy witnessed_policy() {
  return log::LogPolicy::create(
             policy().log(),
             {log::test::verifier_key(kWitnessName, log::SignatureType::kCosignature, 5)}, 1)
      .value();
}

void note_durably(const fs::path& path, const std::string& line) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  const bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (!written || ::fsync(file) != 0 || ::close(file) != 0) ::_exit(kFailedCode);
}

Result<void> live(const Life& life, const FaultHook& fault) {
  VICHE_ASSIGN(log::FileWitnessState state, log::FileWitnessState::open(life.base / "witness"));
  VICHE_ASSIGN(log::Witness witness,
               log::Witness::create(kWitnessName, log::test::signer(5), {policy().log()}, state,
                                    [] { return log::PosixTime{1}; }));
  OpenLog::Parts parts;
  parts.signer = [&](const log::Checkpoint& checkpoint) {
    const std::string root = to_hex(checkpoint.head.root);
    note_durably(life.base / "signed", std::to_string(checkpoint.head.size) + " " + root + "\n");
    return log_signer()(checkpoint);
  };
  parts.cosigner = [&](const log::Note& checkpoint,
                       log::HashReader& tree) -> Result<std::vector<log::NoteSignature>> {
    VICHE_ASSIGN(log::NoteSignature cosignature,
                 log::cosignature_of(log::request_cosignature(
                     [&](std::string_view body) { return witness.add_checkpoint(body); },
                     witness.key(), checkpoint, 0, tree)));
    return std::vector<log::NoteSignature>{std::move(cosignature)};
  };
  parts.fault = fault;
  parts.vfs = life.vfs;
  VICHE_ASSIGN(const std::unique_ptr<OpenLog> log, OpenLog::open(life.base, std::move(parts)));
  for (const std::uint64_t size : kScriptSizes) {
    const std::uint64_t before = log->sequencer().head().size;
    if (before >= size) continue;
    VICHE_ASSIGN(const Appended appended,
                 log->sequencer().append(log::test::sample_entries(before, size - before)));
    note_durably(life.base / "acknowledged", std::to_string(appended.head.size) + "\n");
  }
  return log->sequencer().finish_final();
}

}  // namespace

Ending run_life(const Life& life, std::size_t kill_at) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::size_t reached = 0;
    const Result<void> ended = live(life, [&](FaultPoint) {
      if (reached++ == kill_at) ::_exit(kKilledCode);
    });
    if (!ended) std::fprintf(stderr, "%s\n", ended.error().message().c_str());
    ::_exit(ended ? 0 : kFailedCode);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status))
    return Ending::kFailed;
  switch (WEXITSTATUS(status)) {
    case 0:
      return Ending::kFinished;
    case kKilledCode:
      return Ending::kKilled;
    default:
      return Ending::kFailed;
  }
}

void judge(const fs::path& base) {
  std::map<std::uint64_t, std::string> roots;
  std::ifstream signatures(base / "signed");
  std::string root;
  for (std::uint64_t size = 0; signatures >> size >> root;) {
    EXPECT_EQ(roots.emplace(size, root).first->second, root) << "two roots for size " << size;
  }
  std::uint64_t acknowledged = 0;
  std::ifstream acknowledgements(base / "acknowledged");
  for (std::uint64_t size = 0; acknowledgements >> size;)
    acknowledged = std::max(acknowledged, size);

  if (!fs::exists(base / "public" / "checkpoint")) {
    EXPECT_EQ(acknowledged, 0U);
    return;
  }
  const Result<std::uint64_t> published = published_sample_size(base, witnessed_policy());
  ASSERT_TRUE(published.ok()) << published.error().message();
  EXPECT_GE(*published, acknowledged);
  EXPECT_EQ(roots.count(*published), 1U);
}

}  // namespace viche::store::test
