#pragma once
// The group of real elections, as the ballot proof's template sees it.

#include "crypto/group/batch.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"

namespace viche::ballot {

/// A group for the ballot proof: its scalars (a field), its elements, G, and bases for the prover.
/// Tests give the same members for small groups.
struct Ristretto {
  using Scalar = viche::Scalar;
  using Point = viche::Point;
  using Bases = FixedBases;

  static Point multiply_base(const Scalar& scalar) { return viche::multiply_base(scalar); }
};

}  // namespace viche::ballot
