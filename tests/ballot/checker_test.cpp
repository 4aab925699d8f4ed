#include "ballot/checker.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "tests/ballot/sample.h"
#include "tests/support/seeded_random.h"

namespace viche::ballot {
namespace {

using test::kStyle;
using test::SampleElection;
using test::SeededRandom;

/// One of ten, as in the specification's figure of 931 bytes.
const SampleElection& one_of_ten() {
  static const SampleElection election(
      test::sample_manifest({test::choose("act", 10, 1, 1, false)}));
  return election;
}

std::vector<std::uint8_t> mark(std::size_t n, std::size_t option) {
  std::vector<std::uint8_t> m(n);
  m[option] = 1;
  return m;
}

/// An entry in which one byte is replaced.
Bytes altered(Bytes entry, std::size_t offset, std::uint8_t difference) {
  entry[offset] ^= difference;
  return entry;
}

std::vector<Outcome> check(const SampleElection& election, const std::vector<Bytes>& entries,
                           RandomSource& random, unsigned threads) {
  const std::vector<ByteView> views(entries.begin(), entries.end());
  return Checker(*election.context, random, threads).check(views);
}

TEST(Checker, AcceptsHonestBallotsOfEveryKind) {
  SystemRandom random;
  const SampleElection election(test::sample_manifest(
      {test::choose("one", 2, 1, 1, false), test::choose("some", 3, 0, 2, true),
       test::score("points", 2, 4, 1, 5, true), test::rank("order", 3, {2, 1}, true),
       test::rank("full", 2, {1, 0}, false), test::choose("only", 1, 1, 1, false),
       test::score("free", 2, 1, 0, 2, false)}));
  const Credential credential = generate_credential(random);
  const std::vector<const char*> ballots = {
      R"({"one": ["o1"], "some": [], "points": {"o1": 4, "o2": 1}, "order": ["o3", "o1"], "full": ["o2", "o1"],
          "only": ["o1"], "free": {}})",
      R"({"one": ["o2"], "some": "blank", "points": "blank", "order": "blank", "full": ["o1", "o2"],
          "only": ["o1"], "free": {"o1": 1, "o2": 1}})",
      R"({"one": ["o2"], "some": ["o3", "o1"], "points": {"o2": 3}, "order": ["o1", "o2"], "full": ["o1", "o2"],
          "only": ["o1"], "free": {"o2": 1}})"};
  std::vector<Bytes> entries;
  for (const char* json : ballots) {
    const Choices choices = parse_choices(json, election.manifest, kStyle).value();
    const auto m = encode_slots(election.manifest, election.layout(), kStyle, choices).value();
    entries.push_back(election.cast(kStyle, m, credential, random));
  }
  for (const Outcome& outcome : check(election, entries, random, 1)) {
    EXPECT_EQ(outcome.message(), "accepted");
  }
  EXPECT_TRUE(check(election, {}, random, 4).empty());
}

TEST(Checker, RefusesAnEntryInWhichAnyByteChanged) {
  const std::uint64_t seed = 20260102;
  SCOPED_TRACE("seed " + std::to_string(seed));
  SeededRandom random(seed);
  const SampleElection& election = one_of_ten();
  const Credential credential = generate_credential(random);
  const Bytes entry = election.cast(kStyle, mark(10, 4), credential, random);
  ASSERT_EQ(entry.size(), 931U);
  std::vector<Bytes> entries{entry};
  for (std::size_t offset = 0; offset < entry.size(); ++offset) {
    std::array<std::uint8_t, 1> bits{};
    random.fill(bits);
    entries.push_back(altered(entry, offset, static_cast<std::uint8_t>(1U << (bits[0] & 7))));
  }
  const std::vector<Outcome> outcomes = check(election, entries, random, 2);
  EXPECT_EQ(outcomes[0].message(), "accepted");
  for (std::size_t i = 1; i < outcomes.size(); ++i) {
    EXPECT_FALSE(outcomes[i].accepted()) << "byte " << i - 1;
  }
}

