#include "bulletin/log/envelope.h"

#include <gtest/gtest.h>

#include "crypto/group/hash.h"
#include "tests/bulletin/log/sample_election.h"

namespace viche::log {
namespace {

using test::SampleElection;

TEST(Envelope, TheMessageIsTheFramedHash) {
  const Bytes32 hash{1, 2, 3};
  const Bytes body{9, 8, 7};
  Bytes framed;
  const auto frame = [&](ByteView item) {
    append_u32(framed, static_cast<std::uint32_t>(item.size()));
    append(framed, item);
  };
  frame(as_bytes("viche/v1/statement"));
  frame(hash);
  frame(Bytes{0x1a});
  frame(Bytes{0x00, 0x05});
  frame(body);
  EXPECT_EQ(statement_message(EntryType::kSeal, 5, body, hash), sha512(framed));
}

TEST(Envelope, SignersAreNumberedRegistrarTrusteesOthers) {
  const SampleElection election;
  const auto manifest = ballot::parse_manifest(election.manifest());
  ASSERT_TRUE(manifest.ok()) << manifest.error().message();
  const char* const names[] = {"the registrar", "trustee 1", "trustee 2", "trustee 3",
                               "agreement signer 4"};
  for (std::uint16_t number = 0; number < 5; ++number) {
    const auto signer = find_signer(*manifest, number);
    ASSERT_TRUE(signer.ok());
    EXPECT_EQ(signer->name(), names[number]);
    EXPECT_EQ(signer->key, election.signer(number).public_key());
  }
  EXPECT_EQ(find_signer(*manifest, 5).error().reason,
            "signer 5 does not exist: signers are numbered 0 to 4");
  EXPECT_FALSE(find_signer(*manifest, 65535).ok());
}

TEST(Envelope, OnlyTheSignerOfThisStatementInThisElectionIsAccepted) {
  const SampleElection election;
  const auto manifest = ballot::parse_manifest(election.manifest());
  ASSERT_TRUE(manifest.ok());
  const Bytes32& hash = election.manifest_hash();
  const Statement good = election.sign(EntryType::kCommit, 2, Bytes{1, 2, 3});
  const auto accepts = [&](const Statement& statement, const Bytes32& manifest_hash,
                           std::uint16_t signer) {
    return verify_statement(statement, manifest_hash, *find_signer(*manifest, signer)).ok();
  };
  EXPECT_TRUE(accepts(good, hash, 2));
  EXPECT_FALSE(accepts(good, hash, 1));
  EXPECT_FALSE(accepts(good, Bytes32{}, 2));

  Statement changed = good;
  changed.type = EntryType::kReveal;
  EXPECT_FALSE(accepts(changed, hash, 2));
  changed = good;
  changed.signer = 3;
  EXPECT_FALSE(accepts(changed, hash, 2));
  EXPECT_FALSE(accepts(changed, hash, 3));
  changed = good;
  changed.body.push_back(0);
  EXPECT_FALSE(accepts(changed, hash, 2));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    changed = good;
    changed.signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(accepts(changed, hash, 2)) << bit;
  }
  EXPECT_EQ(verify_statement(changed, hash, *find_signer(*manifest, 2)).error().reason,
            "the signature is not trustee 2's over this commit in this election");
}

}  // namespace
}  // namespace viche::log
