// Ballots: both arithmetics name exactly the bad ones, whatever the batch; every byte of a ballot
// counts.

#include <gtest/gtest.h>

#include "tests/verifier/verify_record.h"
#include "verifier/ballot_form.h"
#include "verifier/ceremony.h"
#include "verifier/official.h"

namespace viche::verifier::test {
namespace {

/// tiny_manifest() with two more styles of as many positions as `short`: `two` with a contest of
/// its own, `again` with that of `short`.
std::string manifest_of_four_styles() {
  std::string text = tiny_manifest();
  const auto insert = [&](const std::string& before, const std::string& more) {
    const std::size_t place = text.find(before);
    EXPECT_NE(place, std::string::npos) << before;
    text.insert(place, more);
  };
  const auto option = [](const std::string& id) {
    return R"({"id":")" + id + R"(","title":{"en":"O"}})";
  };
  insert(R"(],"styles":[{)",
         R"(,{"id":"two","title":{"en":"Two"},"kind":"choose","blank":false,"options":[)" +
             option("a") + "," + option("b") + "," + option("c") + "," + option("d") +
             R"(],"min":2,"max":2})");
  insert(R"(],"units":[{)",
         R"(,{"id":"two","title":{"en":"Two"},"contests":["two"],"replacements":0},)"
         R"({"id":"again","title":{"en":"Again"},"contests":["pick"],"replacements":0})");
  insert(R"(],"results":[{)",
         R"(,{"id":"two","title":{"en":"5"},"contest":"two","styles":["two"]},)"
         R"({"id":"again","title":{"en":"6"},"contest":"pick","styles":["again"]})");
  return text;
}

/// An opened election as the verifier knows it, and entries to judge.
class BallotChecks : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    for (int i = 0; i < 20; ++i) maker_.add_voter(static_cast<std::uint16_t>(1 + i % 2), 1);
    for (int i = 0; i < 9; ++i) maker_.add_voter(static_cast<std::uint16_t>(2 + i % 3), 1);
    maker_.open();
    Officials officials(election_);
    StatementReader reader(checks_);
    Frontier frontier;
    const LogReader log(RecordFiles("."), 0, checks_);
    Head before;
    for (std::size_t i = 0; i < maker_.entries.size(); ++i) {
      const Bytes& entry = maker_.entries[i];
      const auto statement = reader.take(read_type(entry).value(), i, entry);
      const Head start{frontier.size(), frontier.root()};
      if (reader.began()) before = start;
      frontier.add(leaf_hash(entry));
      if (!statement) continue;
      ASSERT_TRUE(
          officials.statement(*statement, before, {frontier.size(), frontier.root()}, log).ok());
    }
    ASSERT_TRUE(election_.keys_known && election_.fingerprint.has_value());
  }

  std::vector<CheckedBallot> check(const std::vector<Bytes>& ballots) const {
    std::vector<LogEntry> entries;
    for (const Bytes& ballot : ballots) entries.push_back({entries.size(), ballot, {}});
    std::vector<const LogEntry*> list;
    for (const LogEntry& entry : entries) list.push_back(&entry);
    return check_forms(election_, list);
  }

  static bool good(const CheckedBallot& ballot) {
    return !ballot.fault && ballot.verdict.equations && ballot.verdict.E1 && ballot.verdict.E2 &&
           ballot.verdict.signature;
  }

  Marks marks_of(std::size_t voter) const {
    return maker_.voters[voter].style == 1 ? all_marks(1, 2, 0, 0, 1) : short_marks(1);
  }

  TinyElection maker_{manifest_of_four_styles()};
  SystemRandom random_;
  std::unique_ptr<Arithmetic> arithmetic_ =
      GetParam() ? make_sodium_arithmetic() : make_fast_arithmetic(random_);
  Checks checks_;
  Election election_{checks_, *arithmetic_, 2};
};
INSTANTIATE_TEST_SUITE_P(, BallotChecks, testing::Bool(), [](const auto& tested) {
  return std::string(tested.param ? "sodium" : "fast");
});

TEST_P(BallotChecks, NoneOneAndMany) {
  EXPECT_TRUE(check({}).empty());
  std::vector<Bytes> ballots;
  for (std::size_t i = 0; i < 20; ++i)
    ballots.push_back(maker_.ballot(Type::kCast, i, marks_of(i)));
  for (const CheckedBallot& ballot : check(ballots)) EXPECT_TRUE(good(ballot));
  EXPECT_TRUE(good(check({ballots[7]})[0]));
}

