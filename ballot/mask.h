#pragma once
// The prover's masks: uniform vectors a with L a = 0.

#include <functional>
#include <vector>

#include "ballot/layout.h"
#include "crypto/group/scalar.h"
#include "crypto/proof/secret.h"

namespace viche::ballot {

/// A basis of {a : L a = 0} for one contest, by the entries that are not zero. Public.
class MaskBasis {
 public:
  explicit MaskBasis(const ContestLayout& contest);

  [[nodiscard]] std::size_t dimension() const { return vectors_.size(); }
  /// Adds the combination of the basis with fresh scalars from `draw`, called `dimension` times, to
  /// out[0..slots). Constant time in what `draw` gives.
  void add_mask(const std::function<Secret<Scalar>()>& draw, std::span<Scalar> out) const;

 private:
  struct Entry {
    std::uint32_t slot;
    Scalar value;
  };
  std::vector<std::vector<Entry>> vectors_;
};

}  // namespace viche::ballot
