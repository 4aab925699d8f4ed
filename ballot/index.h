#pragma once
// Strong types for the numbers of contests, styles, units, options and slots.

#include <compare>
#include <cstddef>
#include <cstdint>

namespace viche::ballot {

/// The place of something in the manifest's order. In memory it counts from 0 (`value`); the
/// specification and the wire count from 1 (`number`).
template <class Tag>
class Index {
 public:
  constexpr Index() = default;
  constexpr explicit Index(std::size_t value) : value_(static_cast<std::uint32_t>(value)) {}

  [[nodiscard]] constexpr std::uint32_t value() const { return value_; }
  [[nodiscard]] constexpr std::uint32_t number() const { return value_ + 1; }
  /// The index of the wire's number, which must not be 0.
  static constexpr Index from_number(std::uint32_t number) { return Index(number - 1U); }

  friend constexpr bool operator==(Index, Index) = default;
  friend constexpr auto operator<=>(Index a, Index b) { return a.value_ <=> b.value_; }

 private:
  std::uint32_t value_ = 0;
};

using ContestIndex = Index<struct ContestTag>;
using OptionIndex = Index<struct OptionTag>;  // within its contest
using StyleIndex = Index<struct StyleTag>;
using UnitIndex = Index<struct UnitTag>;
using SlotIndex = Index<struct SlotTag>;  // global slot j

}  // namespace viche::ballot
