#pragma once
// What a voter marks, as JSON and as slots.

#include <string>
#include <string_view>
#include <vector>

#include "ballot/layout.h"
#include "ballot/manifest.h"

namespace viche::ballot {

/// What is marked in one contest.
struct ContestChoice {
  bool blank = false;
  std::vector<OptionIndex>
      options;  // choose: distinct, in any order; rank: by place, the first first
  std::vector<std::uint32_t> scores;  // score: one an option

  friend bool operator==(const ContestChoice&, const ContestChoice&) = default;
};

/// A completed ballot: one choice for each contest of the style, in the style's order.
struct Choices {
  std::vector<ContestChoice> contests;

  friend bool operator==(const Choices&, const Choices&) = default;
};

/// Reads {"<contest>": ["<option>", ...] for choose and, in the order of places, for rank;
/// {"<option>": score, ...} for score, what is missing being 0; or "blank"; ...}, with exactly the
/// contests of the style. The error's `where` is the JSON path. Whether the marks are legal is
/// encode_slots' question.
Result<Choices> parse_choices(std::string_view json, const Manifest& manifest, StyleIndex style);

/// The same JSON, on one line.
std::string format_choices(const Choices& choices, const Manifest& manifest, StyleIndex style);

/// The bits of a ballot, 0 or 1 a position, with L m = b; digits are greedy. Too many or too few
/// marks and the like are an error, whose `where` names the contest. Variable time: not for use
/// where timing can be observed.
Result<std::vector<std::uint8_t>> encode_slots(const Manifest& manifest, const Layout& layout,
                                               StyleIndex style, const Choices& choices);

/// The inverse of encode_slots (options of choose ascending). Bits that no choices encode to are an
/// error: those that break an equation, and digits other than the greedy ones, with which a device
/// would mark the ballot.
Result<Choices> decode_slots(const Manifest& manifest, const Layout& layout, StyleIndex style,
                             std::span<const std::uint8_t> m);

}  // namespace viche::ballot
