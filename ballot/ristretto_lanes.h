#pragma once
// The group of real elections for a batch of ballots in lockstep: every element is one a lane.

#include <algorithm>

#include "crypto/group/fixed_bases.h"
#include "crypto/group/scalar_lanes.h"

namespace viche::ballot {

/// As Ristretto (ristretto.h), in lanes. Points are computed to be shown, so only encoded.
struct RistrettoLanes {
  using Scalar = ScalarLanes;
  using Bit = BitLanes;
  using Point = EncodedLanes;

  /// Bases of which only the first lanes' products are computed; the others stay the identity.
  class Bases {
   public:
    Bases(const FixedBases& bases, std::size_t lanes) : bases_(&bases), lanes_(lanes) {}

    [[nodiscard]] Point multi_multiply(std::span<const Scalar> scalars,
                                       std::span<const Bit> bits = {}) const {
      return bases_->multi_multiply(scalars, bits, lanes_);
    }
    [[nodiscard]] std::vector<Point> encrypt(const Scalar& scalar,
                                             std::span<const Bit> bits) const {
      return bases_->encrypt(scalar, bits, lanes_);
    }

   private:
    const FixedBases* bases_;
    std::size_t lanes_;
  };

  static Scalar scalar(const Bit& bits) {
    Scalar::Mask mask = 0;
    for (std::size_t lane = 0; lane < bits.size(); ++lane) {
      mask |= Scalar::Mask{bits[lane]} << lane;
    }
    return Scalar::one().only(mask);
  }
  static Scalar constant(const viche::Scalar& value) { return Scalar::broadcast(value); }
};

}  // namespace viche::ballot