TEST_P(BallotChecks, ExactlyTheBadOnesAreNamedWithTheirEquation) {
  std::vector<Bytes> ballots;
  for (std::size_t i = 0; i < 20; ++i) {
    Bend bend;
    Marks marks = marks_of(i);
    if (i == 3) bend.ciphertexts = [](std::vector<Point>& C) { C[1] += Point::base(); };
    if (i == 11) marks = {2, -1, 0, 0};
    if (i == 13) bend.entry = [](Bytes& entry) { entry[entry.size() - 32] ^= 1; };
    if (i == 19) marks = {1, 1, 1, 0};
    ballots.push_back(maker_.ballot(Type::kCast, i, marks, bend));
  }
  const std::vector<CheckedBallot> checked = check(ballots);
  for (std::size_t i = 0; i < 20; ++i) {
    ASSERT_FALSE(checked[i].fault.has_value()) << i;
    EXPECT_EQ(checked[i].verdict.E1, i != 3) << i;
    EXPECT_EQ(checked[i].verdict.E2, i != 11) << i;
    EXPECT_EQ(checked[i].verdict.signature, i != 13) << i;
    EXPECT_EQ(checked[i].verdict.equations, i != 19) << i;
  }
}

// Two ballots whose faults would cancel under one weight for all: z of one is raised by what the
// other's is lowered.
TEST_P(BallotChecks, FaultsThatCancelInASumAreFound) {
  std::vector<Bytes> ballots;
  for (const std::size_t i : {1U, 3U})
    ballots.push_back(maker_.ballot(Type::kCast, i, short_marks(0)));
  for (std::size_t i = 0; i < 2; ++i) {
    const ByteView view(ballots[i]);
    Scalar z = Scalar::decode(view.last(32)).value();
    z = i == 0 ? z + Scalar::one() : z - Scalar::one();
    const Bytes32 encoded = z.encode();
    std::copy(encoded.begin(), encoded.end(), ballots[i].end() - 32);
  }
  for (const CheckedBallot& ballot : check(ballots)) {
    EXPECT_FALSE(ballot.verdict.signature);
    EXPECT_TRUE(ballot.verdict.E1 && ballot.verdict.E2 && ballot.verdict.equations);
  }
}

TEST_P(BallotChecks, EveryFlippedByteIsRefused) {
  const Bytes ballot = maker_.ballot(Type::kCast, 1, short_marks(2));
  std::vector<Bytes> flipped;
  for (std::size_t i = 1; i < ballot.size(); ++i) {
    flipped.push_back(ballot);
    flipped.back()[i] = static_cast<std::uint8_t>(flipped.back()[i] ^ (1U << (i % 8)));
  }
  // The type as well: cast to challenge.
  flipped.push_back(ballot);
  flipped.back()[0] = static_cast<std::uint8_t>(Type::kChallenge);
  const std::vector<CheckedBallot> checked = check(flipped);
  for (std::size_t i = 0; i < checked.size(); ++i) EXPECT_FALSE(good(checked[i])) << i + 1;
}