TEST(Checker, RefusesAProofMovedElsewhere) {
  SystemRandom random;
  const test::Json manifest =
      test::sample_manifest({test::choose("a", 2, 1, 1, false)}, {{"a"}, {"a"}});
  const SampleElection election(manifest, 7);
  const Credential credential = generate_credential(random);
  const Credential other = generate_credential(random);
  const Bytes entry = election.cast(kStyle, mark(2, 0), credential, random);
  // Another style with the same slots.
  const std::vector<Outcome> outcomes =
      check(election, {entry, altered(entry, 2, 1 ^ 2)}, random, 1);
  EXPECT_TRUE(outcomes[0].accepted());
  EXPECT_FALSE(outcomes[1].accepted());
  // A challenge made of a cast.
  Bytes challenge = entry;
  challenge[0] = 0x14;
  EXPECT_EQ(test::check(*election.context, challenge), (Verdict{true, true, true, false}));
  // Another credential, which signs the copy itself.
  Ballot copy = election.decode(entry);
  copy.K = other.K;
  copy.entry = encode_ballot(copy);
  const Bytes32 copied = tracker(election.context->election(), BallotView::of(copy.entry));
  copy.signature = schnorr_sign(
      other.k, other.K, signed_message(copy.type, election.context->election(), copy.prev, copied),
      random);
  copy.entry = encode_ballot(copy);
  const Verdict moved = test::check(*election.context, copy.entry);
  EXPECT_TRUE(moved.signature);
  EXPECT_FALSE(moved.E1);
  EXPECT_FALSE(moved.E2);
  // Another election with the same keys: the fingerprint alone differs.
  Bytes32 fingerprint{};
  fingerprint.fill(8);
  const ElectionContext elsewhere(fingerprint, election.layout(), election.context->Y());
  const Verdict verdict = test::check(elsewhere, entry);
  EXPECT_FALSE(verdict.E1 || verdict.E2 || verdict.signature);
}

TEST(Checker, RefusesIllegalVotes) {
  SystemRandom random;
  const SampleElection election(test::sample_manifest({test::choose("a", 3, 1, 1, false)}));
  const Credential credential = generate_credential(random);
  const auto verdict = [&](const std::vector<std::uint8_t>& m) {
    return test::check(*election.context, election.cast(kStyle, m, credential, random));
  };
  EXPECT_EQ(verdict({0, 1, 0}), (Verdict{true, true, true, true}));
  EXPECT_EQ(verdict({1, 1, 0}),
            (Verdict{false, true, true, true}));  // two marks: bits, but L m is not b
  EXPECT_EQ(verdict({0, 0, 0}), (Verdict{false, true, true, true}));
  EXPECT_FALSE(verdict({2, 0, 0}).accepted());
  EXPECT_FALSE(verdict({2, 0, 0}).E2);  // two is no bit
}

TEST(Checker, ChallengesAreCheckedAlike) {
  SystemRandom random;
  const SampleElection& election = one_of_ten();
  const Credential credential = generate_credential(random);
  const Secret<std::vector<std::uint8_t>> m(mark(10, 9));
  Proven proven = election.prover.prove(kStyle, credential, m, random);
  const Bytes32 shown = proven.ballot.tracker();
  Bytes32 prev{};
  prev.fill(3);
  const Challenged challenged =
      election.prover.challenge(std::move(proven), prev, credential, random);
  const Ballot ballot = election.decode(challenged.entry);
  EXPECT_EQ(ballot.type, BallotType::kChallenge);
  EXPECT_EQ(ballot.prev, prev);
  EXPECT_EQ(tracker(election.context->election(), BallotView::of(challenged.entry)), shown);
  EXPECT_EQ(test::check(*election.context, challenged.entry).message(), "accepted");
}

}  // namespace
}  // namespace viche::ballot
