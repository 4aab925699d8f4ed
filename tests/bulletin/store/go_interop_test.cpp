// Go's checksum database client reads what we publish (tests/bulletin/go), and refuses what is not
// so. tests/apps has it read a running board.

#include <gtest/gtest.h>

#include "bulletin/log/durable_file.h"
#include "tests/bulletin/support/go_program.h"
#include "tests/bulletin/support/sample_log.h"

namespace viche::store {
namespace {

namespace fs = std::filesystem;

class GoInterop : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string missing = log::test::GoProgram::missing(); !missing.empty()) {
      GTEST_SKIP() << missing;
    }
    program_.emplace(directory_.path());
    ASSERT_TRUE(program_->built().second) << program_->built().first;
  }
  std::unique_ptr<test::OpenLog> open(const fs::path& base) {
    const Cosigner cosigner = [](const log::Note& checkpoint, log::HashReader&) {
      return Result<std::vector<log::NoteSignature>>(
          {log::cosign_text("witness", log::test::signer(5), checkpoint.text, 1700000000)});
    };
    return test::OpenLog::open(base, {test::log_signer(), cosigner, {}, {}}).value();
  }
  [[nodiscard]] fs::path published() const { return directory_.path() / "public"; }
  /// The program's arguments for a log of which `what` is known, and its keys.
  [[nodiscard]] std::pair<std::string, bool> check(const fs::path& log,
                                                   const std::string& what = "") const {
    const log::VerifierKey witness =
        log::test::verifier_key("witness", log::SignatureType::kCosignature, 5);
    return program_->run(what + " " + log.string() + " " + test::policy().log().encode() + " " +
                         witness.encode());
  }
  void expect_good(std::uint64_t size, const std::string& what = "") const {
    const auto [output, accepted] = check(published(), what);
    EXPECT_TRUE(accepted) << output;
    EXPECT_EQ(output, std::to_string(size) + "\n");
  }

  log::test::TemporaryDirectory directory_;
  std::optional<log::test::GoProgram> program_;
};

TEST_F(GoInterop, TheProgramIsInOrder) {
  const auto [said, good] = log::test::GoProgram::vet();
  EXPECT_TRUE(good) << said;
}

TEST_F(GoInterop, ReadsAGrowingLogAndItsReceipts) {
  const auto log = open(directory_.path());
  const fs::path kept = directory_.path() / "kept";
  std::uint64_t size = 0;
  for (const std::uint64_t count : {1U, 254U, 1U, 1U, 254U, 1U, 1U, 65022U, 1U, 1U, 4463U}) {
    ASSERT_TRUE(log->sequencer().append(log::test::sample_entries(size, count)).ok());
    size += count;
    // Each of them: what the tiles of this size are, and that the one before is a prefix.
    expect_good(size, fs::exists(kept) ? "grown " + kept.string() : "");
    fs::copy_file(published() / "checkpoint", kept, fs::copy_options::overwrite_existing);
  }
  EXPECT_EQ(size, 70000U);
  const fs::path receipt = directory_.path() / "receipt";
  const fs::path entry = directory_.path() / "entry";
  for (const std::uint64_t index : {0U, 255U, 256U, 65535U, 65536U, 69999U}) {
    const std::string text = log->sequencer().receipt(index).value().encode();
    ASSERT_TRUE(log::write_file_durably(receipt, as_bytes(text)).ok());
    ASSERT_TRUE(log::write_file_durably(entry, log::test::sample_entry(index)).ok());
    const auto [output, accepted] = check(entry, "receipt " + receipt.string());
    EXPECT_TRUE(accepted) << output;
    ASSERT_TRUE(log::write_file_durably(entry, log::test::sample_entry(index + 1)).ok());
    EXPECT_FALSE(check(entry, "receipt " + receipt.string()).second);
  }
}

TEST_F(GoInterop, RefusesAFlippedBitInEveryKindOfFile) {
  const auto log = open(directory_.path());
  ASSERT_TRUE(log->sequencer().append(log::test::sample_entries(0, 65536 + 300)).ok());
  expect_good(65836);
  for (const char* name :
       {"checkpoint", "tile/0/000", "tile/0/100", "tile/0/257.p/44", "tile/1/000", "tile/1/001.p/1",
        "tile/2/000.p/1", "tile/entries/000", "tile/entries/200", "tile/entries/257.p/44"}) {
    const fs::path file = published() / name;
    const Bytes good = log::read_file(file, 1 << 28).value();
    for (const std::size_t at : {std::size_t{0}, good.size() / 2, good.size() - 2}) {
      Bytes bad = good;
      bad[at] ^= 1;
      ASSERT_TRUE(log::write_file_durably(file, bad).ok());
      EXPECT_FALSE(check(published()).second) << name << " at " << at;
    }
    fs::resize_file(file, good.size() - 1);
    EXPECT_FALSE(check(published()).second) << name << " cut";
    ASSERT_TRUE(log::write_file_durably(file, good).ok());
  }
  expect_good(65836);
}

TEST_F(GoInterop, RefusesAFork) {
  const auto log = open(directory_.path());
  ASSERT_TRUE(log->sequencer().append(log::test::sample_entries(0, 300)).ok());
  // The same log with the same keys, in which another entry came after 300.
  const fs::path other = directory_.path() / "other";
  fs::create_directory(other);
  const auto fork = open(other);
  ASSERT_TRUE(fork->sequencer().append(log::test::sample_entries(0, 300)).ok());
  ASSERT_TRUE(fork->sequencer().append({Bytes{1, 2, 3}}).ok());
  const std::string kept = (other / "public" / "checkpoint").string();
  EXPECT_FALSE(check(published(), "grown " + kept).second) << "a log that lost an entry";
  ASSERT_TRUE(log->sequencer().append(log::test::sample_entries(300, 100)).ok());
  expect_good(400);
  EXPECT_TRUE(check(other / "public").second) << "each history is a log in itself";
  EXPECT_FALSE(check(published(), "grown " + kept).second) << "a fork";
  // Files of both under one checkpoint.
  fs::copy_file(other / "public" / "checkpoint", published() / "checkpoint",
                fs::copy_options::overwrite_existing);
  EXPECT_FALSE(check(published()).second);
}

}  // namespace
}  // namespace viche::store
