#include "bulletin/log/ceremony_bodies.h"

#include "tests/bulletin/log/codec_checks.h"
#include "tests/support/seeded_random.h"

namespace viche::log {
namespace {

using test::check_codec;

constexpr CeremonyShape kBodyShape{3, 2, 4};

RevealBody make_reveal() {
  test::SeededRandom random(1);
  RevealBody body;
  body.commits_head = {12, random.bytes32()};
  for (std::uint32_t e = 0; e < kBodyShape.J * kBodyShape.k; ++e) body.E.push_back(random.point());
  body.proof = {random.point(), random.scalar()};
  return body;
}

TEST(CommitBody, Codec) {
  CommitBody body;
  body.receive_key.bytes[0] = 9;
  body.h[31] = 7;
  check_codec(body, [](ByteView bytes) { return CommitBody::decode(bytes); });
  EXPECT_EQ(body.encode().size(), 64U);
}

TEST(CommitBody, KeysOfSmallOrderAreRefused) {
  CommitBody body;
  const auto zero = CommitBody::decode(body.encode());
  ASSERT_FALSE(zero.ok());
  EXPECT_EQ(zero.error().where, "byte 0");
  body.receive_key.bytes[0] = 1;
  EXPECT_FALSE(CommitBody::decode(body.encode()).ok());
}

TEST(RevealBody, Codec) {
  const RevealBody body = make_reveal();
  check_codec(body, [](ByteView bytes) { return RevealBody::decode(bytes, kBodyShape); });
  EXPECT_EQ(body.encode().size(), 40U + 32 * 8 + 64);
  EXPECT_FALSE(RevealBody::decode(body.encode(), {3, 2, 3}).ok());
  EXPECT_FALSE(RevealBody::decode(body.encode(), {3, 3, 4}).ok());
}

TEST(RevealBody, IdentityIsRefusedExactlyWhereItMust) {
  for (std::size_t e = 0; e < kBodyShape.J * kBodyShape.k; ++e) {
    RevealBody body = make_reveal();
    body.E[e] = Point::identity();
    const auto decoded = RevealBody::decode(body.encode(), kBodyShape);
    EXPECT_EQ(decoded.ok(), e % kBodyShape.k != 0) << e;
    if (!decoded) {
      EXPECT_EQ(decoded.error().message(),
                "byte " + std::to_string(40 + 32 * e) +
                    ": E_ij0 is the identity for j = " + std::to_string(e / kBodyShape.k + 1));
    }
  }
  RevealBody body = make_reveal();
  body.proof.R = Point::identity();
  EXPECT_FALSE(RevealBody::decode(body.encode(), kBodyShape).ok());
}

TEST(RevealBody, PointsAndScalarsAreCanonical) {
  const Bytes good = make_reveal().encode();
  Bytes bad = good;
  for (std::size_t i = 0; i < 32; ++i) bad[40 + 32 + i] = 0xff;  // the second point
  const auto decoded = RevealBody::decode(bad, kBodyShape);
  ASSERT_FALSE(decoded.ok());
  EXPECT_NE(decoded.error().where.find("point 1"), std::string::npos) << decoded.error().where;
  bad = good;
  for (std::size_t i = 0; i < 32; ++i) bad[bad.size() - 32 + i] = 0xff;  // z
  EXPECT_FALSE(RevealBody::decode(bad, kBodyShape).ok());
}

TEST(ShareBody, Codec) {
  ShareBody body;
  body.boxes = {Bytes(kBodyShape.box_size(), 1), Bytes(kBodyShape.box_size(), 2)};
  EXPECT_EQ(kBodyShape.box_size(), 84U + 32 * 4);
  check_codec(body, [](ByteView bytes) { return ShareBody::decode(bytes, kBodyShape); });
  const ShareBody none;
  check_codec(none, [](ByteView bytes) { return ShareBody::decode(bytes, {1, 1, 4}); });
}

TEST(ShareBody, BoxesStandInTheOrderOfRecipients) {
  EXPECT_EQ(box_position(1, 2), 0U);
  EXPECT_EQ(box_position(1, 3), 1U);
  EXPECT_EQ(box_position(2, 1), 0U);
  EXPECT_EQ(box_position(2, 3), 1U);
  EXPECT_EQ(box_position(3, 1), 0U);
  EXPECT_EQ(box_position(3, 2), 1U);
}

TEST(ConfirmBody, Codec) {
  test::SeededRandom random(2);
  const ConfirmBody body{{99, random.bytes32()}, random.bytes32()};
  check_codec(body, [](ByteView bytes) { return ConfirmBody::decode(bytes); });
  EXPECT_EQ(body.encode().size(), 72U);
  EXPECT_FALSE(ConfirmBody::decode(ConfirmBody{{kMaxTreeSize, {}}, {}}.encode()).ok());
  EXPECT_TRUE(ConfirmBody::decode(ConfirmBody{{kMaxTreeSize - 1, {}}, {}}.encode()).ok());
}

TEST(ComplaintAndAnswer, Codec) {
  check_codec(ComplaintBody{513}, [](ByteView bytes) { return ComplaintBody::decode(bytes); });
  check_codec(AnswerBody{2, test::SeededRandom(3).bytes32()},
              [](ByteView bytes) { return AnswerBody::decode(bytes); });
}

}  // namespace
}  // namespace viche::log
