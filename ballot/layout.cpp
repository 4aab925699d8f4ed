#include "ballot/layout.h"

#include <algorithm>
#include <numeric>

namespace viche::ballot {
namespace {

std::uint32_t options_of(const Contest& contest) {
  return static_cast<std::uint32_t>(contest.options.size());
}
std::size_t places_of(const Contest& contest) { return contest.points.size(); }

bool has_score_equation(const Contest& contest) {
  return contest.blank || contest.min_total > 0 ||
         contest.max_total < contest.max_score * options_of(contest);
}

bool has_rank_slack(const Contest& contest) {
  return contest.blank || places_of(contest) < contest.options.size();
}

Equation empty_equation(std::size_t slots, std::uint32_t right) {
  return Equation{std::vector<std::uint32_t>(slots, 0), right};
}

Row empty_row(std::size_t slots, std::optional<OptionIndex> option, std::uint32_t largest) {
  return Row{option, std::vector<std::uint32_t>(slots, 0), largest};
}

/// choose and score: the digits of each option, slack digits, blank, and at most one equation that
/// all share.
void lay_out_sum(const Contest& contest, ContestLayout& out) {
  const bool choose = contest.kind == ContestKind::kChoose;
  const std::uint32_t total = choose ? contest.max : contest.max_total;
  const bool equation = choose || has_score_equation(contest);
  if (equation) out.slack_digits = digits(total - (choose ? contest.min : contest.min_total));
  out.option_digits = choose ? std::vector<std::uint32_t>{1} : digits(contest.max_score);

  const std::size_t width = out.option_digits.size();
  out.slack_offset = width * contest.options.size();
  if (contest.blank) out.blank_slot = out.slack_offset + out.slack_digits.size();
  if (equation) {
    Equation sum = empty_equation(out.slots, total);
    for (std::size_t slot = 0; slot < out.slack_offset; ++slot) {
      sum.coefficient[slot] = out.option_digits[slot % width];
    }
    std::copy(out.slack_digits.begin(), out.slack_digits.end(),
              sum.coefficient.begin() + static_cast<std::ptrdiff_t>(out.slack_offset));
    if (out.blank_slot) sum.coefficient[*out.blank_slot] = total;
    out.equations.push_back(std::move(sum));
  }
  for (std::size_t option = 0; option < contest.options.size(); ++option) {
    Row row = empty_row(out.slots, OptionIndex(option), choose ? 1 : contest.max_score);
    std::copy(out.option_digits.begin(), out.option_digits.end(),
              row.weight.begin() + static_cast<std::ptrdiff_t>(option * width));
    out.rows.push_back(std::move(row));
  }
}

void lay_out_rank(const Contest& contest, ContestLayout& out) {
  const std::size_t N = contest.options.size();
  const std::size_t P = places_of(contest);
  out.option_digits = {1};
  out.slack_offset = P * N;
  out.rank_slack = has_rank_slack(contest) ? N : 0;
  if (contest.blank) out.blank_slot = out.slack_offset + out.rank_slack;
  for (std::size_t place = 0; place < P; ++place) {
    Equation filled = empty_equation(out.slots, 1);
    for (std::size_t option = 0; option < N; ++option) filled.coefficient[place * N + option] = 1;
    if (out.blank_slot) filled.coefficient[*out.blank_slot] = 1;
    out.equations.push_back(std::move(filled));
  }
  const std::uint32_t largest = *std::max_element(contest.points.begin(), contest.points.end());
  for (std::size_t option = 0; option < N; ++option) {
    Equation used = empty_equation(out.slots, 1);
    Row row = empty_row(out.slots, OptionIndex(option), largest);
    for (std::size_t place = 0; place < P; ++place) {
      used.coefficient[place * N + option] = 1;
      row.weight[place * N + option] = contest.points[place];
    }
    if (out.rank_slack > 0) used.coefficient[out.slack_offset + option] = 1;
    out.equations.push_back(std::move(used));
    out.rows.push_back(std::move(row));
  }
}

ContestLayout lay_out(const Contest& contest, SlotIndex first_slot) {
  ContestLayout out;
  out.first_slot = first_slot;
  out.slots = count_slots(contest);
  if (contest.kind == ContestKind::kRank) {
    lay_out_rank(contest, out);
  } else {
    lay_out_sum(contest, out);
  }
  if (out.blank_slot) {
    Row row = empty_row(out.slots, std::nullopt, 1);
    row.weight[*out.blank_slot] = 1;
    out.rows.push_back(std::move(row));
  }
  for (const Equation& equation : out.equations) {
    const std::uint64_t sum =
        std::accumulate(equation.coefficient.begin(), equation.coefficient.end(), std::uint64_t{0});
    if (sum >= std::uint64_t{1} << 32) broken_invariant("an equation's coefficients reach 2^32");
  }
  return out;
}

SparseEquation shifted(const Equation& equation, std::size_t offset) {
  SparseEquation sparse;
  sparse.right = equation.right;
  for (std::size_t slot = 0; slot < equation.coefficient.size(); ++slot) {
    if (equation.coefficient[slot] == 0) continue;
    sparse.terms.push_back({static_cast<std::uint32_t>(offset + slot), equation.coefficient[slot]});
  }
  return sparse;
}

}  // namespace

std::vector<std::uint32_t> digits(std::uint32_t D) {
  std::vector<std::uint32_t> weights;
  std::uint64_t left = D;
  for (std::uint64_t weight = 1; weight <= left; weight *= 2) {
    weights.push_back(static_cast<std::uint32_t>(weight));
    left -= weight;
  }
  if (left > 0) weights.push_back(static_cast<std::uint32_t>(left));
  return weights;
}

std::size_t count_slots(const Contest& contest) {
  const std::size_t N = contest.options.size();
  const std::size_t blank = contest.blank ? 1 : 0;
  switch (contest.kind) {
    case ContestKind::kChoose:
      return N + digits(contest.max - contest.min).size() + blank;
    case ContestKind::kScore: {
      const std::size_t slack =
          has_score_equation(contest) ? digits(contest.max_total - contest.min_total).size() : 0;
      return N * digits(contest.max_score).size() + slack + blank;
    }
    case ContestKind::kRank:
      return N * (places_of(contest) + (has_rank_slack(contest) ? 1 : 0)) + blank;
  }
  broken_invariant("a contest of no kind");
}

Layout::Layout(const Manifest& manifest) {
  for (const Contest& contest : manifest.contests) {
    contests_.push_back(lay_out(contest, SlotIndex(global_slots_)));
    global_slots_ += contests_.back().slots;
    for (const Row& row : contests_.back().rows) {
      largest_row_value_ = std::max(largest_row_value_, row.largest);
    }
  }
  for (const Style& style : manifest.styles) {
    StyleLayout& out = styles_.emplace_back();
    for (const ContestIndex index : style.contests) {
      const ContestLayout& contest = contests_[index.value()];
      const std::size_t offset = out.n();
      out.parts.push_back({index, offset});
      for (std::size_t slot = 0; slot < contest.slots; ++slot) {
        out.slots.emplace_back(contest.first_slot.value() + slot);
      }
      for (const Equation& equation : contest.equations) {
        out.equations.push_back(shifted(equation, offset));
      }
    }
    largest_style_ = std::max(largest_style_, out.n());
  }
}

std::vector<std::vector<std::uint64_t>> row_values(const Layout& layout, StyleIndex style,
                                                   std::span<const std::uint8_t> m) {
  std::vector<std::vector<std::uint64_t>> values;
  for (const StyleLayout::Part& part : layout.style(style).parts) {
    std::vector<std::uint64_t>& rows = values.emplace_back();
    for (const Row& row : layout.contest(part.contest).rows) {
      std::uint64_t value = 0;
      for (std::size_t slot = 0; slot < row.weight.size(); ++slot) {
        value += std::uint64_t{row.weight[slot]} * m[part.offset + slot];
      }
      rows.push_back(value);
    }
  }
  return values;
}

bool vartime_is_legal(const StyleLayout& style, std::span<const std::uint8_t> m) {
  if (m.size() != style.n()) return false;
  if (std::any_of(m.begin(), m.end(), [](std::uint8_t bit) { return bit > 1; })) return false;
  return std::all_of(style.equations.begin(), style.equations.end(),
                     [m](const SparseEquation& equation) {
                       std::uint64_t sum = 0;
                       for (const SparseEquation::Term& term : equation.terms) {
                         sum += std::uint64_t{term.coefficient} * m[term.position];
                       }
                       return sum == equation.right;
                     });
}

}  // namespace viche::ballot
