#include "apps/viche/load/receipts.h"

#include <gtest/gtest.h>

#include "bulletin/log/proof.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::load {
namespace {

constexpr std::uint64_t kLogSize = 40;

log::LogPolicy policy() {
  return log::LogPolicy::create(log::test::verifier_key("log", log::SignatureType::kEd25519, 1), {},
                                0)
      .value();
}

/// The receipts of all entries of a log of this size.
std::vector<std::string> receipts(std::uint64_t size, std::uint8_t signer) {
  log::test::MemoryTree tree(log::test::sample_leaves(size));
  const std::string note =
      log::sign_checkpoint({"log", tree.head(size)}, log::test::signer(signer)).encode();
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < size; ++i) {
    texts.push_back(log::encode_receipt(i, log::inclusion_proof(tree, i, size).value(), note));
  }
  return texts;
}

std::vector<Bytes> entries() {
  std::vector<Bytes> made;
  for (std::uint64_t i = 0; i < kLogSize; ++i) made.push_back(log::test::sample_entry(i));
  return made;
}

TEST(LoadReceipts, AreVerifiedTogetherAtTheEnd) {
  const std::vector<Bytes> all = entries();
  Receipts kept(policy(), std::size_t{1} << 20);
  for (const std::uint64_t size : {kLogSize, kLogSize / 2}) {
    const std::vector<std::string> texts = receipts(size, 1);
    for (std::size_t i = 0; i < texts.size(); ++i) kept.add(all[i], texts[i]);
  }
  EXPECT_EQ(kept.verified() + kept.failed(), 0U);
  kept.verify_all(2);
  EXPECT_EQ(kept.verified(), kLogSize + kLogSize / 2);
  EXPECT_EQ(kept.failed(), 0U);
}

TEST(LoadReceipts, ThatProveNothingAreCounted) {
  const std::vector<Bytes> all = entries();
  const std::vector<std::string> good = receipts(kLogSize, 1);
  Receipts kept(policy(), std::size_t{1} << 20);
  kept.add(all[3], good[3]);
  kept.add(all[3], good[4]);                   // of another entry
  kept.add(all[3], receipts(kLogSize, 2)[3]);  // by another log
  kept.add(all[3], "");
  kept.add(all[3], good[3].substr(0, good[3].find("\n\n")));
  std::string flipped = good[3];
  flipped[40] ^= 1;
  kept.add(all[3], flipped);
  kept.verify_all(1);
  EXPECT_EQ(kept.verified(), 1U);
  EXPECT_EQ(kept.failed(), 5U);
}

TEST(LoadReceipts, BeyondTheLimitTheOldestAreVerifiedAtOnce) {
  const std::vector<Bytes> all = entries();
  const std::vector<std::string> texts = receipts(kLogSize, 1);
  Receipts kept(policy(), 3 * texts[0].size());
  for (std::size_t i = 0; i < kLogSize; ++i) kept.add(all[i], texts[i]);
  EXPECT_GT(kept.verified(), kLogSize / 2);
  EXPECT_LT(kept.verified(), kLogSize);
  kept.verify_all(1);
  EXPECT_EQ(kept.verified(), kLogSize);
}

}  // namespace
}  // namespace viche::load
