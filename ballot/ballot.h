#pragma once
// A ballot and its bytes (specification, section 7).
//
//   entry = u8 type || u16 style || K || prev || C_0 || ... || C_n || M || A || B || f_1 || ... ||
//   f_n || z || signature
//
// Points and scalars have 32 bytes, the signature 64: 64 n + 291 bytes.

#include <span>
#include <string>
#include <vector>

#include "ballot/index.h"
#include "ballot/layout.h"
#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"
#include "crypto/proof/schnorr.h"

namespace viche::ballot {

enum class BallotType : std::uint8_t { kCast = 0x13, kChallenge = 0x14 };

/// The bytes of an entry with n positions.
constexpr std::size_t ballot_size(std::size_t n) { return 64 * n + 291; }

/// How many points and scalars it has.
constexpr std::size_t ballot_points(std::size_t n) { return n + 6; }
constexpr std::size_t ballot_scalars(std::size_t n) { return n + 2; }

/// Where fields start that stand at the same place in every ballot.
constexpr std::size_t kOffsetK = 3;
constexpr std::size_t kOffsetPrev = 35;
constexpr std::size_t kOffsetC = 67;

/// The fields of an entry where they stand, without any arithmetic. Does not own the bytes.
class BallotView {
 public:
  /// Checks the type, that the style exists, and the length.
  static Result<BallotView> parse(ByteView entry, const Layout& layout);
  /// Of an entry that `parse` or decode_ballot accepted before, or that a prover is writing.
  static BallotView of(ByteView entry);

  [[nodiscard]] ByteView entry() const { return entry_; }
  [[nodiscard]] BallotType type() const { return static_cast<BallotType>(entry_[0]); }
  [[nodiscard]] StyleIndex style() const;
  [[nodiscard]] std::size_t n() const { return n_; }
  [[nodiscard]] Bytes32 K() const { return bytes32(kOffsetK); }
  [[nodiscard]] Bytes32 prev() const { return bytes32(kOffsetPrev); }
  [[nodiscard]] Bytes32 C_0() const { return bytes32(kOffsetC); }
  /// C_0 || ... || C_n.
  [[nodiscard]] ByteView ciphertext() const { return entry_.subspan(kOffsetC, 32 * (n_ + 1)); }
  [[nodiscard]] ByteView M() const { return proof().first(32); }
  [[nodiscard]] ByteView A() const { return proof().subspan(32, 32); }
  [[nodiscard]] ByteView B() const { return proof().subspan(64, 32); }
  [[nodiscard]] ByteView f() const { return proof().subspan(96, 32 * n_); }
  [[nodiscard]] ByteView z() const { return proof().last(32); }
  /// M || A || B || f_1 || ... || f_n || z.
  [[nodiscard]] ByteView proof() const { return entry_.subspan(99 + 32 * n_, 32 * (n_ + 4)); }
  [[nodiscard]] ByteView signature() const { return entry_.last(64); }
  /// The 32 bytes of point number `i` of ballot_points(n): K, C_0, ..., C_n, M, A, B, R.
  [[nodiscard]] const std::uint8_t* point(std::size_t i) const;
  /// The 32 bytes of scalar number `i` of ballot_scalars(n): f_1, ..., f_n, z, the signature's z.
  [[nodiscard]] const std::uint8_t* scalar(std::size_t i) const;

 private:
  BallotView(ByteView entry, std::size_t n) : entry_(entry), n_(n) {}
  [[nodiscard]] Bytes32 bytes32(std::size_t offset) const;

  ByteView entry_;
  std::size_t n_;
};

/// A decoded ballot. `entry` are the bytes that it was decoded from; transcripts hash them as they
/// are.
struct Ballot {
  BallotType type = BallotType::kCast;
  StyleIndex style;
  Point K;
  Bytes32 prev{};
  Point C_0;
  std::vector<Point> C;  // C_1..C_n
  Point M, A, B;
  std::vector<Scalar> f;
  Scalar z;
  SchnorrSignature signature;
  Bytes entry;
};

/// Decodes a whole entry, type included. Refused: an unknown type or style, a wrong length, a K,
/// C_0 or R that is the identity, and whatever is not canonical; `where` names the byte.
Result<Ballot> decode_ballot(ByteView entry, const Layout& layout);

/// The entry's bytes, made from the fields (not from `entry`).
Bytes encode_ballot(const Ballot& ballot);

/// y = Hs("viche/v1/ballot-y"; election, u16 style, K, list(C_0, ..., C_n), M, A).
Scalar challenge_y(const Bytes32& election, const BallotView& ballot);
/// x = Hs("viche/v1/ballot-x"; y, B).
Scalar challenge_x(const Scalar& y, const BallotView& ballot);

/// H32("viche/v1/tracker"; election, u16 style, K, list(C_0, ..., C_n), proof).
Bytes32 tracker(const Bytes32& election, const BallotView& ballot);
/// Those of many ballots, several at a time on the active kernel; spans of equal length.
void trackers(const Bytes32& election, std::span<const BallotView> ballots,
              std::span<Bytes32> trackers);
/// As people see it: its first 100 bits in Crockford's base32, "XXXX-XXXX-XXXX-XXXX-XXXX".
constexpr std::size_t kTrackerCharacters = 20;
std::string display_tracker(const Bytes32& tracker);

/// frame("viche/v1/ballot") || frame(u8 type) || frame(election) || frame(prev) || frame(tracker):
/// what K signs.
Bytes signed_message(BallotType type, const Bytes32& election, const Bytes32& prev,
                     const Bytes32& tracker);

}  // namespace viche::ballot
