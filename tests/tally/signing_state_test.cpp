#include "tally/signing_state.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

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
constexpr Bytes32 kOtherManifest = {5, 5, 6};

/// Of a signer that has just been made.
SigningState created(const std::filesystem::path& directory) {
  SigningState state(directory);
  EXPECT_TRUE(state.create().ok());
  return state;
}

TEST(SigningState, SignsAndSaysTheSameAgain) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path() / "trustee" / "state");
  EXPECT_FALSE(state.signed_head(kManifest, 1).value().has_value());
  const auto first = state.sign_agreement(head(9), 2, kManifest, key);
  ASSERT_TRUE(first.ok()) << first.error().message();
  EXPECT_EQ(first->type, log::EntryType::kAgreement);
  EXPECT_EQ(first->signer, 2);
  EXPECT_EQ(log::AgreementBody::decode(first->body)->head, head(9));
  EXPECT_TRUE(
      log::verify_statement(*first, kManifest, {2, log::SignerRole::kTrustee, key.public_key()})
          .ok());
  EXPECT_EQ(state.signed_head(kManifest, 1).value(), head(9));
  // Again, and after a restart.
  EXPECT_EQ(*state.sign_agreement(head(9), 2, kManifest, key), *first);
  SigningState restarted(directory.path() / "trustee" / "state");
  EXPECT_EQ(*restarted.sign_agreement(head(9), 2, kManifest, key), *first);
}

TEST(SigningState, SecondHeadIsRefused) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  for (const log::RoundHead& other : {head(10), head(9, 2), head(0)}) {
    const auto refused = state.sign_agreement(other, 2, kManifest, key);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().reason.find("has signed another head"), std::string::npos);
    EXPECT_NE(refused.error().reason.find("size 9"), std::string::npos);
  }
  EXPECT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
}

TEST(SigningState, OneHeadInEachRound) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  const log::RoundHead second = head(12, 7, 2);
  ASSERT_TRUE(state.sign_agreement(second, 2, kManifest, key).ok());
  EXPECT_EQ(state.signed_head(kManifest, 1).value(), head(9));
  EXPECT_EQ(state.signed_head(kManifest, 2).value(), second);
  EXPECT_FALSE(state.signed_head(kManifest, 3).value().has_value());
  EXPECT_FALSE(state.sign_agreement(head(13, 7, 2), 2, kManifest, key).ok());
  EXPECT_FALSE(state.sign_agreement(head(12, 7, 1), 2, kManifest, key).ok());
  EXPECT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
}

TEST(SigningState, WhoAbstainedNeverDecryptsInTheseRounds) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  const auto first = state.sign_abstention(2, 3, kManifest, key);
  ASSERT_TRUE(first.ok()) << first.error().message();
  EXPECT_EQ(first->type, log::EntryType::kAbstention);
  EXPECT_EQ(log::AbstentionBody::decode(first->body)->round, 2U);
  EXPECT_TRUE(
      log::verify_statement(*first, kManifest, {3, log::SignerRole::kTrustee, key.public_key()})
          .ok());
  SigningState restarted(directory.path());
  EXPECT_EQ(*restarted.sign_abstention(2, 3, kManifest, key), *first);
  // An earlier round does not take the later promise back.
  ASSERT_TRUE(restarted.sign_abstention(1, 3, kManifest, key).ok());
  for (const std::uint32_t round : std::initializer_list<std::uint32_t>{1, 2}) {
    for (const std::uint64_t size : std::initializer_list<std::uint64_t>{9, 10}) {
      const auto refused = restarted.allow_decryption(head(size, 1, round), 3, kManifest);
      ASSERT_FALSE(refused.ok());
      EXPECT_NE(refused.error().reason.find("has abstained from round 2"), std::string::npos);
    }
  }
  EXPECT_FALSE(restarted.sign_abstention(2, 4, kManifest, key).ok());  // another signer's state
  EXPECT_TRUE(restarted.allow_decryption(head(9, 1, 3), 3, kManifest).ok());
  EXPECT_TRUE(restarted.allow_decryption(head(9), 3, kOtherManifest).ok());
}

TEST(SigningState, WhoDecryptedNeverAbstainsNorDecryptsAnotherHead) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  ASSERT_TRUE(state.allow_decryption(head(9), 3, kManifest).ok());
  SigningState restarted(directory.path());
  EXPECT_TRUE(restarted.allow_decryption(head(9), 3, kManifest).ok());
  for (const std::uint32_t round : std::initializer_list<std::uint32_t>{1, 2}) {
    const auto refused = restarted.sign_abstention(round, 3, kManifest, key);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().reason.find("never abstains"), std::string::npos);
  }
  for (const log::RoundHead& other : {head(10), head(9, 2), head(9, 1, 2)}) {
    const auto refused = restarted.allow_decryption(other, 3, kManifest);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().reason.find("has decrypted another head"), std::string::npos);
  }
  EXPECT_TRUE(restarted.sign_abstention(1, 3, kOtherManifest, key).ok());
}

