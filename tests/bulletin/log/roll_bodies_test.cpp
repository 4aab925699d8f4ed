#include "bulletin/log/roll_bodies.h"

#include "crypto/proof/transcript.h"
#include "tests/bulletin/log/codec_checks.h"
#include "tests/bulletin/log/sample_election.h"

namespace viche::log {
namespace {

using test::check_codec;
using test::SampleElection;

Result<RecordsBody> decode_records(const RecordsBody& body) {
  return RecordsBody::decode(body.encode());
}

TEST(RecordsBody, Codec) {
  for (const std::uint32_t count : {0U, 1U, 5U}) {
    const RecordsBody body = SampleElection::records(0, count);
    EXPECT_EQ(body.encode().size(), 38U * count);
    check_codec(
        body, [](ByteView bytes) { return RecordsBody::decode(bytes); }, true);
  }
}

TEST(RecordsBody, EveryCutInsideARecordIsRefused) {
  const Bytes bytes = SampleElection::records(0, 2).encode();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(RecordsBody::decode(ByteView(bytes).first(size)).ok(), size % 38 == 0) << size;
  }
}

TEST(RecordsBody, OrderRepetitionAndFields) {
  const RecordsBody good = SampleElection::records(0, 3);
  RecordsBody body = good;
  std::swap(body.records[0], body.records[1]);
  EXPECT_EQ(decode_records(body).error().where, "byte 38");
  body = good;
  body.records[1].K = body.records[0].K;
  EXPECT_NE(decode_records(body).error().reason.find("occurs twice"), std::string::npos);
  body = good;
  body.records[0].K = {};
  EXPECT_EQ(decode_records(body).error().reason, "K is the identity");
  body = good;
  body.records[2].weight = 0;
  EXPECT_EQ(decode_records(body).error().message(), "byte 110: a weight is at least 1");
  body = good;
  body.records[2].weight = 0xffffffff;
  EXPECT_TRUE(decode_records(body).ok());
  body = good;
  body.records[2].K.fill(0xff);
  EXPECT_FALSE(decode_records(body).ok());
  Bytes bytes = good.encode();
  bytes[32] = bytes[33] = 0;
  EXPECT_EQ(RecordsBody::decode(bytes).error().message(), "byte 32: styles are numbered from 1");
}

TEST(OpeningBody, CodecAndFingerprint) {
  test::SeededRandom random(1);
  const OpeningBody body{random.bytes32(), {77, random.bytes32()}, random.bytes32()};
  check_codec(body, [](ByteView bytes) { return OpeningBody::decode(bytes); });
  EXPECT_EQ(body.encode().size(), 104U);
  EXPECT_EQ(election_hash(body), Transcript("viche/v1/election").add(body.encode()).digest32());
}

TEST(VoidBody, Codec) {
  const auto decode = [](ByteView bytes) { return VoidBody::decode(bytes); };
  check_codec(VoidBody{SampleElection::voter_key(1), SampleElection::voter_key(2)}, decode);
  check_codec(VoidBody{SampleElection::voter_key(1), {}}, decode);
  EXPECT_FALSE(decode(VoidBody{{}, SampleElection::voter_key(2)}.encode()).ok());
}

TEST(NoticeBody, CodecAndLimits) {
  const auto decode = [](ByteView bytes) { return NoticeBody::decode(bytes); };
  check_codec(NoticeBody{1, "!"}, [&](ByteView bytes) -> Result<NoticeBody> {
    // A longer text is another notice: only lengths below one byte of text are refused.
    if (bytes.size() > 5) return Error{"longer", ""};
    return decode(bytes);
  });
  const auto accepts = [&](const std::string& text, std::uint32_t number = 1) {
    return decode(NoticeBody{number, text}.encode()).ok();
  };
  EXPECT_FALSE(accepts(""));
  EXPECT_TRUE(accepts(std::string(10000, 'x')));
  EXPECT_FALSE(accepts(std::string(10001, 'x')));
  EXPECT_FALSE(accepts("x", 0));
  EXPECT_TRUE(accepts("\xd0\x92\xd1\x96\xd1\x87\xd0\xb5\n"));
  EXPECT_FALSE(accepts("\xd0"));
  EXPECT_FALSE(accepts("\xed\xa0\x80"));  // a surrogate
  EXPECT_FALSE(accepts("\xc0\xaf"));      // not the shortest form
}

TEST(HeadBody, Codec) {
  check_codec(HeadBody{{5, test::SeededRandom(1).bytes32()}},
              [](ByteView bytes) { return HeadBody::decode(bytes); });
}

TEST(CancellationsBody, CodecAndOrder) {
  CancellationsBody body;
  for (const VoterRecord& record : SampleElection::records(0, 3).records) {
    body.K.push_back(record.K);
  }
  check_codec(
      body, [](ByteView bytes) { return CancellationsBody::decode(bytes); }, true);
  EXPECT_FALSE(CancellationsBody::decode(Bytes{}).ok());
  const Bytes bytes = body.encode();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(CancellationsBody::decode(ByteView(bytes).first(size)).ok(),
              size > 0 && size % 32 == 0);
  }
  CancellationsBody swapped = body;
  std::swap(swapped.K[1], swapped.K[2]);
  EXPECT_FALSE(CancellationsBody::decode(swapped.encode()).ok());
  swapped.K[1] = swapped.K[0];
  EXPECT_FALSE(CancellationsBody::decode(swapped.encode()).ok());
}

}  // namespace
}  // namespace viche::log
