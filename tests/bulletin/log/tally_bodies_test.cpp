#include "bulletin/log/tally_bodies.h"

#include "tests/bulletin/log/codec_checks.h"
#include "tests/support/seeded_random.h"

namespace viche::log {
namespace {

using ballot::ContestIndex;
using ballot::UnitIndex;
using test::check_codec;

RoundHead make_head() { return {1, {1234, test::SeededRandom(9).bytes32()}}; }

TEST(AgreementBody, Codec) {
  check_codec(AgreementBody{make_head()},
              [](ByteView bytes) { return AgreementBody::decode(bytes); });
  EXPECT_EQ(AgreementBody{make_head()}.encode().size(), RoundHead::kSize);
  RoundHead zero = make_head();
  zero.round = 0;
  EXPECT_FALSE(AgreementBody::decode(AgreementBody{zero}.encode()).ok());
}

TEST(AbstentionBody, Codec) {
  check_codec(AbstentionBody{3}, [](ByteView bytes) { return AbstentionBody::decode(bytes); });
  EXPECT_FALSE(AbstentionBody::decode(AbstentionBody{0}.encode()).ok());
}

TEST(DecryptionBody, Codec) {
  test::SeededRandom random(4);
  const std::vector<std::uint32_t> rows = {3, 1};
  DecryptionBody body;
  body.head = make_head();
  for (const std::uint32_t R : rows) {
    UnitDecryption unit;
    for (std::uint32_t o = 0; o < R; ++o) unit.D.push_back(random.point());
    unit.a_1 = random.point();
    unit.a_2 = random.point();
    unit.z = random.scalar();
    body.units.push_back(unit);
  }
  check_codec(body, [&](ByteView bytes) { return DecryptionBody::decode(bytes, rows); });
  EXPECT_EQ(body.encode().size(), 44U + 32 * 4 + 2 * 96);
  EXPECT_EQ(*DecryptionBody::decode_head(body.encode()), body.head);

  const std::vector<std::uint32_t> fewer = {3}, more = {3, 1, 1};
  EXPECT_FALSE(DecryptionBody::decode(body.encode(), fewer).ok());
  EXPECT_FALSE(DecryptionBody::decode(body.encode(), more).ok());
  body.units[0].D[1] = Point::identity();  // an ordinary point here: a share of zero
  EXPECT_TRUE(DecryptionBody::decode(body.encode(), rows).ok());

  const DecryptionBody none{make_head(), {}};
  check_codec(none, [](ByteView bytes) { return DecryptionBody::decode(bytes, {}); });
}

ResultBody make_result() {
  ResultBody body;
  body.counts = {10, 7, 2, 1, 3};
  body.units = {
      {ContestIndex(0), {UnitIndex(0), UnitIndex(2)}, UnitStatus::kDecrypted, 7, {4, 3, 0}},
      {ContestIndex(0), {UnitIndex(1)}, UnitStatus::kEmpty, 0, {}},
      {ContestIndex(1), {UnitIndex(3)}, UnitStatus::kWithheld, 1, {}}};
  return body;
}

TEST(ResultBody, Codec) {
  check_codec(make_result(), [](ByteView bytes) { return ResultBody::decode(bytes); });
  check_codec(ResultBody{}, [](ByteView bytes) { return ResultBody::decode(bytes); });
  EXPECT_EQ(ResultBody{}.encode().size(), 44U);
}

TEST(ResultBody, UnitsAreChecked) {
  const auto accepts = [](auto change) {
    ResultBody body = make_result();
    change(body.units);
    return ResultBody::decode(body.encode()).ok();
  };
  EXPECT_TRUE(accepts([](auto&) {}));
  EXPECT_FALSE(accepts([](auto& units) { units[0].totals.clear(); }));
  EXPECT_FALSE(accepts([](auto& units) { units[1].totals = {1}; }));
  EXPECT_FALSE(accepts([](auto& units) { units[1].members.clear(); }));
  EXPECT_FALSE(accepts([](auto& units) { std::swap(units[0].members[0], units[0].members[1]); }));
  EXPECT_FALSE(accepts([](auto& units) { units[0].members[1] = units[0].members[0]; }));
  EXPECT_FALSE(accepts([](auto& units) { units[0].status = UnitStatus{4}; }));
  EXPECT_FALSE(accepts([](auto& units) { units[0].status = UnitStatus{0}; }));
}

TEST(ResultBody, ACountBeyondTheBytesIsRefusedAtOnce) {
  Bytes bytes = ResultBody{}.encode();
  for (std::size_t i = 40; i < 44; ++i) bytes[i] = 0xff;
  EXPECT_EQ(ResultBody::decode(bytes).error().where, "unit 1: byte 44");
}

}  // namespace
}  // namespace viche::log
