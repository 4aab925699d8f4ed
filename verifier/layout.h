#pragma once
// From contests to slots, equations and rows: docs/protocol.md section 3.

#include <cstdint>
#include <vector>

#include "crypto/group/result.h"

namespace viche::verifier {

struct Contest;
struct Manifest;

/// Slots are numbered from 0 here, within a contest, a style or the election as the context says.
struct Term {
  std::uint32_t slot = 0;
  std::uint32_t weight = 0;
};

/// sum of weight * m = right.
struct Equation {
  std::vector<Term> terms;
  std::uint32_t right = 0;
};

/// The total of an option: sum of weight * (total of the slot). At most `largest` on one ballot.
struct Row {
  std::vector<Term> terms;
  std::uint32_t largest = 0;
};

struct ContestLayout {
  std::uint32_t slots = 0;
  std::vector<Equation> equations;
  std::vector<Row> rows;         // one per option, then one for blank if there is one
  std::uint32_t first_slot = 0;  // its first global slot, from 0
};

struct StyleLayout {
  std::vector<std::uint32_t> slots;           // the global slot of each position, from 0
  std::vector<Equation> equations;            // over positions
  std::vector<std::uint32_t> first_position;  // of each of the style's contests, from 0
};

struct Layout {
  std::vector<ContestLayout> contests;
  std::vector<StyleLayout> styles;
  std::uint32_t slots = 0;          // J
  std::uint32_t longest_style = 0;  // the largest n_s
  std::uint64_t largest_row = 0;    // v_max
};

/// The most positions that a style may have: its ballot must fit an entry.
inline constexpr std::uint32_t kMaxPositions = 1019;

/// digits(D).
std::vector<std::uint32_t> digits(std::uint32_t total);

/// One contest's slots, equations and rows; an error if it has more slots than a style can hold or
/// an equation's coefficients sum to 2^32 or more. The contest has passed its own limits of
/// section 2.
Result<ContestLayout> lay_out(const Contest& contest);

/// The whole manifest's, whose references have been resolved; an error also if a style is too long.
Result<Layout> lay_out(const Manifest& manifest);

}  // namespace viche::verifier