TEST(SigningState, WhoSignedAHeadDecryptsNoOtherInThatRound) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 3, kManifest, key).ok());
  EXPECT_FALSE(state.allow_decryption(head(10), 3, kManifest).ok());
  ASSERT_TRUE(state.sign_abstention(1, 3, kManifest, key).ok());
  EXPECT_TRUE(state.allow_decryption(head(10, 1, 2), 3, kManifest).ok());
}

TEST(SigningState, OtherSignerIsRefused) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  EXPECT_FALSE(state.sign_agreement(head(9), 3, kManifest, key).ok());
}

TEST(SigningState, OneHeadForEachElection) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  EXPECT_FALSE(state.signed_head(kOtherManifest, 1).value().has_value());
  ASSERT_TRUE(state.sign_agreement(head(7), 1, kOtherManifest, key).ok());
  EXPECT_EQ(state.signed_head(kManifest, 1).value(), head(9));
  EXPECT_EQ(state.signed_head(kOtherManifest, 1).value(), head(7));
  EXPECT_FALSE(state.sign_agreement(head(7), 2, kManifest, key).ok());
  EXPECT_FALSE(state.sign_agreement(head(9), 1, kOtherManifest, key).ok());
}

// Only the identity came back from a backup: what was signed is not known.
TEST(SigningState, LostMemoryNeverSignsAgain) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  std::filesystem::remove(directory.path() / "signed-heads");
  for (const log::RoundHead& any : {head(9), head(10)}) {
    const auto refused = state.sign_agreement(any, 2, kManifest, key);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().reason.find("restored from a backup"), std::string::npos);
  }
  EXPECT_FALSE(state.sign_abstention(1, 2, kManifest, key).ok());
  // It may decrypt: nothing is known against it.
  EXPECT_TRUE(state.allow_decryption(head(9), 2, kManifest).ok());
  EXPECT_FALSE(state.signed_head(kManifest, 1).value().has_value());
  EXPECT_FALSE(std::filesystem::exists(directory.path() / "signed-heads"));
}

TEST(SigningState, CreateForgetsNothing) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  ASSERT_TRUE(state.create().ok());  // after a crash between this and the identity
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  EXPECT_FALSE(state.create().ok());
  EXPECT_EQ(state.signed_head(kManifest, 1).value(), head(9));
}

TEST(SigningState, TheHeadIsOnDiskBeforeTheSignatureExists) {
  const TemporaryDirectory directory;
  SigningState state = created(directory.path());
  // No file can be written, as on a full disk.
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlimit none{0, limit.rlim_max};
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
  const auto refused = state.sign_agreement(head(9), 2, kManifest, log::test::signer(4));
  EXPECT_FALSE(state.sign_abstention(1, 2, kManifest, log::test::signer(4)).ok());
  EXPECT_FALSE(state.allow_decryption(head(9), 2, kManifest).ok());
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  std::signal(SIGXFSZ, before);
  EXPECT_FALSE(refused.ok());
  EXPECT_FALSE(state.signed_head(kManifest, 1).value().has_value());
}

TEST(SigningState, DamagedStateSignsNothing) {
  const TemporaryDirectory directory;
  const Ed25519Signer key = log::test::signer(4);
  SigningState state = created(directory.path());
  ASSERT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
  ASSERT_TRUE(state.sign_abstention(1, 2, kOtherManifest, key).ok());
  ASSERT_TRUE(state.allow_decryption(head(9), 2, kManifest).ok());
  const std::filesystem::path path = directory.path() / "signed-heads";
  const Bytes right = *log::read_file(path, 1000);
  for (std::size_t i = 0; i < right.size(); ++i) {
    Bytes changed = right;
    changed[i] ^= 1;
    test::write_plain(path, changed);
    EXPECT_FALSE(state.sign_agreement(head(9), 2, kManifest, key).ok()) << "byte " << i;
    EXPECT_FALSE(state.sign_abstention(1, 2, kManifest, key).ok());
    EXPECT_FALSE(state.allow_decryption(head(9), 2, kManifest).ok());
    EXPECT_FALSE(state.signed_head(kManifest, 1).ok());
  }
  test::write_plain(path, Bytes());
  EXPECT_FALSE(state.sign_agreement(head(9), 2, kManifest, key).ok());
}

TEST(SigningState, OneProcessAtATime) {
  const TemporaryDirectory directory;
  SigningState state = created(directory.path());
  const auto lock = log::FileLock::acquire(directory.path() / "signed-heads.lock");
  ASSERT_TRUE(lock.ok());
  EXPECT_FALSE(state.sign_agreement(head(9), 2, kManifest, log::test::signer(4)).ok());
}

TEST(SigningState, LeftoverOfAKilledWriteIsNoHead) {
  // A process killed between writing and renaming leaves a temporary file, and had not signed.
  const TemporaryDirectory directory;
  const TemporaryDirectory elsewhere;
  const Ed25519Signer key = log::test::signer(4);
  ASSERT_TRUE(created(elsewhere.path()).sign_agreement(head(1), 2, kManifest, key).ok());
  SigningState state = created(directory.path());
  std::filesystem::copy_file(elsewhere.path() / "signed-heads",
                             directory.path() / "signed-heads.tmp");
  EXPECT_TRUE(state.sign_agreement(head(9), 2, kManifest, key).ok());
}

}  // namespace
}  // namespace viche::tally
