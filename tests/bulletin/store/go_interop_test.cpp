// Go's checksum database client reads what we publish (tests/bulletin/go/check_log.go). Debian:
// golang-go and golang-golang-x-mod-dev; skipped where they are missing.

#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "tests/bulletin/support/sample_log.h"

namespace viche::store {
namespace {

constexpr const char* kModules = "/usr/share/gocode";

/// Runs a shell command; its output and whether it exited with 0.
std::pair<std::string, bool> run(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return {"", false};
  std::array<char, 4096> buffer;
  while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) output += buffer.data();
  return {output, ::pclose(pipe) == 0};
}

TEST(GoInterop, GoReadsWhatWePublish) {
  if (!run("go version").second ||
      !std::filesystem::exists(std::string(kModules) + "/src/golang.org/x/mod/sumdb/tlog")) {
    GTEST_SKIP() << "no Go with golang.org/x/mod here";
  }
  const log::test::TemporaryDirectory directory;
  const std::string program = (directory.path() / "check_log").string();
  const auto [messages, built] =
      run("GO111MODULE=off GOPATH=" + std::string(kModules) +
          " GOCACHE=" VICHE_BIN_DIR "/../go-cache go build -o " + program +
          " " VICHE_SOURCE_DIR "/tests/bulletin/go/check_log.go");
  ASSERT_TRUE(built) << messages;

  const log::VerifierKey log_key = test::policy().log();
  const log::VerifierKey witness =
      log::test::verifier_key("witness", log::SignatureType::kCosignature, 5);
  const std::string published = (directory.path() / "public").string();
  const std::string check =
      program + " " + published + " " + log_key.encode() + " " + witness.encode();
  const Cosigner cosigner = [](const log::Note& checkpoint, log::HashReader&) {
    return Result<std::vector<log::NoteSignature>>(
        {log::cosign_text("witness", log::test::signer(5), checkpoint.text, 1700000000)});
  };
  const auto log =
      test::OpenLog::open(directory.path(), {test::log_signer(), cosigner, {}, {}}).value();
  std::uint64_t size = 0;
  for (const std::uint64_t count : {1U, 255U, 44U, 66000U}) {
    ASSERT_TRUE(log->sequencer().append(log::test::sample_entries(size, count)).ok());
    size += count;
    const auto [output, accepted] = run(check);
    EXPECT_TRUE(accepted) << output;
    EXPECT_EQ(output, std::to_string(size) + "\n");
  }

  // And Go refuses what is wrong.
  std::filesystem::resize_file(published + "/tile/0/000", 8191);
  EXPECT_FALSE(run(check).second);
}

}  // namespace
}  // namespace viche::store
