#include "verifier/ballot_fields.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "crypto/group/hash.h"
#include "verifier/transcript.h"

namespace viche::verifier {
namespace {

void append_style(Bytes& out, std::uint16_t style) {
  append_u32(out, 2);
  append_u16(out, style);
}

}  // namespace

Result<BallotFields> frame_ballot(const Layout& layout, ByteView entry) {
  BallotFields fields;
  Reader reader(entry);
  VICHE_ASSIGN(fields.type, reader.u8("type"));
  VICHE_ASSIGN(fields.style, reader.u16("style"));
  if (VICHE_FAULT(fields.style < 1) || VICHE_FAULT(fields.style > layout.styles.size())) {
    return Error{"unknown style " + std::to_string(fields.style), ""};
  }
  fields.layout = &layout.styles[fields.style - 1U];
  const std::size_t n = fields.layout->slots.size();
  if (VICHE_FAULT(entry.size() != ballot_entry_size(n))) {
    return Error{
        std::to_string(entry.size()) + " bytes instead of " + std::to_string(ballot_entry_size(n)),
        ""};
  }
  std::size_t at = reader.position();
  const auto take = [&](std::size_t points) {
    const ByteView view = entry.subspan(at, 32 * points);
    at += 32 * points;
    return view;
  };
  fields.n = n;
  fields.K = take(1);
  fields.prev = take(1);
  fields.C = take(n + 1);
  fields.proof = entry.subspan(at, 32 * (n + 4));
  fields.M = take(1);
  fields.A = take(1);
  fields.B = take(1);
  fields.f = take(n);
  fields.z = take(1);
  fields.R = take(1);
  fields.signature_z = take(1);
  return fields;
}

void append_tracker_message(Bytes& out, const Bytes32& election, const BallotFields& fields) {
  append_frame(out, as_bytes("viche/v1/tracker"));
  append_frame(out, election);
  append_style(out, fields.style);
  append_frame(out, fields.K);
  append_frame(out, fields.C);
  append_frame(out, fields.proof);
}

Bytes32 tracker_of(const Bytes32& election, const BallotFields& fields) {
  Bytes message;
  append_tracker_message(message, election, fields);
  const Bytes64 digest = sha512(message);
  Bytes32 tracker;
  std::copy_n(digest.begin(), tracker.size(), tracker.begin());
  return tracker;
}

void append_y_message(Bytes& out, const Bytes32& election, const BallotFields& fields) {
  append_frame(out, as_bytes("viche/v1/ballot-y"));
  append_frame(out, election);
  append_style(out, fields.style);
  append_frame(out, fields.K);
  append_frame(out, fields.C);
  append_frame(out, fields.M);
  append_frame(out, fields.A);
}

void append_x_message(Bytes& out, ByteView y, const BallotFields& fields) {
  append_frame(out, as_bytes("viche/v1/ballot-x"));
  append_frame(out, y);
  append_frame(out, fields.B);
}

void append_c_message(Bytes& out, const Bytes32& election, ByteView tracker,
                      const BallotFields& fields) {
  append(out, as_bytes("FROST-RISTRETTO255-SHA512-v1chal"));
  append(out, fields.R);
  append(out, fields.K);
  append_frame(out, as_bytes("viche/v1/ballot"));
  append_frame(out, ByteView(&fields.type, 1));
  append_frame(out, election);
  append_frame(out, fields.prev);
  append_frame(out, tracker);
}

}  // namespace viche::verifier
