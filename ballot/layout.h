#pragma once
// From contests to slots, equations and rows (specification, section 3).

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ballot/index.h"
#include "ballot/manifest.h"

namespace viche::ballot {

/// The most slots of a style: its ballot fits an entry of 65,535 bytes.
constexpr std::size_t kMaxStyleSlots = 1019;

/// The weights 1, 2, 4, ..., the last one trimmed so that they sum to D; none for 0.
std::vector<std::uint32_t> digits(std::uint32_t D);

/// How many slots a contest has; cheap even where it is too many to lay out.
std::size_t count_slots(const Contest& contest);

/// sum over the contest's slots of coefficient * m = right.
struct Equation {
  std::vector<std::uint32_t> coefficient;
  std::uint32_t right = 0;
};

/// The total of an option, or of blank: sum over the contest's slots of weight * slot total.
struct Row {
  std::optional<OptionIndex> option;  // empty: blank
  std::vector<std::uint32_t> weight;
  std::uint32_t largest = 0;  // the largest value on one legal ballot
};

/// One contest. Offsets count from the contest's first slot.
struct ContestLayout {
  SlotIndex first_slot;
  std::size_t slots = 0;
  std::vector<std::uint32_t>
      option_digits;  // choose: {1}; score: digits(R); rank: {1} at each place
  std::vector<std::uint32_t> slack_digits;  // choose and score; empty for rank
  std::size_t slack_offset = 0;
  std::size_t rank_slack = 0;  // rank: one slack slot per option, or none
  std::optional<std::size_t> blank_slot;
  std::vector<Equation> equations;
  std::vector<Row> rows;
};

/// One equation of a style: its terms that are not zero, ascending by position (counted from 0).
struct SparseEquation {
  struct Term {
    std::uint32_t position;
    std::uint32_t coefficient;
  };
  std::vector<Term> terms;
  std::uint32_t right = 0;
};

struct StyleLayout {
  struct Part {
    ContestIndex contest;
    std::size_t offset;  // position (counted from 0) of the contest's first slot
  };
  std::vector<Part> parts;                // the style's contests in order
  std::vector<SlotIndex> slots;           // j(p), p = 1..n at [p - 1]
  std::vector<SparseEquation> equations;  // L f = b

  [[nodiscard]] std::size_t n() const { return slots.size(); }
};

/// A manifest's contests and styles laid out. Immutable, so that threads may share it.
class Layout {
 public:
  /// Of a manifest that parse_manifest accepted.
  explicit Layout(const Manifest& manifest);

  [[nodiscard]] const ContestLayout& contest(ContestIndex index) const {
    return contests_[index.value()];
  }
  [[nodiscard]] const StyleLayout& style(StyleIndex index) const { return styles_[index.value()]; }
  [[nodiscard]] const std::vector<ContestLayout>& contests() const { return contests_; }
  [[nodiscard]] const std::vector<StyleLayout>& styles() const { return styles_; }
  /// J.
  [[nodiscard]] std::size_t global_slots() const { return global_slots_; }
  /// The most positions of any style.
  [[nodiscard]] std::size_t largest_style() const { return largest_style_; }
  /// v_max of section 6.
  [[nodiscard]] std::uint32_t largest_row_value() const { return largest_row_value_; }

 private:
  std::vector<ContestLayout> contests_;
  std::vector<StyleLayout> styles_;
  std::size_t global_slots_ = 0;
  std::size_t largest_style_ = 0;
  std::uint32_t largest_row_value_ = 0;
};

/// The value of every row of every contest of the style (in the style's order) on one ballot, m one
/// bit a position.
std::vector<std::vector<std::uint64_t>> row_values(const Layout& layout, StyleIndex style,
                                                   std::span<const std::uint8_t> m);

/// Whether m is bits with L m = b. Variable time: for opened ballots and tests.
bool vartime_is_legal(const StyleLayout& style, std::span<const std::uint8_t> m);

}  // namespace viche::ballot
