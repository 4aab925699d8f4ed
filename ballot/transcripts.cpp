#include "ballot/transcripts.h"

#include "crypto/proof/schnorr.h"
#include "crypto/proof/transcript.h"

namespace viche::ballot {
namespace {

/// What y and the tracker begin with.
void append_ciphertext(Bytes& out, const Bytes32& election, const BallotView& ballot) {
  append_frame(out, election);
  append_u32(out, 2);
  append_u16(out, static_cast<std::uint16_t>(ballot.style().number()));
  append_frame(out, ballot.K());
  append_frame(out, ballot.ciphertext());
}

}  // namespace

void append_y_message(Bytes& out, const Bytes32& election, const BallotView& ballot) {
  append_frame(out, as_bytes("viche/v1/ballot-y"));
  append_ciphertext(out, election, ballot);
  append_frame(out, ballot.M());
  append_frame(out, ballot.A());
}

void append_x_message(Bytes& out, ByteView y, const BallotView& ballot) {
  append_frame(out, as_bytes("viche/v1/ballot-x"));
  append_frame(out, y);
  append_frame(out, ballot.B());
}

void append_tracker_message(Bytes& out, const Bytes32& election, const BallotView& ballot) {
  append_frame(out, as_bytes("viche/v1/tracker"));
  append_ciphertext(out, election, ballot);
  append_frame(out, ballot.proof());
}

void append_signature_message(Bytes& out, const Bytes32& election, ByteView tracker,
                              const BallotView& ballot) {
  append_schnorr_prefix(out, ballot.signature().first(32), ballot.K());
  append_signed_message(out, ballot.type(), election, ballot.prev(), tracker);
}

void append_signed_message(Bytes& out, BallotType type, const Bytes32& election, ByteView prev,
                           ByteView tracker) {
  const auto type_byte = static_cast<std::uint8_t>(type);
  append_frame(out, as_bytes("viche/v1/ballot"));
  append_frame(out, ByteView(&type_byte, 1));
  append_frame(out, election);
  append_frame(out, prev);
  append_frame(out, tracker);
}

}  // namespace viche::ballot
