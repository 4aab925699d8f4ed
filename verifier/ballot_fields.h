#pragma once
// The fields of a cast or challenge (docs/protocol.md section 7) and the messages that are hashed
// for it.

#include "crypto/group/bytes.h"
#include "verifier/layout.h"

namespace viche::verifier {

/// The length of a cast or challenge entry with n positions, its type included.
constexpr std::size_t ballot_entry_size(std::size_t n) { return 64 * n + 291; }

/// The fields of a ballot entry as views; the entry must outlive them.
struct BallotFields {
  std::uint8_t type = 0;
  std::uint16_t style = 0;  // from 1
  const StyleLayout* layout = nullptr;
  std::size_t n = 0;
  ByteView K, prev, C, M, A, B, f, z, proof, R, signature_z;

  /// The encoding of C_p.
  [[nodiscard]] ByteView C_p(std::size_t p) const { return C.subspan(32 * p, 32); }
  /// The encoding of f_p, p from 1.
  [[nodiscard]] ByteView f_p(std::size_t p) const { return f.subspan(32 * (p - 1), 32); }
};

/// Fails on an unknown style or a wrong length only. The layout must outlive the fields.
Result<BallotFields> frame_ballot(const Layout& layout, ByteView entry);

/// What is hashed for the tracker, y, x and c, each a whole message appended to `out`.
void append_tracker_message(Bytes& out, const Bytes32& election, const BallotFields& fields);
/// The tracker.
Bytes32 tracker_of(const Bytes32& election, const BallotFields& fields);
void append_y_message(Bytes& out, const Bytes32& election, const BallotFields& fields);
void append_x_message(Bytes& out, ByteView y, const BallotFields& fields);
void append_c_message(Bytes& out, const Bytes32& election, ByteView tracker,
                      const BallotFields& fields);

}  // namespace viche::verifier
