#include "verifier/layout.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "verifier/manifest.h"

namespace viche::verifier {
namespace {

std::uint32_t u32(std::uint64_t value) { return static_cast<std::uint32_t>(value); }

/// Takes a contest's slots in their order and keeps what they stand for.
class Builder {
 public:
  std::uint32_t take_slot() { return layout_.slots++; }
  /// One slot for each of digits(total), with the digits as weights.
  std::vector<Term> take_digits(std::uint64_t total) {
    std::vector<Term> terms;
    for (const std::uint32_t digit : digits(u32(total))) terms.push_back({take_slot(), digit});
    return terms;
  }
  void add_row(std::vector<Term> terms, std::uint64_t largest) {
    layout_.rows.push_back({std::move(terms), u32(largest)});
  }
  void add_equation(std::vector<Term> terms, std::uint64_t right) {
    layout_.equations.push_back({std::move(terms), u32(right)});
  }
  ContestLayout& layout() { return layout_; }

 private:
  ContestLayout layout_;
};

void append_terms(std::vector<Term>& out, const std::vector<Term>& more) {
  out.insert(out.end(), more.begin(), more.end());
}

void lay_out_choose(const Contest& contest, Builder& builder) {
  std::vector<Term> equation;
  for (std::size_t o = 0; o < contest.options.size(); ++o) {
    const std::uint32_t slot = builder.take_slot();
    equation.push_back({slot, 1});
    builder.add_row({{slot, 1}}, 1);
  }
  append_terms(equation, builder.take_digits(contest.max - contest.min));
  if (contest.blank) {
    const std::uint32_t slot = builder.take_slot();
    equation.push_back({slot, u32(contest.max)});
    builder.add_row({{slot, 1}}, 1);
  }
  builder.add_equation(std::move(equation), contest.max);
}

void lay_out_score(const Contest& contest, Builder& builder) {
  std::vector<Term> equation;
  for (std::size_t o = 0; o < contest.options.size(); ++o) {
    const std::vector<Term> digit_terms = builder.take_digits(contest.max_score);
    append_terms(equation, digit_terms);
    builder.add_row(digit_terms, contest.max_score);
  }
  const bool bounded = contest.blank || contest.min_total > 0 ||
                       contest.max_total < contest.options.size() * contest.max_score;
  if (!bounded) return;
  append_terms(equation, builder.take_digits(contest.max_total - contest.min_total));
  if (contest.blank) {
    const std::uint32_t slot = builder.take_slot();
    equation.push_back({slot, u32(contest.max_total)});
    builder.add_row({{slot, 1}}, 1);
  }
  builder.add_equation(std::move(equation), contest.max_total);
}

void lay_out_rank(const Contest& contest, Builder& builder) {
  const std::uint32_t options = u32(contest.options.size());
  const std::uint32_t places = u32(contest.points.size());
  for (std::uint32_t i = 0; i < options * places; ++i) builder.take_slot();
  const auto slot_of = [&](std::uint32_t place, std::uint32_t option) {
    return place * options + option;
  };
  std::vector<Term> slack;
  if (places < options || contest.blank) {
    for (std::uint32_t o = 0; o < options; ++o) slack.push_back({builder.take_slot(), 1});
  }
  std::vector<Term> blank;
  if (contest.blank) blank.push_back({builder.take_slot(), 1});

  for (std::uint32_t place = 0; place < places; ++place) {
    std::vector<Term> equation;
    for (std::uint32_t o = 0; o < options; ++o) equation.push_back({slot_of(place, o), 1});
    append_terms(equation, blank);
    builder.add_equation(std::move(equation), 1);
  }
  const std::uint64_t largest = *std::max_element(contest.points.begin(), contest.points.end());
  for (std::uint32_t o = 0; o < options; ++o) {
    std::vector<Term> equation;
    std::vector<Term> row;
    for (std::uint32_t place = 0; place < places; ++place) {
      equation.push_back({slot_of(place, o), 1});
      row.push_back({slot_of(place, o), u32(contest.points[place])});
    }
    if (!slack.empty()) equation.push_back(slack[o]);
    builder.add_equation(std::move(equation), 1);
    builder.add_row(std::move(row), largest);
  }
  if (contest.blank) builder.add_row(blank, 1);
}

/// No more slots than a style can hold, found before they are laid out.
bool fits(const Contest& contest) {
  const std::uint64_t options = contest.options.size();
  std::uint64_t slots = options;
  if (contest.kind == Contest::Kind::kScore) slots *= digits(u32(contest.max_score)).size();
  if (contest.kind == Contest::Kind::kRank) slots *= contest.points.size();
  return slots <= kMaxPositions;
}

}  // namespace

std::vector<std::uint32_t> digits(std::uint32_t total) {
  std::vector<std::uint32_t> list;
  std::uint32_t left = total;
  for (std::uint32_t digit = 1; digit != 0 && digit <= left; digit *= 2) {
    list.push_back(digit);
    left -= digit;
  }
  if (left > 0) list.push_back(left);
  return list;
}

Result<ContestLayout> lay_out(const Contest& contest) {
  const std::string where = "contest " + contest.id;
  const Error too_long{"more than 1,019 slots", where};
  if (!fits(contest)) return too_long;
  Builder builder;
  switch (contest.kind) {
    case Contest::Kind::kChoose:
      lay_out_choose(contest, builder);
      break;
    case Contest::Kind::kScore:
      lay_out_score(contest, builder);
      break;
    case Contest::Kind::kRank:
      lay_out_rank(contest, builder);
      break;
  }
  if (builder.layout().slots > kMaxPositions) return too_long;
  for (const Equation& equation : builder.layout().equations) {
    std::uint64_t sum = 0;
    for (const Term& term : equation.terms) sum += term.weight;
    if (VICHE_FAULT(sum >> 32 != 0))
      return Error{"an equation's coefficients sum to 2^32 or more", where};
  }
  return std::move(builder.layout());
}

Result<Layout> lay_out(const Manifest& manifest) {
  Layout layout;
  for (const Contest& contest : manifest.contests) {
    VICHE_ASSIGN(ContestLayout contest_layout, lay_out(contest));
    contest_layout.first_slot = layout.slots;
    layout.slots += contest_layout.slots;
    for (const Row& row : contest_layout.rows) {
      layout.largest_row = std::max<std::uint64_t>(layout.largest_row, row.largest);
    }
    layout.contests.push_back(std::move(contest_layout));
  }
  for (const Style& style : manifest.styles) {
    StyleLayout style_layout;
    for (const std::uint32_t number : style.contests) {
      const ContestLayout& contest = layout.contests[number];
      const std::uint32_t first = u32(style_layout.slots.size());
      style_layout.first_position.push_back(first);
      for (std::uint32_t i = 0; i < contest.slots; ++i) {
        style_layout.slots.push_back(contest.first_slot + i);
      }
      if (VICHE_FAULT(style_layout.slots.size() > kMaxPositions)) {
        return Error{"more than 1,019 positions: a ballot would not fit an entry",
                     "style " + style.id};
      }
      for (Equation equation : contest.equations) {
        for (Term& term : equation.terms) term.slot += first;
        style_layout.equations.push_back(std::move(equation));
      }
    }
    layout.longest_style = std::max(layout.longest_style, u32(style_layout.slots.size()));
    layout.styles.push_back(std::move(style_layout));
  }
  return layout;
}

}  // namespace viche::verifier
