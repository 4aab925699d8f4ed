#pragma once
// A ballot made step by step from the plain formulas of docs/protocol.md section 7, for any values
// at all: ballot::Prover refuses what is illegal, this one is for cheating.

#include <functional>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar.h"

namespace viche::mutations {

/// A ballot on its way, in the order in which its parts are computed. Points and f are encodings,
/// so that they need not be legal.
struct BallotDraft {
  // Given.
  std::uint8_t type = 0x13;
  std::uint16_t style = 0;
  Scalar k;
  Bytes32 K{}, prev{}, election{};
  // The witness. C encrypts v, the proof is about m; an honest voter has v = m.
  std::vector<Scalar> m, v, a;
  Scalar r, s;
  // C_0, ..., C_n, then the proof.
  std::vector<Bytes32> C;
  Bytes32 M{}, A{};
  Scalar y;
  Bytes32 B{};
  Scalar x;
  std::vector<Bytes32> f;
  Bytes32 z{};
  // What is signed. `signed_type` may differ from `type`, `signed_prev` from `prev`.
  Bytes32 tracker{};
  std::uint8_t signed_type = 0x13;
  Bytes32 signed_prev{};
  Bytes32 R{}, signature_z{};

  [[nodiscard]] std::size_t n() const { return m.size(); }
  /// The entry's bytes from the fields.
  [[nodiscard]] Bytes entry() const;
};

/// Where a cheat may change a draft: each is called when what it is named after stands and before
/// anything that follows from it is computed. May be empty.
struct BallotCheat {
  using Step = std::function<void(BallotDraft&)>;

  Step given;        // type, style, K, prev, election
  Step witness;      // m, v, a, r, s
  Step commitments;  // C, M, A; y follows
  Step B;            // y and B; x follows
  Step answers;      // f and z; the tracker follows
  Step signing;      // the tracker, signed_type, signed_prev; the signature follows
  Step signature;    // everything; the entry's bytes follow
};

/// What proving needs of the election.
struct BallotSetting {
  std::vector<Point> Y;                   // Y_p at [p - 1], of the draft's style
  std::vector<std::vector<Scalar>> null;  // a basis of {a : L a = 0} over the style's positions
};

/// A draft with its given fields becomes a ballot with the slots m.
BallotDraft make_ballot(BallotDraft draft, const std::vector<Scalar>& m,
                        const BallotSetting& setting, const BallotCheat& cheat,
                        RandomSource& random);

/// y, x, the tracker and the signed message of a draft as it stands.
Scalar challenge_y(const BallotDraft& draft);
Scalar challenge_x(const BallotDraft& draft);
Bytes32 tracker_of(const BallotDraft& draft);
Bytes signed_message(const BallotDraft& draft);
/// Signs the draft as it stands: tracker, R and z.
void sign(BallotDraft& draft, RandomSource& random);

/// Right side minus left side of (E1), (E2) and of the signature's equation: what a verifier
/// weighs.
Point residual_E1(const BallotDraft& draft, const BallotSetting& setting);
Point residual_E2(const BallotDraft& draft);
Point residual_signature(const BallotDraft& draft);

/// encoding + point, for a cheat that shifts something; the encoding is of a point.
void shift(Bytes32& encoding, const Point& by);
Point decoded(const Bytes32& encoding);
Scalar decoded_scalar(const Bytes32& encoding);
Scalar random_scalar(RandomSource& random);

}  // namespace viche::mutations
