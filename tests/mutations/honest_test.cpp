// Records in which nothing is wrong, at the edges of what is legal.

#include <gtest/gtest.h>

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

void expect_verified(const Record& record,
                     const std::function<void(verifier::Options&)>& given = {}) {
  const Verdict fast = verify(record, Arithmetic::kFast, given);
  const Verdict sodium = verify(record, Arithmetic::kSodium, given);
  EXPECT_EQ(fast.failed, CheckSet{}) << fast.first;
  EXPECT_EQ(sodium.failed, CheckSet{}) << sodium.first;
  EXPECT_EQ(fast.report, sodium.report);
  EXPECT_NE(fast.report.find("\"verified\""), std::string::npos);
}

TEST(HonestRecord, IsVerifiedInBothModes) {
  Forge forge;
  expect_verified(forge.build());
}

TEST(HonestRecord, IsTheSameEveryTime) {
  Forge first;
  Forge second;
  EXPECT_EQ(first.build().files, second.build().files);
}

TEST(HonestRecord, MayHaveAManifestInTwoParts) {
  Forge forge;
  edit_body(forge, log::EntryType::kManifest, 0,
            [](Bytes& body) { body.insert(body.end(), 70'000, ' '); });
  const Record record = forge.build();
  EXPECT_EQ(record.entries[1][0], 0x01);
  expect_verified(record);
}

TEST(HonestRecord, MayFillATile) {
  Forge forge;
  add_notices(forge, 300);
  const Record record = forge.build();
  EXPECT_TRUE(record.files.contains("tile/0/000"));
  EXPECT_TRUE(record.files.contains("tile/1/000.p/1"));
  expect_verified(record);
}

TEST(HonestRecord, AcceptsWhatACallerRightlyKept) {
  Forge forge;
  const Record record = forge.build();
  expect_verified(record, [&](verifier::Options& options) {
    options.fingerprint = record.election;
    for (std::uint64_t size = 0; size <= record.entries.size(); ++size) {
      options.checkpoints.push_back(
          {"seen", checkpoint_note(record.entries, size, record.origin, forge.keys, 1).encode()});
    }
    for (std::uint64_t index = 0; index < record.entries.size(); ++index) {
      const std::uint8_t type = record.entries[index][0];
      if (type != 0x13 && type != 0x14) continue;
      for (std::uint64_t size = index + 1; size <= record.entries.size(); size += 7) {
        options.receipts.push_back({"kept", receipt(record, index, size, forge.keys, 1)});
      }
    }
    EXPECT_GT(options.receipts.size(), 20U);
  });
}

// Mutant V2 has more weight than this.
TEST(HonestRecord, MayHaveAllTheWeightThatCanBeDecrypted) {
  Forge forge;
  constexpr std::uint32_t kLargestRow = 1'000'000;
  forge.plan.manifest["contests"][2]["points"] = {kLargestRow, 1};
  std::uint64_t others = 0;
  for (const Voter& voter : forge.plan.voters) {
    if (!voter.replacement) others += voter.weight;  // whose weight is that of a void credential
  }
  Voter& abstainer = forge.plan.voter("n7");
  abstainer.weight = static_cast<std::uint32_t>((std::uint64_t{1} << 40) / kLargestRow - others +
                                                abstainer.weight);
  expect_verified(forge.build());

  Forge more;
  more.plan.manifest = forge.plan.manifest;
  more.plan.voter("n7").weight = abstainer.weight + 1;
  EXPECT_EQ(verify(more.build(), Arithmetic::kFast).failed, CheckSet{"V2"});
}

TEST(HonestRecord, MayCountTheFirstCast) {
  Forge forge;
  forge.plan.manifest["revote"] = "first";
  // The second casts of n1 and s1 become challenges, which are no casts.
  forge.plan.ballot(2, "n1").type = 0x14;
  forge.plan.ballot(4, "s1").type = 0x14;
  expect_verified(forge.build());
}

TEST(HonestRecord, MayGoToASecondRound) {
  Forge forge;
  go_to_a_second_round(forge);
  expect_verified(forge.build());
}

TEST(HonestRecord, MayGoToAThirdRound) {
  Forge forge;
  go_to_a_second_round(forge);
  go_to_a_second_round(forge);
  expect_verified(forge.build());
}

TEST(HonestRecord, MayHaveATrusteeThatAbstains) {
  Forge forge;
  forge.plan.remove(StepKind::kDecryption, 2);
  forge.plan.insert_after(StepKind::kAgreement, 1, {StepKind::kAbstention, 2, {}});
  expect_verified(forge.build());
}

// A replacement's replacement, and the void of a credential that has cast without a replacement.
TEST(HonestRecord, MayVoidAReplacement) {
  Forge forge;
  forge.plan.manifest["styles"][0]["replacements"] = 4;
  Voter again = forge.plan.voter("w1");
  again.name = "w2";
  again.k = random_scalar(forge.random);
  again.K = multiply_base(again.k).encode();
  forge.plan.voters.push_back(again);
  forge.plan.batches.push_back({forge.plan.ballot(4, "w1")});
  forge.plan.batches.back()[0].voter = "w2";
  forge.plan.voids.push_back({"w1", "w2"});
  forge.plan.voids.push_back({"n1", ""});
  forge.plan.insert_after(StepKind::kBatch, 4, {StepKind::kBatch, 5, {}});
  forge.plan.insert_after(StepKind::kBatch, 4, {StepKind::kVoid, 4, {}});
  forge.plan.insert_after(StepKind::kBatch, 4, {StepKind::kVoid, 3, {}});
  expect_verified(forge.build());
}

TEST(HonestRecord, MayHaveNoBallotAtAll) {
  Forge forge;
  for (auto& batch : forge.plan.batches) batch.clear();
  forge.plan.remove(StepKind::kCancellations);
  expect_verified(forge.build());
}

TEST(HonestRecord, MayHaveNoRollAndNoWitness) {
  Forge forge;
  for (auto& batch : forge.plan.batches) batch.clear();
  forge.plan.remove(StepKind::kCancellations);
  forge.plan.remove(StepKind::kAdmission);
  forge.plan.remove(StepKind::kVoid, 1);
  forge.plan.remove(StepKind::kVoid, 2);
  forge.plan.voters.clear();
  forge.plan.manifest["witnesses"]["quorum"] = 0;
  forge.hooks.record.note = [](log::Note& note) { note.signatures.resize(1); };
  expect_verified(forge.build());
}

}  // namespace
}  // namespace viche::mutations
