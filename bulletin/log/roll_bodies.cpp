#include "bulletin/log/roll_bodies.h"

#include <algorithm>

#include "bulletin/log/body_codec.h"
#include "bulletin/log/head_field.h"
#include "bulletin/log/text_codec.h"
#include "crypto/group/batch.h"
#include "crypto/proof/transcript.h"

namespace viche::log {

namespace {

constexpr std::size_t kRecordSize = 38;
constexpr std::size_t kMaxNoticeText = 10000;

Result<void> check_ascending(const Bytes32* previous, const Bytes32& K, std::size_t position) {
  if (previous == nullptr || *previous < K) return {};
  return at_byte(Error{*previous == K ? "K " + to_hex(K) + " occurs twice"
                                      : "K " + to_hex(K) + " stands after the larger " +
                                            to_hex(*previous) + ": they ascend",
                       ""},
                 position);
}

/// Every record's K as a point, `stride` bytes apart from the body's start.
Result<void> check_keys(ByteView body, std::size_t stride) {
  Bytes keys;
  keys.reserve(32 * (body.size() / stride));
  for (std::size_t i = 0; i + 32 <= body.size(); i += stride) append(keys, body.subspan(i, 32));
  const auto points = decode_points(keys);
  if (!points) return points.error().at("K");
  return {};
}

}  // namespace

Result<RecordsBody> RecordsBody::decode(ByteView body) {
  if (body.size() % kRecordSize != 0) {
    return Error{"records have 38 bytes each, and " + std::to_string(body.size()) +
                     " bytes are no whole number of them",
                 ""};
  }
  Reader reader(body);
  RecordsBody decoded;
  decoded.records.reserve(body.size() / kRecordSize);
  while (reader.remaining() > 0) {
    const std::size_t position = reader.position();
    VICHE_ASSIGN(const Bytes32 K, reader.bytes32("K"));
    VICHE_ASSIGN(const std::uint16_t style, reader.u16("style"));
    VICHE_ASSIGN(const std::uint32_t weight, reader.u32("weight"));
    if (K == Bytes32{}) return at_byte(Error{"K is the identity", ""}, position);
    if (style == 0) return at_byte(Error{"styles are numbered from 1", ""}, position + 32);
    if (weight == 0) return at_byte(Error{"a weight is at least 1", ""}, position + 34);
    VICHE_TRY(check_ascending(decoded.records.empty() ? nullptr : &decoded.records.back().K, K,
                              position));
    decoded.records.push_back({K, ballot::StyleIndex::from_number(style), weight});
  }
  VICHE_TRY(check_keys(body, kRecordSize));
  return decoded;
}

Bytes RecordsBody::encode() const {
  Bytes body;
  body.reserve(records.size() * kRecordSize);
  for (const VoterRecord& record : records) {
    append(body, record.K);
    append_u16(body, static_cast<std::uint16_t>(record.style.number()));
    append_u32(body, record.weight);
  }
  return body;
}

Result<OpeningBody> OpeningBody::decode(ByteView body) {
  Reader reader(body);
  VICHE_ASSIGN(const Bytes32 manifest_hash, reader.bytes32("the manifest's hash"));
  VICHE_ASSIGN(const TreeHead head, read_head(reader, "the head before the opening"));
  VICHE_ASSIGN(const Bytes32 keys_root, reader.bytes32("keys_root"));
  VICHE_TRY(reader.finish());
  return OpeningBody{manifest_hash, head, keys_root};
}

Bytes OpeningBody::encode() const {
  Bytes body;
  append(body, manifest_hash);
  append_head(body, head);
  append(body, keys_root);
  return body;
}

Bytes32 election_hash(const OpeningBody& opening) {
  return Transcript("viche/v1/election").add(opening.encode()).digest32();
}

Result<VoidBody> VoidBody::decode(ByteView body) {
  Reader reader(body);
  VICHE_ASSIGN(const Bytes32 K, reader.bytes32("K"));
  VICHE_ASSIGN(const Bytes32 replacement, reader.bytes32("the replacement K'"));
  VICHE_TRY(reader.finish());
  if (K == Bytes32{}) return at_byte(Error{"K is the identity", ""}, 0);
  VICHE_TRY(check_keys(body, 32));
  return VoidBody{K, replacement};
}

Bytes VoidBody::encode() const {
  Bytes body;
  append(body, K);
  append(body, replacement);
  return body;
}

Result<NoticeBody> NoticeBody::decode(ByteView body) {
  Reader reader(body);
  NoticeBody notice;
  VICHE_ASSIGN(notice.number, reader.u32("the notice's number"));
  if (notice.number == 0) return at_byte(Error{"notices are numbered from 1", ""}, 0);
  const std::size_t size = reader.remaining();
  if (size < 1 || size > kMaxNoticeText) {
    return at_byte(
        Error{"a notice has 1 to 10000 bytes of text, this one " + std::to_string(size), ""}, 4);
  }
  VICHE_ASSIGN(const ByteView text, reader.take(size, "text"));
  const auto well_formed = check_utf8(as_text(text));
  if (!well_formed) return well_formed.error().at("text");
  notice.text = as_text(text);
  return notice;
}

Bytes NoticeBody::encode() const {
  Bytes body;
  append_u32(body, number);
  append(body, as_bytes(text));
  return body;
}

Result<HeadBody> HeadBody::decode(ByteView body) {
  Reader reader(body);
  VICHE_ASSIGN(const TreeHead head, read_head(reader, "the head before this entry"));
  VICHE_TRY(reader.finish());
  return HeadBody{head};
}

Bytes HeadBody::encode() const {
  Bytes body;
  append_head(body, head);
  return body;
}

Result<CancellationsBody> CancellationsBody::decode(ByteView body) {
  if (body.empty()) return Error{"cancellations name at least one K", ""};
  Reader reader(body);
  CancellationsBody decoded;
  while (reader.remaining() > 0) {
    const std::size_t position = reader.position();
    VICHE_ASSIGN(const Bytes32 K, reader.bytes32("K"));
    VICHE_TRY(check_ascending(decoded.K.empty() ? nullptr : &decoded.K.back(), K, position));
    decoded.K.push_back(K);
  }
  return decoded;
}

Bytes CancellationsBody::encode() const {
  Bytes body;
  for (const Bytes32& key : K) append(body, key);
  return body;
}

}  // namespace viche::log
