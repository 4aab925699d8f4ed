#include "crypto/proof/transcript.h"

#include <gtest/gtest.h>

#include <set>

#include "crypto/group/batch.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

Bytes64 digest(std::string_view tag, const std::vector<std::string>& items) {
  Transcript transcript(tag);
  for (const std::string& item : items) transcript.add(item);
  return transcript.digest64();
}

TEST(Transcript, HashesFramedItems) {
  const Bytes bytes = from_hex(
                          "00000003746167"
                          "00000002abcd"
                          "00000000"
                          "0000000107"
                          "000000020708"
                          "0000000401020304"
                          "000000080102030405060708")
                          .value();
  Transcript transcript("tag");
  transcript.add(ByteView(from_hex("abcd").value())).add("").add_u8(7).add_u16(0x0708);
  transcript.add_u32(0x01020304).add_u64(0x0102030405060708);
  EXPECT_EQ(transcript.digest64(), sha512(bytes));
}

TEST(Transcript, FramesAreWhatATranscriptHashes) {
  Bytes message;
  for (const char* item : {"tag", "", "item"}) append_frame(message, as_bytes(item));
  EXPECT_EQ(to_hex(message), "0000000374616700000000000000046974656d");
  EXPECT_EQ(sha512(message), digest("tag", {"", "item"}));
}

TEST(Transcript, DigestsAreOfOneHash) {
  Transcript transcript("tag");
  transcript.add("item");
  const Bytes64 whole = transcript.digest64();
  const Bytes32 half = transcript.digest32();
  EXPECT_TRUE(std::equal(half.begin(), half.end(), whole.begin()));
  EXPECT_EQ(transcript.challenge(), Scalar::reduce(whole));
  EXPECT_EQ(transcript.digest64(), whole) << "reading changes nothing";
  const Bytes64 longer = transcript.add("more").digest64();
  EXPECT_EQ(longer, digest("tag", {"item", "more"}));
}

TEST(Transcript, CopiesGoOnApart) {
  Transcript first("tag");
  Transcript second = first.add("a");
  first.add("b");
  second.add("c");
  EXPECT_EQ(first.digest64(), digest("tag", {"a", "b"}));
  EXPECT_EQ(second.digest64(), digest("tag", {"a", "c"}));
}

TEST(Transcript, PointsAndScalarsAreTheirEncodings) {
  test::SeededRandom random(8);
  const std::vector<Point> points = {random.point(), Point::identity(), random.point()};
  const std::vector<Scalar> scalars = {random.scalar(), Scalar::zero()};
  Bytes scalar_bytes;
  for (const Scalar& scalar : scalars) append(scalar_bytes, scalar.encode());

  EXPECT_EQ(Transcript("t").add(points[0]).add(scalars[0]).digest64(),
            Transcript("t")
                .add(ByteView(points[0].encode()))
                .add(ByteView(scalars[0].encode()))
                .digest64());
  EXPECT_EQ(Transcript("t").add_points(points).add_scalars(scalars).digest64(),
            Transcript("t").add(encode_points(points)).add(scalar_bytes).digest64());
  EXPECT_EQ(Transcript("t").add_points({}).digest64(), Transcript("t").add("").digest64());
  EXPECT_NE(Transcript("t").add_points(points).digest64(),
            Transcript("t").add(points[0]).add(points[1]).add(points[2]).digest64());
}

// All ways to cut a text into a tag and up to three items give different digests.
TEST(Transcript, IsInjectiveInTheCutsBetweenItems) {
  const std::string text = "abcabc";
  std::set<Bytes64> digests;
  std::size_t lists = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const std::string tag = text.substr(0, i);
    digests.insert(digest(tag, {text.substr(i)}));
    ++lists;
    for (std::size_t j = i; j <= text.size(); ++j) {
      digests.insert(digest(tag, {text.substr(i, j - i), text.substr(j)}));
      ++lists;
      for (std::size_t k = j; k <= text.size(); ++k) {
        digests.insert(digest(tag, {text.substr(i, j - i), text.substr(j, k - j), text.substr(k)}));
        ++lists;
      }
    }
  }
  EXPECT_EQ(digests.size(), lists);
}

TEST(Transcript, IntegersOfDifferentWidthsDiffer) {
  const std::set<Bytes64> digests = {
      Transcript("t").add_u8(1).digest64(),
      Transcript("t").add_u16(1).digest64(),
      Transcript("t").add_u32(1).digest64(),
      Transcript("t").add_u64(1).digest64(),
      Transcript("t").digest64(),
      Transcript("u").digest64(),
      Transcript("t").add("").digest64(),
  };
  EXPECT_EQ(digests.size(), 7U);
}

}  // namespace
}  // namespace viche
