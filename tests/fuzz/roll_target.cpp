// Rolls, admissions and cancellations (sections 4.4 and 6): the engine's decoders accept what the
// verifier's checks E5 and V1 accept.
//
// An input's first byte chooses roll, admission or cancellations, and whether the rest is the body
// or choices of real records.

#include "bulletin/log/bodies.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"
#include "verifier/roll.h"

namespace viche::fuzz {
namespace {

enum class Kind : std::uint8_t { kRoll, kAdmission, kCancellations };

Bytes made_body(Kind kind, Input& input) {
  Bytes body;
  while (!input.empty()) {
    Bytes64 seed{};
    seed[0] = input.u8();
    append(body, seed[0] == 0xff ? Bytes32{} : Point::map(seed).encode());
    if (kind == Kind::kCancellations) continue;
    append_u16(body, input.u8() % 3);
    append_u32(body, input.u8());
  }
  return body;
}

/// E5 and V1.
bool records_hold(Kind kind, ByteView body) {
  verifier::Checks checks;
  verifier::Election election = setting().verifier_election(checks);
  verifier::Roll roll(election);
  const auto type = kind == Kind::kRoll ? verifier::Type::kRoll : verifier::Type::kAdmission;
  const verifier::Statement statement{type, 0, 0, {}};
  const verifier::Signed parts{0, body, {}};
  return roll.records(statement, parts, true).ok() && checks[verifier::CheckId::V1].failed == 0;
}

void read_records(Kind kind, ByteView body) {
  const auto decoded = log::RecordsBody::decode(body);
  const std::size_t styles = setting().state().layout().styles().size();
  // That the style is known, and that an admission admits somebody, is the state's to say.
  const bool known = decoded.ok() && std::all_of(decoded->records.begin(), decoded->records.end(),
                                                 [&](const log::VoterRecord& record) {
                                                   return record.style.number() <= styles;
                                                 });
  const bool accepted = known && (kind == Kind::kRoll || !decoded->records.empty());
  agree(accepted, records_hold(kind, body), "records");
  if (decoded) require_same(decoded->encode(), body, "records");
}

void read_cancellations(ByteView body) {
  const auto decoded = log::CancellationsBody::decode(body);
  if (!decoded) return;
  require_same(decoded->encode(), body, "cancellations");
  require(!decoded->K.empty() && std::adjacent_find(decoded->K.begin(), decoded->K.end(),
                                                    std::greater_equal<>()) == decoded->K.end(),
          "cancellations that do not ascend");
}

}  // namespace

void read_roll(ByteView bytes) {
  Input input(bytes);
  const std::uint8_t choice = input.u8();
  const auto kind = static_cast<Kind>(choice % 3);
  const ByteView rest = input.rest();
  Input records(rest);
  const Bytes body = choice >= 0x80 ? made_body(kind, records) : Bytes(rest.begin(), rest.end());
  if (kind == Kind::kCancellations) {
    read_cancellations(body);
  } else {
    read_records(kind, body);
  }
}

}  // namespace viche::fuzz
