#pragma once
// Bodies of the key ceremony's statements (docs/protocol.md sections 4.4 and 5). Decoding checks
// lengths, points and scalars; whether proofs, hashes and shares are right is the trustees' and the
// auditors' matter.

#include <cstdint>
#include <vector>

#include "bulletin/log/merkle.h"
#include "crypto/group/point.h"
#include "crypto/group/x25519.h"
#include "crypto/proof/schnorr.h"

namespace viche::log {

/// What fixes the sizes of the ceremony's bodies: n trustees, any k decrypt, J global slots.
struct CeremonyShape {
  std::uint32_t n = 0;
  std::uint32_t k = 0;
  std::uint32_t J = 0;

  [[nodiscard]] std::size_t box_size() const { return 84 + 32 * std::size_t{J}; }
  friend bool operator==(const CeremonyShape&, const CeremonyShape&) = default;
};

struct CommitBody {
  X25519PublicKey receive_key;
  Bytes32 h{};

  static Result<CommitBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const CommitBody&, const CommitBody&) = default;
};

struct RevealBody {
  TreeHead commits_head;  // the head at the last commit
  std::vector<Point>
      E;  // j major: E_i10, E_i11, ..., J * k points; every E_ij0 is not the identity
  SchnorrSignature proof;

  static Result<RevealBody> decode(ByteView body, const CeremonyShape& shape);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const RevealBody&, const RevealBody&) = default;
};

struct ShareBody {
  std::vector<Bytes> boxes;  // to each other trustee, ascending: n - 1 boxes

  static Result<ShareBody> decode(ByteView body, const CeremonyShape& shape);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const ShareBody&, const ShareBody&) = default;
};

struct ConfirmBody {
  TreeHead shares_head;  // the head at the last share
  Bytes32 keys_root{};

  static Result<ConfirmBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const ConfirmBody&, const ConfirmBody&) = default;
};

struct ComplaintBody {
  std::uint16_t dealer = 0;

  static Result<ComplaintBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const ComplaintBody&, const ComplaintBody&) = default;
};

struct AnswerBody {
  std::uint16_t recipient = 0;
  Bytes32 ephemeral_secret{};

  static Result<AnswerBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const AnswerBody&, const AnswerBody&) = default;
};

/// The position in ShareBody::boxes of dealer i's box to trustee t != i (both numbered from 1).
[[nodiscard]] std::size_t box_position(std::uint32_t i, std::uint32_t t);

}  // namespace viche::log
