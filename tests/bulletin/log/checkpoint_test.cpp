#include "bulletin/log/checkpoint.h"

#include <gtest/gtest.h>

#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

constexpr const char* kOrigin =
    "viche/v1/0000000000000000000000000000000000000000000000000000000000000000";

LogPolicy two_witnesses(std::size_t quorum) {
  return LogPolicy::create(test::verifier_key(kOrigin, SignatureType::kEd25519, 1),
                           {test::verifier_key("w1", SignatureType::kCosignature, 2),
                            test::verifier_key("w2", SignatureType::kCosignature, 3)},
                           quorum)
      .value();
}

Checkpoint sample_checkpoint() { return {kOrigin, {5, hash_leaf(as_bytes("root"))}}; }

Note cosigned(std::initializer_list<std::uint8_t> witnesses) {
  Note note = sign_checkpoint(sample_checkpoint(), test::signer(1));
  for (const std::uint8_t witness : witnesses) {
    note.signatures.push_back(cosign_text(std::string("w") + std::to_string(witness),
                                          test::signer(static_cast<std::uint8_t>(witness + 1)),
                                          note.text, 1700000000U + witness));
  }
  return note;
}

TEST(Checkpoint, TextOfC2sp) {
  const std::string text =
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const Checkpoint checkpoint = Checkpoint::decode(text).value();
  EXPECT_EQ(checkpoint.origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint.head.size, 20852163U);
  EXPECT_EQ(checkpoint.text(), text);
}

TEST(Checkpoint, SignatureLinesOfC2spAreRead) {
  const std::string encoded =
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
      "\xe2\x80\x94 example.com/behind-the-sofa "
      "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
      "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
      "\xe2\x80\x94 witness.example.com/w1 "
      "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/"
      "zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
  const Note note = Note::decode(encoded).value();
  EXPECT_EQ(note.encode(), encoded);
  EXPECT_EQ(cosignature_time(note.signatures[1]).value(),
            1679315147U);  // the time of the specification's example
}

TEST(Checkpoint, MalformedTextsAreRefused) {
  const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  for (const std::string& text :
       {std::string(), std::string("o\n"), std::string("o\n5\n"), "o\n5\n" + root.substr(0, 44),
        "\n5\n" + root, "o\n05\n" + root, "o\n-5\n" + root, "o\n\n" + root,
        "o\n5\n" + root + "extension\n", "o\n5\n" + root + "\n", "o\n281474976710656\n" + root,
        "o\n0\n" + root, std::string("o\n5\nAAAA\n"),
        std::string("o\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")}) {
    EXPECT_FALSE(Checkpoint::decode(text).ok()) << text;
  }
  EXPECT_TRUE(Checkpoint::decode(Checkpoint{"o", TreeHead{}}.text()).ok());
}

TEST(Checkpoint, EveryBitFlipOfATextIsRefusedOrAnotherCheckpoint) {
  test::for_each_bit_flip(sample_checkpoint().text(),
                          [](const std::string& flipped, std::size_t bit) {
                            const Result<Checkpoint> decoded = Checkpoint::decode(flipped);
                            if (decoded) {
                              EXPECT_EQ(decoded->text(), flipped) << bit;
                            }
                          });
}

TEST(Checkpoint, Origin) { EXPECT_EQ(election_origin(Bytes32{}), kOrigin); }

TEST(Checkpoint, QuorumOfDistinctWitnesses) {
  const std::string none = cosigned({}).encode();
  EXPECT_TRUE(open_checkpoint(none, two_witnesses(0)).ok());
  EXPECT_FALSE(open_checkpoint(none, two_witnesses(1)).ok());
  const VerifiedCheckpoint two =
      open_checkpoint(cosigned({2, 1}).encode(), two_witnesses(2)).value();
  EXPECT_EQ(two.checkpoint, sample_checkpoint());
  ASSERT_EQ(two.cosignatures.size(), 2U);
  EXPECT_EQ(two.cosignatures[0].witness, 1U);
  EXPECT_EQ(two.cosignatures[0].time, 1700000002U);
  EXPECT_FALSE(open_checkpoint(cosigned({1, 1}).encode(), two_witnesses(1)).ok());
  EXPECT_FALSE(open_checkpoint(cosigned({1}).encode(), two_witnesses(2)).ok());
}

TEST(Checkpoint, EveryBitFlipOfACosignedCheckpointIsRefused) {
  const LogPolicy full = two_witnesses(2);
  test::for_each_bit_flip(cosigned({1, 2}).encode(),
                          [&](const std::string& flipped, std::size_t bit) {
                            EXPECT_FALSE(open_checkpoint(flipped, full).ok()) << bit;
                          });
}

TEST(Checkpoint, OtherLogsAndKeys) {
  Note unsigned_by_log = cosigned({1, 2});
  unsigned_by_log.signatures.erase(unsigned_by_log.signatures.begin());
  EXPECT_FALSE(open_checkpoint(unsigned_by_log.encode(), two_witnesses(2)).ok());
  EXPECT_FALSE(open_checkpoint(sign_checkpoint(sample_checkpoint(), test::signer(9)).encode(),
                               two_witnesses(0))
                   .ok());

  // The log's key under the log's name, but over another origin.
  Checkpoint other = sample_checkpoint();
  other.origin = "viche/v1/other";
  Note note{other.text(), {sign_text(kOrigin, test::signer(1), other.text())}};
  EXPECT_FALSE(open_checkpoint(note.encode(), two_witnesses(0)).ok());

  // A log's signature is no cosignature and the reverse, though name and key are the same.
  Note swapped = sign_checkpoint(sample_checkpoint(), test::signer(1));
  swapped.signatures.push_back(sign_text("w1", test::signer(2), swapped.text));
  EXPECT_FALSE(open_checkpoint(swapped.encode(), two_witnesses(1)).ok());
}

TEST(Checkpoint, ACosignatureCoversItsTime) {
  Note note = cosigned({1});
  note.signatures[1].signature[7] ^= 1;
  EXPECT_FALSE(open_checkpoint(note.encode(), two_witnesses(1)).ok());
  note = cosigned({1});
  note.signatures[1].signature[0] ^= 0x80;
  EXPECT_FALSE(cosignature_time(note.signatures[1]).ok());
}

TEST(LogPolicy, KeysOfTheRightTypesOnce) {
  const VerifierKey log = test::verifier_key("log", SignatureType::kEd25519, 1);
  const VerifierKey witness = test::verifier_key("w", SignatureType::kCosignature, 2);
  EXPECT_TRUE(LogPolicy::create(log, {witness}, 1).ok());
  EXPECT_FALSE(LogPolicy::create(log, {witness}, 2).ok());
  EXPECT_FALSE(LogPolicy::create(witness, {}, 0).ok());
  EXPECT_FALSE(LogPolicy::create(log, {log}, 0).ok());
  EXPECT_FALSE(LogPolicy::create(log, {witness, witness}, 1).ok());
  const VerifierKey same_key = test::verifier_key("x", SignatureType::kCosignature, 2);
  EXPECT_FALSE(LogPolicy::create(log, {witness, same_key}, 1).ok());
  const VerifierKey logs_key = test::verifier_key("x", SignatureType::kCosignature, 1);
  EXPECT_FALSE(LogPolicy::create(log, {logs_key}, 1).ok());
  EXPECT_EQ(two_witnesses(2).with_quorum(1).value().quorum(), 1U);
  EXPECT_FALSE(two_witnesses(2).with_quorum(3).ok());
}

}  // namespace
}  // namespace viche::log
