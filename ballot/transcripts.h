#pragma once
// The messages that are hashed for a ballot (specification, sections 1 and 7), as bytes: one ballot
// hashes them one by one, many ballots side by side.

#include "ballot/ballot.h"

namespace viche::ballot {

/// Each appends one whole message to `out`.

/// For y: "viche/v1/ballot-y"; election, u16 style, K, list(C_0, ..., C_n), M, A.
void append_y_message(Bytes& out, const Bytes32& election, const BallotView& ballot);
/// For x: "viche/v1/ballot-x"; y, B.
void append_x_message(Bytes& out, ByteView y, const BallotView& ballot);
/// For the tracker: "viche/v1/tracker"; election, u16 style, K, list(C_0, ..., C_n), proof.
void append_tracker_message(Bytes& out, const Bytes32& election, const BallotView& ballot);
/// What K signs: frame("viche/v1/ballot") || frame(u8 type) || frame(election) || frame(prev) ||
/// frame(tracker).
void append_signed_message(Bytes& out, BallotType type, const Bytes32& election, ByteView prev,
                           ByteView tracker);
/// For the challenge c of the signature by K, of which `tracker` is a part.
void append_signature_message(Bytes& out, const Bytes32& election, ByteView tracker,
                              const BallotView& ballot);

}  // namespace viche::ballot
