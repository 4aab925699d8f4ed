#pragma once
// The group of real elections, as the ballot proof's template sees it.

#include "crypto/group/fixed_bases.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"

namespace viche::ballot {

/// A group for the ballot proof: its scalars (a field), what a slot holds, its elements, and bases
/// for the prover. Tests give the same members for small groups.
struct Ristretto {
  using Scalar = viche::Scalar;
  using Bit = std::uint8_t;  // 0 or 1
  using Point = viche::Point;
  using Bases = FixedBases;

  static Scalar scalar(Bit bit) { return Scalar::from_u64(bit); }
  /// A public scalar.
  static const Scalar& constant(const viche::Scalar& value) { return value; }
};

}  // namespace viche::ballot
