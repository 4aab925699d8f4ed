#pragma once
// The prover's masks: uniform vectors a with L a = 0.

#include <span>
#include <vector>

#include "ballot/layout.h"
#include "crypto/group/scalar.h"

namespace viche::ballot {

/// A basis of {a : L a = 0} for one contest, by the entries that are not zero. Public.
class MaskBasis {
 public:
  explicit MaskBasis(const ContestLayout& contest);

  [[nodiscard]] std::size_t dimension() const { return vectors_.size(); }
  /// Adds the combination of the basis with these factors, `dimension` of them, to out[0..slots).
  /// Of one ballot (ristretto.h) or of a batch (ristretto_lanes.h). Constant time in the factors.
  template <class Group>
  void add_mask(std::span<const typename Group::Scalar> factors,
                std::span<typename Group::Scalar> out) const {
    for (std::size_t i = 0; i < vectors_.size(); ++i) {
      for (const Entry& entry : vectors_[i]) {
        out[entry.slot] += factors[i] * Group::constant(entry.value);
      }
    }
  }

 private:
  struct Entry {
    std::uint32_t slot;
    Scalar value;
  };
  std::vector<std::vector<Entry>> vectors_;
};

}  // namespace viche::ballot