TEST_P(BallotChecks, WrongLengthsAndStylesAreRefused) {
  const Bytes ballot = maker_.ballot(Type::kCast, 1, short_marks(2));
  EXPECT_EQ(ballot.size(), ballot_entry_size(4));
  EXPECT_EQ(ballot_entry_size(10), 931U);
  EXPECT_LE(ballot_entry_size(kMaxPositions), 65'535U);
  EXPECT_GT(ballot_entry_size(kMaxPositions + 1), 65'535U);
  for (std::size_t size = 0; size < ballot.size(); size += 13) {
    EXPECT_FALSE(
        check({Bytes(ballot.begin(), ballot.begin() + static_cast<std::ptrdiff_t>(size))})[0]
            .framed);
  }
  Bytes longer = ballot;
  longer.push_back(0);
  EXPECT_FALSE(check({longer})[0].framed);
  for (const std::uint8_t style : Bytes{0, 1, 5, 255}) {
    Bytes other = ballot;
    other[2] = style;
    EXPECT_FALSE(check({other})[0].framed);
  }
}

TEST_P(BallotChecks, EveryFieldIsCanonical) {
  const Bytes ballot = maker_.ballot(Type::kCast, 1, short_marks(2));
  std::vector<Bytes> changed;
  // K, then C_0, ..., C_n, M, A, B, f, z, R, z; prev may be anything.
  for (std::size_t place = 3; place < ballot.size(); place += 32) {
    changed.push_back(ballot);
    std::fill_n(changed.back().begin() + static_cast<std::ptrdiff_t>(place), 32,
                std::uint8_t{0xff});
  }
  const std::vector<CheckedBallot> checked = check(changed);
  for (std::size_t field = 0; field < checked.size(); ++field) {
    EXPECT_EQ(checked[field].fault.has_value(), field != 1) << field;
    EXPECT_TRUE(checked[field].framed);
  }
  // The ciphertext is known whatever else is malformed.
  EXPECT_GT(checked[0].C.size(), 0U);
  EXPECT_EQ(checked[2].C.size(), 0U);
}

// More than one block of 64 of either style, a bad one at the seams.
TEST_P(BallotChecks, LargeBatches) {
  std::vector<Bytes> few;
  for (std::size_t i = 0; i < 4; ++i) few.push_back(maker_.ballot(Type::kCast, i, marks_of(i)));
  for (const std::size_t bad : {0U, 1U, 127U, 128U, 149U}) {
    std::vector<Bytes> ballots;
    for (std::size_t i = 0; i < 150; ++i) ballots.push_back(few[i % 4]);
    ballots[bad][ballots[bad].size() - 32] ^= 1;
    const std::vector<CheckedBallot> checked = check(ballots);
    for (std::size_t i = 0; i < ballots.size(); ++i) {
      EXPECT_EQ(good(checked[i]), i != bad) << i;
      EXPECT_EQ(checked[i].verdict.signature, i != bad) << i;
    }
    if (GetParam()) break;  // one at a time: slow, and all places are alike
  }
}

TEST_P(BallotChecks, StylesOfOneLengthHaveTheirOwnKeysAndEquations) {
  const Marks two{1, 1, 0, 0};
  std::vector<Bytes> ballots;
  for (std::size_t i = 20; i < 29; ++i) {
    const bool is_two = maker_.voters[i].style == 3;
    ballots.push_back(maker_.ballot(Type::kCast, i, is_two ? two : short_marks(1)));
  }
  ASSERT_EQ(ballots[0].size(), ballots[1].size());
  for (const CheckedBallot& ballot : check(ballots)) EXPECT_TRUE(good(ballot));

  ballots[0] = maker_.ballot(Type::kCast, 20, two);
  ballots[4] = maker_.ballot(Type::kCast, 24, short_marks(1));
  std::vector<CheckedBallot> checked = check(ballots);
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    EXPECT_EQ(checked[i].verdict.equations, i != 0 && i != 4) << i;
    EXPECT_TRUE(checked[i].verdict.E1 && checked[i].verdict.E2 && checked[i].verdict.signature);
  }

  ballots[2][2] = 2;  // a ballot of style 4 said to be of style 2
  ballots[8][2] = 3;
  checked = check(ballots);
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    EXPECT_EQ(checked[i].verdict.E1, i != 2 && i != 8) << i;
    EXPECT_EQ(checked[i].verdict.signature, i != 2 && i != 8) << i;
    EXPECT_EQ(checked[i].verdict.equations, i != 0 && i != 2 && i != 4 && i != 8) << i;
  }
}

TEST_P(BallotChecks, TheIdentityIsRefusedAsC0KAndR) {
  const Bytes ballot = maker_.ballot(Type::kCast, 1, short_marks(2));
  const std::size_t K = 3;
  const std::size_t C_0 = 67;
  const std::size_t R = ballot.size() - 64;
  for (const std::size_t place : {K, C_0, R}) {
    Bytes zero = ballot;
    std::fill_n(zero.begin() + static_cast<std::ptrdiff_t>(place), 32, std::uint8_t{0});
    EXPECT_TRUE(check({zero})[0].fault.has_value()) << place;
  }
  // M may be the identity as far as its form goes.
  Bytes zero_M = ballot;
  std::fill_n(zero_M.begin() + 67 + 5 * 32, 32, std::uint8_t{0});
  EXPECT_FALSE(check({zero_M})[0].fault.has_value());
}

}  // namespace
}  // namespace viche::verifier::test
