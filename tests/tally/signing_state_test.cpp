#include "tally/signing_state.h"

#include <gtest/gtest.h>

#include "bulletin/log/durable_file.h"
#include "bulletin/log/envelope.h"
#include "bulletin/log/file_lock.h"
#include "tests/bulletin/support/log_samples.h"
#include "tests/tally/support/plain_file.h"

namespace viche::tally {
namespace {

using log::test::TemporaryDirectory;

log::RoundHead head(std::uint64_t size, std::uint8_t root = 1, std::uint32_t round = 1) {
  log::RoundHead head{round, {size, {}}};
  head.tally_head.root.fill(root);
  return head;
}

constexpr Bytes32 kManifest = {5, 5, 5};

TEST(SigningState, SignsAndSaysTheSameAgain) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state(directory.path() / "trustee" / "state");
  EXPECT_FALSE(state.signed_head().value().has_value());
  const auto first = state.sign_agreement(head(9), 2, kManifest, key);
  ASSERT_TRUE(first.ok()) << first.error().message();
  EXPECT_EQ(first->type, log::EntryType::kAgreement);
  EXPECT_EQ(first->signer, 2);
  EXPECT_EQ(log::AgreementBody::decode(first->body)->head, head(9));
  EXPECT_TRUE(
      log::verify_statement(*first, kManifest, {2, log::SignerRole::kTrustee, key.public_key()})
          .ok());
  EXPECT_EQ(state.signed_head().value(), head(9));
  // Again, and after a restart.
  EXPECT_EQ(*state.sign_agreement(head(9), 2, kManifest, key), *first);
  SigningState restarted(directory.path() / "trustee" / "state");
  EXPECT_EQ(*restarted.sign_agreement(head(9), 2, kManifest, key), *first);
}

TEST(SigningState, SecondHeadIsRefused) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  for (const log::RoundHead& other : {head(10), head(9, 2), head(9, 1, 2), head(0)}) {
    const auto refused = state.sign_agreement(other, 2, kManifest, key);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().reason.find("has signed another head"), std::string::npos);
    EXPECT_NE(refused.error().reason.find("size 9"), std::string::npos);
  }
  EXPECT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
}

TEST(SigningState, OtherSignerOrElectionIsRefused) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  Bytes32 other = kManifest;
  other[31] = 1;
  EXPECT_FALSE(state.sign_agreement(head(9), 2, other, key).ok());
  EXPECT_FALSE(state.sign_agreement(head(9), 3, kManifest, key).ok());
}

TEST(SigningState, TheHeadIsOnDiskBeforeTheSignatureExists) {
  // The name of the state file is taken by a directory, so that it cannot be replaced.
  const TemporaryDirectory directory;
  std::filesystem::create_directories(directory.path() / "signed-head" / "in-the-way");
  SigningState state(directory.path());
  EXPECT_FALSE(state.sign_agreement(head(9), 2, kManifest, log::test::signer(4)).ok());
}

TEST(SigningState, DamagedStateSignsNothing) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  const std::filesystem::path path = directory.path() / "signed-head";
  const Bytes right = *log::read_file(path, 1000);
  for (std::size_t i = 0; i < right.size(); ++i) {
    Bytes changed = right;
    changed[i] ^= 1;
    test::write_plain(path, changed);
    EXPECT_FALSE(state.sign_agreement(head(9), 2, kManifest, key).ok()) << "byte " << i;
    EXPECT_FALSE(state.signed_head().ok());
  }
  test::write_plain(path, Bytes());
  EXPECT_FALSE(state.sign_agreement(head(9), 2, kManifest, key).ok());
}

TEST(SigningState, OneProcessAtATime) {
  const TemporaryDirectory directory;
  SigningState state(directory.path());
  const auto lock = log::FileLock::acquire(directory.path() / "signed-head.lock");
  ASSERT_TRUE(lock.ok());
  EXPECT_FALSE(state.sign_agreement(head(9), 2, kManifest, log::test::signer(4)).ok());
}

TEST(SigningState, LeftoverOfAKilledWriteIsNoHead) {
  // A process killed between writing and renaming leaves a temporary file, and had not signed.
  const TemporaryDirectory directory;
  const TemporaryDirectory elsewhere;
  const Ed25519Signer key = log::test::signer(4);
  ASSERT_TRUE(SigningState(elsewhere.path()).sign_agreement(head(1), 2, kManifest, key).ok());
  std::filesystem::copy_file(elsewhere.path() / "signed-head",
                             directory.path() / "signed-head.tmp");
  EXPECT_TRUE(SigningState(directory.path()).sign_agreement(head(9), 2, kManifest, key).ok());
}

}  // namespace
}  // namespace viche::tally
