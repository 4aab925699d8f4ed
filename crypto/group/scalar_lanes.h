#pragma once
// Many integers modulo l at once, lane by lane: what computes a batch of ballots in lockstep, from
// the source that computes one with Scalar.

#include <span>

#include "crypto/group/curve/scalar_block.h"
#include "crypto/group/scalar.h"

namespace viche {

/// kLanes scalars; every operation is that of Scalar in each lane, on the active kernel. A plain
/// value of 2,560 bytes without heap. Constant time in the values. The default is zero.
class ScalarLanes {
 public:
  static constexpr std::size_t kLanes = 64;
  /// Bit i is about lane i.
  using Mask = std::uint64_t;
  /// The mask of the first `count` lanes; count <= kLanes.
  static constexpr Mask first(std::size_t count) {
    return count == 0 ? 0 : ~Mask{0} >> (kLanes - count);
  }

  ScalarLanes() : blocks_{} {}
  static ScalarLanes zero() { return {}; }
  static ScalarLanes one() { return from_u64(1); }
  /// The same in every lane.
  static ScalarLanes from_u64(std::uint64_t value);
  static ScalarLanes broadcast(const Scalar& scalar);

  struct Decoded;
  /// 32 bytes each, for the first lanes; at most kLanes. The others are zero.
  static Decoded decode(std::span<const std::uint8_t* const> encodings);
  /// Digests modulo l, for the first lanes; at most kLanes. The others are zero.
  static ScalarLanes reduce(std::span<const Bytes64> digests);
  /// Scalars for the first lanes; at most kLanes. The others are zero.
  static ScalarLanes load(std::span<const Scalar> scalars);
  /// The first lanes; at most kLanes.
  void store(std::span<Scalar> scalars) const;

  [[nodiscard]] Scalar lane(std::size_t index) const;
  void set_lane(std::size_t index, const Scalar& scalar);
  /// The lanes of the mask; zero in the others.
  [[nodiscard]] ScalarLanes only(Mask lanes) const;
  /// Over all lanes.
  [[nodiscard]] Scalar sum() const;
  /// As kernels take them: lane i is lane i % 8 of block i / 8.
  [[nodiscard]] std::span<const ScalarBlock> blocks() const { return blocks_; }
  /// In which lanes the two are equal.
  [[nodiscard]] static Mask equal(const ScalarLanes& a, const ScalarLanes& b);

  friend ScalarLanes operator+(const ScalarLanes& a, const ScalarLanes& b);
  friend ScalarLanes operator-(const ScalarLanes& a, const ScalarLanes& b);
  friend ScalarLanes operator*(const ScalarLanes& a, const ScalarLanes& b);
  ScalarLanes operator-() const { return zero() - *this; }
  ScalarLanes& operator+=(const ScalarLanes& other);
  ScalarLanes& operator-=(const ScalarLanes& other);
  ScalarLanes& operator*=(const ScalarLanes& other);
  /// *this += a b, in one pass.
  ScalarLanes& add_product(const ScalarLanes& a, const ScalarLanes& b);

 private:
  static constexpr std::size_t kBlocks = kLanes / ScalarBlock::kLanes;

  /// For results that are about to be written.
  struct Unwritten {};
  explicit ScalarLanes(Unwritten) {}

  ScalarBlock blocks_[kBlocks];
};

/// What ScalarLanes::decode gives: the lanes whose bytes are the canonical encoding of a scalar
/// below l; zero in the others.
struct ScalarLanes::Decoded {
  ScalarLanes lanes;
  Mask canonical = 0;
};

}  // namespace viche
