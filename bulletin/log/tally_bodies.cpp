#include "bulletin/log/tally_bodies.h"

#include <string>
#include <utility>

#include "bulletin/log/body_codec.h"
#include "bulletin/log/head_field.h"
#include "crypto/group/batch.h"

namespace viche::log {

namespace {

Result<RoundHead> read_round_head(Reader& reader) {
  VICHE_ASSIGN(const std::uint32_t round, reader.u32("the round"));
  if (round == 0) return at_byte(Error{"rounds are numbered from 1", ""}, 0);
  VICHE_ASSIGN(const TreeHead head, read_head(reader, "the tally head"));
  return RoundHead{round, head};
}

void append_round_head(Bytes& out, const RoundHead& head) {
  append_u32(out, head.round);
  append_head(out, head.tally_head);
}

Result<UnitResult> read_unit(Reader& reader) {
  UnitResult unit;
  std::size_t position = reader.position();
  VICHE_ASSIGN(const std::uint16_t contest, reader.u16("the unit's contest"));
  if (contest == 0) return at_byte(Error{"contests are numbered from 1", ""}, position);
  unit.contest = ballot::ContestIndex::from_number(contest);

  position = reader.position();
  VICHE_ASSIGN(const std::uint16_t members, reader.u16("the count of members"));
  if (members == 0) return at_byte(Error{"a final unit has at least one member", ""}, position);
  for (std::uint32_t i = 0; i < members; ++i) {
    position = reader.position();
    VICHE_ASSIGN(const std::uint16_t number, reader.u16("a member"));
    if (number == 0) return at_byte(Error{"units are numbered from 1", ""}, position);
    const auto member = ballot::UnitIndex::from_number(number);
    if (!unit.members.empty() && member <= unit.members.back()) {
      return at_byte(Error{"a unit's members ascend", ""}, position);
    }
    unit.members.push_back(member);
  }

  position = reader.position();
  VICHE_ASSIGN(const std::uint8_t status, reader.u8("the unit's status"));
  if (status < 1 || status > 3) {
    return at_byte(Error{"status " + std::to_string(status) + " is none of 1, 2, 3", ""}, position);
  }
  unit.status = static_cast<UnitStatus>(status);
  VICHE_ASSIGN(unit.counted, reader.u64("the unit's counted ballots"));

  position = reader.position();
  VICHE_ASSIGN(const std::uint16_t rows, reader.u16("the count of rows"));
  if ((rows > 0) != (unit.status == UnitStatus::kDecrypted)) {
    return at_byte(Error{"a unit has rows exactly if it is decrypted", ""}, position);
  }
  for (std::uint32_t i = 0; i < rows; ++i) {
    VICHE_ASSIGN(const std::uint64_t total, reader.u64("a total"));
    unit.totals.push_back(total);
  }
  return unit;
}

void append_unit(Bytes& out, const UnitResult& unit) {
  append_u16(out, static_cast<std::uint16_t>(unit.contest.number()));
  append_u16(out, static_cast<std::uint16_t>(unit.members.size()));
  for (const ballot::UnitIndex member : unit.members) {
    append_u16(out, static_cast<std::uint16_t>(member.number()));
  }
  append_u8(out, static_cast<std::uint8_t>(unit.status));
  append_u64(out, unit.counted);
  append_u16(out, static_cast<std::uint16_t>(unit.totals.size()));
  for (const std::uint64_t total : unit.totals) append_u64(out, total);
}

}  // namespace

Result<AgreementBody> AgreementBody::decode(ByteView body) {
  Reader reader(body);
  VICHE_ASSIGN(const RoundHead head, read_round_head(reader));
  VICHE_TRY(reader.finish());
  return AgreementBody{head};
}

Bytes AgreementBody::encode() const {
  Bytes body;
  append_round_head(body, head);
  return body;
}

Result<AbstentionBody> AbstentionBody::decode(ByteView body) {
  Reader reader(body);
  VICHE_ASSIGN(const std::uint32_t round, reader.u32("the round"));
  if (round == 0) return at_byte(Error{"rounds are numbered from 1", ""}, 0);
  VICHE_TRY(reader.finish());
  return AbstentionBody{round};
}

Bytes AbstentionBody::encode() const {
  Bytes body;
  append_u32(body, round);
  return body;
}

Result<DecryptionBody> DecryptionBody::decode(ByteView body, std::span<const std::uint32_t> rows) {
  Reader reader(body);
  DecryptionBody decryption;
  VICHE_ASSIGN(decryption.head, read_round_head(reader));
  for (std::size_t u = 0; u < rows.size(); ++u) {
    const std::string unit = "decrypted unit " + std::to_string(u + 1) + ": ";
    UnitDecryption shares;
    VICHE_ASSIGN(shares.D, read_points(reader, rows[u], unit + "D"));
    VICHE_ASSIGN(shares.a_1, read_point(reader, unit + "a_1"));
    VICHE_ASSIGN(shares.a_2, read_point(reader, unit + "a_2"));
    VICHE_ASSIGN(shares.z, read_scalar(reader, unit + "z"));
    decryption.units.push_back(std::move(shares));
  }
  VICHE_TRY(reader.finish());
  return decryption;
}

Result<RoundHead> DecryptionBody::decode_head(ByteView body) {
  Reader reader(body);
  return read_round_head(reader);
}

Bytes DecryptionBody::encode() const {
  Bytes body;
  append_round_head(body, head);
  for (const UnitDecryption& unit : units) {
    append(body, encode_points(unit.D));
    append(body, unit.a_1.encode());
    append(body, unit.a_2.encode());
    append(body, unit.z.encode());
  }
  return body;
}

Result<ResultBody> ResultBody::decode(ByteView body) {
  Reader reader(body);
  ResultBody result;
  VICHE_ASSIGN(result.counts.cast, reader.u64("cast"));
  VICHE_ASSIGN(result.counts.counted, reader.u64("counted"));
  VICHE_ASSIGN(result.counts.superseded, reader.u64("superseded"));
  VICHE_ASSIGN(result.counts.cancelled, reader.u64("cancelled"));
  VICHE_ASSIGN(result.counts.challenged, reader.u64("challenged"));
  VICHE_ASSIGN(const std::uint32_t units, reader.u32("the count of units"));
  for (std::uint32_t i = 0; i < units; ++i) {
    auto unit = read_unit(reader);
    if (!unit) return unit.error().at("unit " + std::to_string(i + 1));
    result.units.push_back(std::move(*unit));
  }
  VICHE_TRY(reader.finish());
  return result;
}

Bytes ResultBody::encode() const {
  Bytes body;
  append_u64(body, counts.cast);
  append_u64(body, counts.counted);
  append_u64(body, counts.superseded);
  append_u64(body, counts.cancelled);
  append_u64(body, counts.challenged);
  append_u32(body, static_cast<std::uint32_t>(units.size()));
  for (const UnitResult& unit : units) append_unit(body, unit);
  return body;
}

}  // namespace viche::log
