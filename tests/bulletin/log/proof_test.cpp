#include "bulletin/log/proof.h"

#include <gtest/gtest.h>

#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

constexpr std::uint64_t kLogSize = 11;
constexpr std::uint64_t kIndex = 6;

LogPolicy one_witness(std::size_t quorum) {
  return LogPolicy::create(test::verifier_key("log", SignatureType::kEd25519, 1),
                           {test::verifier_key("w", SignatureType::kCosignature, 2)}, quorum)
      .value();
}

Receipt sample_receipt() {
  test::MemoryTree tree(test::sample_leaves(kLogSize));
  Receipt receipt;
  receipt.index = kIndex;
  receipt.proof = inclusion_proof(tree, kIndex, kLogSize).value();
  receipt.checkpoint = sign_checkpoint({"log", tree.head(kLogSize)}, test::signer(1));
  receipt.checkpoint.signatures.push_back(
      cosign_text("w", test::signer(2), receipt.checkpoint.text, 7));
  return receipt;
}

Hash leaf() { return hash_leaf(test::sample_entry(kIndex)); }

TEST(Receipt, LayoutOfC2sp) {
  const std::string text = sample_receipt().encode();
  EXPECT_EQ(text.substr(0, 31), "c2sp.org/tlog-proof@v1\nindex 6\n");
  EXPECT_NE(text.find("\n\nlog\n11\n"), std::string::npos);
  Receipt with_extra = sample_receipt();
  with_extra.extra = Bytes{1, 2, 3};
  EXPECT_EQ(with_extra.encode().substr(0, 34), "c2sp.org/tlog-proof@v1\nextra AQID\n");
  EXPECT_EQ(Receipt::decode(with_extra.encode()).value().extra, (Bytes{1, 2, 3}));
}

TEST(Receipt, OneSpelling) {
  test::expect_one_spelling<Receipt>(sample_receipt().encode());
  Receipt with_extra = sample_receipt();
  with_extra.extra = Bytes{1, 2, 3};
  test::expect_one_spelling<Receipt>(with_extra.encode());
}

TEST(Receipt, Verifies) {
  const Result<VerifiedCheckpoint> verified =
      verify_receipt(sample_receipt(), leaf(), one_witness(1));
  ASSERT_TRUE(verified.ok());
  EXPECT_EQ(verified->checkpoint.head.size, kLogSize);
}

TEST(Receipt, EveryBitFlipIsRefused) {
  test::for_each_bit_flip(
      sample_receipt().encode(), [](const std::string& flipped, std::size_t bit) {
        const Result<Receipt> receipt = Receipt::decode(flipped);
        if (receipt) {
          EXPECT_FALSE(verify_receipt(*receipt, leaf(), one_witness(1)).ok()) << bit;
        }
      });
}

TEST(Receipt, OtherEntriesIndicesKeysAndQuorums) {
  EXPECT_FALSE(verify_receipt(sample_receipt(), hash_leaf(as_bytes("other")), one_witness(1)).ok());
  for (std::uint64_t index = 0; index <= kLogSize; ++index) {
    Receipt moved = sample_receipt();
    moved.index = index;
    EXPECT_EQ(verify_receipt(moved, leaf(), one_witness(1)).ok(), index == kIndex) << index;
  }
  Receipt uncosigned = sample_receipt();
  uncosigned.checkpoint.signatures.pop_back();
  EXPECT_FALSE(verify_receipt(uncosigned, leaf(), one_witness(1)).ok());
  EXPECT_TRUE(verify_receipt(uncosigned, leaf(), one_witness(0)).ok());
  const LogPolicy other =
      LogPolicy::create(test::verifier_key("log", SignatureType::kEd25519, 3), {}, 0).value();
  EXPECT_FALSE(verify_receipt(sample_receipt(), leaf(), other).ok());
}

TEST(Receipt, MalformedReceiptsAreRefused) {
  std::string rest = sample_receipt().checkpoint.encode();
  rest.insert(rest.begin(), '\n');
  const std::string version = "c2sp.org/tlog-proof@v1\n";
  EXPECT_TRUE(Receipt::decode(version + "index 0\n" + rest).ok());
  std::string too_many;
  for (std::size_t i = 0; i < kMaxProofHashes + 1; ++i) too_many += to_base64(leaf()) + "\n";
  for (const std::string& text :
       {"c2sp.org/tlog-proof@v2\nindex 0\n" + rest, version + rest, version + "index 00\n" + rest,
        version + "index\n" + rest, version + "extra \nindex 0\n" + rest,
        version + "extra AQI\nindex 0\n" + rest, version + "index 0\nextra AQID\n" + rest,
        version + "extra AQID\nextra AQID\nindex 0\n" + rest, version + "index 0\nAQID\n" + rest,
        version + "index 0\n", version + "index 0\n" + too_many + rest, version + "index 0\n\n"}) {
    EXPECT_FALSE(Receipt::decode(text).ok()) << text;
  }
}

}  // namespace
}  // namespace viche::log
