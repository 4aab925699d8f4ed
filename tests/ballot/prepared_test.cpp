#include "ballot/prepared.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "crypto/group/hash.h"
#include "tests/ballot/sample.h"

namespace viche::ballot {
namespace {

using test::kStyle;
using testing::HasSubstr;
using Bits = std::vector<std::uint8_t>;

constexpr Bytes32 kNoPrev{};
constexpr Bytes32 kOtherPrev{1};

class Prepared : public testing::Test {
 protected:
  Prepared()
      : election_(test::sample_manifest({test::choose("a", 3, 1, 1, false)})),
        credential_(generate_credential(random_)) {}

  PreparedBallot prepare() {
    return PreparedBallot(
        election_.prover.prove(kStyle, credential_, Secret<Bits>(Bits{0, 1, 0}), random_));
  }
  Bytes kept(const PreparedBallot& ballot) const {
    return ballot.encode(election_.context->election()).expose();
  }
  Result<PreparedBallot> decode(ByteView bytes) const {
    return PreparedBallot::decode(bytes, *election_.context);
  }
  PreparedBallot reread(const PreparedBallot& ballot) const {
    auto read = decode(kept(ballot));
    EXPECT_TRUE(read.ok()) << read.error().message();
    EXPECT_EQ(kept(*read), kept(ballot));
    EXPECT_EQ(read->tracker(), ballot.tracker());
    return std::move(*read);
  }
  Result<Bytes> cast(PreparedBallot& ballot, const Bytes32& prev = kNoPrev) {
    return ballot.cast(election_.prover, prev, credential_, random_);
  }
  Result<Bytes> challenge(PreparedBallot& ballot, const Bytes32& prev = kNoPrev) {
    return ballot.challenge(election_.prover, prev, credential_, random_);
  }

  SystemRandom random_;
  test::SampleElection election_;
  Credential credential_;
};

TEST_F(Prepared, CastKeepsTheTrackerAndForgetsTheVote) {
  const PreparedBallot shown = prepare();
  PreparedBallot ballot = reread(shown);
  const std::size_t size_before = kept(ballot).size();
  const Bytes entry = cast(ballot, kOtherPrev).value();
  const Ballot decoded = election_.decode(entry);
  EXPECT_EQ(decoded.type, BallotType::kCast);
  EXPECT_EQ(decoded.prev, kOtherPrev);
  EXPECT_EQ(tracker(election_.context->election(), BallotView::of(entry)), shown.tracker());
  EXPECT_EQ(ballot.opening(), nullptr);
  EXPECT_EQ(kept(ballot).size(), size_before - 32 - 3);
}

TEST_F(Prepared, CastAgainGivesTheSameBytesAndIsNeverChallenged) {
  PreparedBallot ballot = prepare();
  const Bytes entry = cast(ballot).value();
  PreparedBallot again = reread(ballot);
  EXPECT_EQ(cast(again).value(), entry);
  EXPECT_EQ(cast(again, kOtherPrev).value(), entry);
  const auto refused = challenge(again);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().reason, HasSubstr("was cast"));
}

TEST_F(Prepared, ChallengedAgainGivesTheSameBytesAndIsNeverCast) {
  const PreparedBallot shown = prepare();
  PreparedBallot ballot = reread(shown);
  const Bytes entry = challenge(ballot).value();
  PreparedBallot again = reread(ballot);
  EXPECT_EQ(challenge(again, kOtherPrev).value(), entry);
  const auto refused = cast(again);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().reason, HasSubstr("was challenged"));
  ASSERT_NE(again.opening(), nullptr);
  EXPECT_TRUE(check_opening(*election_.context, election_.manifest, election_.decode(entry),
                            *again.opening())
                  .ok());
}

TEST_F(Prepared, AnotherCredentialSignsNothing) {
  PreparedBallot ballot = prepare();
  const Credential other = generate_credential(random_);
  EXPECT_FALSE(ballot.cast(election_.prover, kNoPrev, other, random_).ok());
  EXPECT_FALSE(ballot.challenge(election_.prover, kNoPrev, other, random_).ok());
  EXPECT_TRUE(cast(ballot).ok());
}

TEST_F(Prepared, DamagedBytesAreRefused) {
  PreparedBallot challenged = prepare();
  ASSERT_TRUE(challenge(challenged).ok());
  PreparedBallot was_cast = prepare();
  ASSERT_TRUE(cast(was_cast).ok());
  for (const Bytes& right : {kept(prepare()), kept(challenged), kept(was_cast)}) {
    ASSERT_TRUE(decode(right).ok());
    for (std::size_t i = 0; i < right.size(); ++i) {
      Bytes changed = right;
      changed[i] ^= 1;
      EXPECT_FALSE(decode(changed).ok()) << "byte " << i;
      EXPECT_FALSE(decode(ByteView(right).first(i)).ok()) << "first " << i;
    }
  }
}

// As damaged, but with a checksum that fits.
TEST_F(Prepared, OnlyOneFormIsRead) {
  const std::size_t start_of_entry = 28 + 32 + 4;
  const auto refused = [&](const PreparedBallot& ballot,
                           const std::function<void(Bytes&)>& change) {
    Bytes bytes = kept(ballot);
    bytes.resize(bytes.size() - 32);
    change(bytes);
    append(bytes, sha256(bytes));
    return !decode(bytes).ok();
  };
  const PreparedBallot ballot = prepare();
  EXPECT_FALSE(refused(ballot, [](Bytes&) {}));
  EXPECT_TRUE(refused(ballot, [](Bytes& bytes) { bytes.push_back(0); }));
  EXPECT_TRUE(refused(ballot, [](Bytes& bytes) { bytes.pop_back(); }));
  EXPECT_TRUE(refused(ballot, [](Bytes& bytes) { bytes.back() = 2; }));
  EXPECT_TRUE(refused(ballot, [](Bytes& bytes) { bytes[bytes.size() - 4] ^= 0xff; }));  // r >= l
  EXPECT_TRUE(refused(ballot, [](Bytes& bytes) { bytes[bytes.size() - 20] ^= 1; }));    // another r
  EXPECT_TRUE(refused(ballot, [&](Bytes& bytes) { bytes[start_of_entry] = 0x13; }));
  EXPECT_TRUE(refused(ballot, [&](Bytes& bytes) { bytes[start_of_entry] = 1; }));
  EXPECT_TRUE(refused(ballot, [&](Bytes& bytes) { bytes[start_of_entry + 2] = 9; }));  // style
  EXPECT_TRUE(refused(ballot, [&](Bytes& bytes) { bytes[start_of_entry + kOffsetPrev] = 1; }));
  PreparedBallot was_cast = prepare();
  ASSERT_TRUE(cast(was_cast).ok());
  // A cast that still has its opening.
  EXPECT_TRUE(refused(was_cast, [](Bytes& bytes) { bytes.insert(bytes.end(), 35, 0); }));
}

TEST_F(Prepared, AnotherElectionIsRefused) {
  const test::SampleElection other(test::sample_manifest({test::choose("a", 3, 1, 1, false)}), 8);
  const auto refused = PreparedBallot::decode(kept(prepare()), *other.context);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().reason, HasSubstr("another election"));
}

}  // namespace
}  // namespace viche::ballot
