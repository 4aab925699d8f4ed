#pragma once
// The scalars of a sum as signed digits.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crypto/group/multi_scalar/windows.h"
#include "crypto/group/scalar.h"

namespace viche::multi_scalar {

/// Scalars without their signs: s or l - s, whichever is smaller; those that are not zero, long
/// ones before short ones. Buffers are kept from one use to the next.
class Magnitudes {
 public:
  /// Variable time, as everything in this folder.
  void assign(std::span<const Scalar> scalars);

  /// How many are not zero.
  [[nodiscard]] std::size_t count() const { return classes_.short_count + classes_.long_count; }
  [[nodiscard]] const Classes& classes() const { return classes_; }
  /// For each, twice its index among the scalars assigned, plus one if it was negated.
  [[nodiscard]] std::span<const std::uint32_t> entries() const {
    return {entries_.data(), count()};
  }

  /// Adds 2^(width - 1) at every window, so that a window of bits is its signed digit plus that.
  void offset(std::span<const Window> windows);
  /// The digits at one of these windows, of all if it is short_too, else of the long ones: over all
  /// windows, the sum of digit 2^position is the magnitude. After offset.
  void digits(std::span<const Window> windows, std::size_t index,
              std::span<std::int16_t> out) const;

 private:
  std::vector<std::uint64_t> words_[4];  // the four of each magnitude
  std::vector<std::uint32_t> entries_;
  Classes classes_;
};

}  // namespace viche::multi_scalar
