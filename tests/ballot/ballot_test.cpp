#include "ballot/ballot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ballot/checker.h"
#include "crypto/proof/transcript.h"
#include "tests/ballot/sample.h"
#include "tests/support/seeded_random.h"

namespace viche::ballot {
namespace {

using test::kStyle;
using testing::HasSubstr;

constexpr std::size_t kN = 3;

const test::SampleElection& one_of_three() {
  static const test::SampleElection election(
      test::sample_manifest({test::choose("a", 3, 1, 1, false)}));
  return election;
}

const Bytes& honest() {
  static const Bytes entry = [] {
    SystemRandom random;
    return one_of_three().cast(kStyle, {0, 0, 1}, generate_credential(random), random);
  }();
  return entry;
}

std::string refusal(ByteView entry) {
  const Result<Ballot> ballot = decode_ballot(entry, one_of_three().layout());
  return ballot ? "accepted" : ballot.error().message();
}

/// The honest entry with other bytes at an offset.
Bytes with(std::size_t offset, ByteView bytes) {
  Bytes entry = honest();
  std::copy(bytes.begin(), bytes.end(), entry.begin() + static_cast<std::ptrdiff_t>(offset));
  return entry;
}

TEST(Ballot, RoundTrip) {
  const Ballot ballot = one_of_three().decode(honest());
  EXPECT_EQ(ballot.entry, honest());
  EXPECT_EQ(encode_ballot(ballot), honest());
  EXPECT_EQ(ballot.C.size(), kN);
  EXPECT_EQ(ballot.f.size(), kN);
  const BallotView view = BallotView::parse(honest(), one_of_three().layout()).value();
  EXPECT_EQ(view.K(), ballot.K.encode());
  EXPECT_EQ(view.C_0(), ballot.C_0.encode());
  EXPECT_EQ(view.prev(), Bytes32{});
  EXPECT_EQ(Bytes(view.z().begin(), view.z().end()),
            Bytes(view.proof().end() - 32, view.proof().end()));
  EXPECT_EQ(view.signature().data() + 64, honest().data() + honest().size());
  EXPECT_EQ(view.proof().data() + view.proof().size(), view.signature().data());
  EXPECT_EQ(view.ciphertext().data() + view.ciphertext().size(), view.proof().data());
}

TEST(Ballot, LengthTypeAndStyle) {
  ASSERT_EQ(honest().size(), ballot_size(kN));
  for (std::size_t size = 0; size < honest().size(); ++size) {
    EXPECT_NE(refusal(ByteView(honest()).first(size)), "accepted") << size;
  }
  Bytes longer = honest();
  longer.push_back(0);
  EXPECT_THAT(refusal(longer), HasSubstr("a ballot of style 1 has 483 bytes, not 484"));
  for (unsigned type = 0; type < 256; ++type) {
    const std::uint8_t byte = static_cast<std::uint8_t>(type);
    EXPECT_EQ(refusal(with(0, ByteView(&byte, 1))) == "accepted", type == 0x13 || type == 0x14);
  }
  const Bytes none{0, 0}, second{0, 2}, large{1, 1};
  EXPECT_EQ(refusal(with(1, none)), "byte 1: there is no style 0");
  EXPECT_EQ(refusal(with(1, second)), "byte 1: there is no style 2");
  EXPECT_EQ(refusal(with(1, large)), "byte 1: there is no style 257");
}

TEST(Ballot, PointsAndScalarsAreCanonical) {
  Bytes32 not_a_point{};
  not_a_point.fill(0xff);
  const Bytes32 identity{};
  const Bytes32 order =
      bytes32_from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
  const std::size_t offset_f = kOffsetC + 32 * (kN + 4);
  const std::size_t offset_R = offset_f + 32 * (kN + 1);
  EXPECT_THAT(refusal(with(kOffsetK, not_a_point)), HasSubstr("byte 3: "));
  EXPECT_EQ(refusal(with(kOffsetK, identity)), "byte 3: the credential K is the identity");
  EXPECT_EQ(refusal(with(kOffsetC, identity)), "byte 67: C_0 is the identity");
  EXPECT_THAT(refusal(with(offset_R, identity)), HasSubstr("the identity is not allowed"));
  for (std::size_t point = 0; point < kN + 4; ++point) {
    const std::size_t offset = kOffsetC + 32 * point;
    EXPECT_THAT(refusal(with(offset, not_a_point)),
                HasSubstr("byte " + std::to_string(offset) + ": "));
    if (point > 0) {
      EXPECT_EQ(refusal(with(offset, identity)), "accepted")
          << "the codec allows it, the equations do not";
    }
  }
  for (std::size_t scalar = 0; scalar <= kN; ++scalar) {
    const std::size_t offset = offset_f + 32 * scalar;
    EXPECT_THAT(refusal(with(offset, order)), HasSubstr("byte " + std::to_string(offset) + ": "));
    EXPECT_EQ(refusal(with(offset, identity)), "accepted");
  }
  EXPECT_THAT(refusal(with(offset_R, not_a_point)), HasSubstr("byte " + std::to_string(offset_R)));
  EXPECT_THAT(refusal(with(offset_R + 32, order)), HasSubstr("byte " + std::to_string(offset_R)));
}

TEST(Ballot, TranscriptsAreThoseOfTheSpecification) {
  const Bytes32& fingerprint = one_of_three().context->election();
  const Ballot ballot = one_of_three().decode(honest());
  const BallotView view = BallotView::of(honest());
  std::vector<Point> C{ballot.C_0};
  C.insert(C.end(), ballot.C.begin(), ballot.C.end());
  const Scalar y = Transcript("viche/v1/ballot-y")
                       .add(ByteView(fingerprint))
                       .add_u16(1)
                       .add(ballot.K)
                       .add_points(C)
                       .add(ballot.M)
                       .add(ballot.A)
                       .challenge();
  EXPECT_EQ(challenge_y(fingerprint, view), y);
  EXPECT_EQ(challenge_x(y, view), Transcript("viche/v1/ballot-x").add(y).add(ballot.B).challenge());
  Bytes proof;
  for (const Point& point : {ballot.M, ballot.A, ballot.B}) append(proof, point.encode());
  for (const Scalar& f_p : ballot.f) append(proof, f_p.encode());
  append(proof, ballot.z.encode());
  const Bytes32 expected = Transcript("viche/v1/tracker")
                               .add(ByteView(fingerprint))
                               .add_u16(1)
                               .add(ballot.K)
                               .add_points(C)
                               .add(ByteView(proof))
                               .digest32();
  EXPECT_EQ(tracker(fingerprint, view), expected);
  // Many at once, with another entry among them.
  Bytes other = ballot.entry;
  other[kOffsetC] ^= 1;
  for (const std::size_t count : {0U, 1U, 63U, 64U, 65U, 130U}) {
    std::vector<BallotView> many(count, view);
    if (count > 0) many.back() = BallotView::of(other);
    std::vector<Bytes32> found(count);
    trackers(fingerprint, many, found);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(found[i], tracker(fingerprint, many[i]));
  }
  EXPECT_TRUE(schnorr_verify(ballot.K,
                             signed_message(BallotType::kCast, fingerprint, Bytes32{}, expected),
                             ballot.signature));
  EXPECT_EQ(
      to_hex(signed_message(BallotType::kChallenge, Bytes32{}, Bytes32{}, Bytes32{})).substr(0, 48),
      "0000000f76696368652f76312f62616c6c6f740000000114");
}

TEST(Ballot, TrackerIsShownInGroups) {
  Bytes32 bytes{};
  EXPECT_EQ(display_tracker(bytes), "0000-0000-0000-0000-0000");
  bytes.fill(0xff);
  EXPECT_EQ(display_tracker(bytes), "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ");
  // The 32 digits in order are the bits of 00443214c74254b635cf84653a56d7c675be77df.
  const Bytes digits = from_hex("00443214c74254b635cf84653a56d7c675be77df").value();
  std::copy(digits.begin(), digits.end(), bytes.begin());
  EXPECT_EQ(display_tracker(bytes), "0123-4567-89AB-CDEF-GHJK");
}

TEST(Ballot, EveryFieldAlteredIsRefused) {
  // Each field is replaced by another valid value, so that the checker and not the codec must
  // refuse.
  const Scalar one = Scalar::one();
  const Point G = Point::base();
  const auto verdict = [](auto change) {
    Ballot ballot = one_of_three().decode(honest());
    change(ballot);
    return test::check(*one_of_three().context, encode_ballot(ballot));
  };
  EXPECT_TRUE(verdict([](Ballot&) {}).accepted());
  EXPECT_FALSE(verdict([](Ballot& b) { b.type = BallotType::kChallenge; }).accepted());
  EXPECT_FALSE(verdict([&](Ballot& b) { b.K += G; }).accepted());
  EXPECT_FALSE(verdict([](Ballot& b) { b.prev[0] = 1; }).accepted());
  EXPECT_FALSE(verdict([&](Ballot& b) { b.C_0 += G; }).accepted());
  EXPECT_FALSE(verdict([&](Ballot& b) { b.M += G; }).accepted());
  EXPECT_FALSE(verdict([&](Ballot& b) { b.A += G; }).accepted());
  EXPECT_FALSE(verdict([&](Ballot& b) { b.B += G; }).accepted());
  EXPECT_FALSE(verdict([](Ballot& b) { b.M = b.A = b.B = Point::identity(); }).accepted());
  EXPECT_FALSE(verdict([&](Ballot& b) { b.z += one; }).accepted());
  EXPECT_FALSE(verdict([&](Ballot& b) { b.signature.R += G; }).signature);
  EXPECT_FALSE(verdict([&](Ballot& b) { b.signature.z += one; }).signature);
  for (std::size_t p = 0; p < kN; ++p) {
    EXPECT_FALSE(verdict([&](Ballot& b) { b.C[p] += G; }).accepted());
    EXPECT_FALSE(verdict([&](Ballot& b) { b.C[p] = Point::identity(); }).accepted());
    EXPECT_FALSE(verdict([&](Ballot& b) { b.f[p] += one; }).equations);
    EXPECT_FALSE(verdict([&](Ballot& b) { std::swap(b.f[p], b.f[(p + 1) % kN]); }).accepted());
  }
}

}  // namespace
}  // namespace viche::ballot
