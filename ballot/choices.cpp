#include "ballot/choices.h"

#include <algorithm>

#include "ballot/json.h"

namespace viche::ballot {
namespace {

using Bits = std::span<std::uint8_t>;
using ConstBits = std::span<const std::uint8_t>;

/// The order in which greedy digits are set: falling weight, the earlier one first among equals.
std::vector<std::size_t> greedy_order(const std::vector<std::uint32_t>& weights) {
  std::vector<std::size_t> order(weights.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
  return order;
}

/// value <= the sum of the weights.
void write_digits(const std::vector<std::uint32_t>& weights, std::uint32_t value, Bits out) {
  for (const std::size_t i : greedy_order(weights)) {
    out[i] = weights[i] <= value ? 1 : 0;
    if (out[i] != 0) value -= weights[i];
  }
}

std::uint32_t read_digits(const std::vector<std::uint32_t>& weights, ConstBits bits) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) value += weights[i] * bits[i];
  return value;
}

Error refused(const Contest& contest, std::string reason) {
  return Error{std::move(reason), "/" + contest.id};
}

std::string limits(const char* what, std::uint64_t found, std::uint64_t least, std::uint64_t most) {
  return std::to_string(found) + " " + what + ", but " +
         (least == most ? std::to_string(least)
                        : std::to_string(least) + " to " + std::to_string(most)) +
         " are allowed";
}

Result<void> check_options(const Contest& contest, const std::vector<OptionIndex>& options) {
  std::vector<bool> seen(contest.options.size());
  for (const OptionIndex option : options) {
    if (option.value() >= seen.size()) return refused(contest, "an option that does not exist");
    if (seen[option.value()]) {
      return refused(contest, "the option " + json_quote(contest.options[option.value()].id) +
                                  " is marked twice");
    }
    seen[option.value()] = true;
  }
  return {};
}

Result<void> encode_choose(const Contest& contest, const ContestLayout& layout,
                           const ContestChoice& choice, Bits out) {
  VICHE_TRY(check_options(contest, choice.options));
  const auto marks = static_cast<std::uint32_t>(choice.options.size());
  if (marks < contest.min || marks > contest.max) {
    return refused(contest, limits("options are marked", marks, contest.min, contest.max));
  }
  for (const OptionIndex option : choice.options) out[option.value()] = 1;
  write_digits(layout.slack_digits, contest.max - marks, out.subspan(layout.slack_offset));
  return {};
}

Result<void> encode_score(const Contest& contest, const ContestLayout& layout,
                          const ContestChoice& choice, Bits out) {
  if (choice.scores.size() != contest.options.size()) {
    return refused(contest, "not one score for each option");
  }
  std::uint64_t total = 0;
  const std::size_t width = layout.option_digits.size();
  for (std::size_t option = 0; option < choice.scores.size(); ++option) {
    const std::uint32_t score = choice.scores[option];
    if (score > contest.max_score) {
      return refused(contest, "the option " + json_quote(contest.options[option].id) +
                                  " has the score " + std::to_string(score) + ", but " +
                                  std::to_string(contest.max_score) + " is the highest");
    }
    total += score;
    write_digits(layout.option_digits, score, out.subspan(option * width, width));
  }
  if (total < contest.min_total || total > contest.max_total) {
    return refused(contest,
                   limits("points are given", total, contest.min_total, contest.max_total));
  }
  write_digits(layout.slack_digits, static_cast<std::uint32_t>(contest.max_total - total),
               out.subspan(layout.slack_offset));
  return {};
}

Result<void> encode_rank(const Contest& contest, const ContestLayout& layout,
                         const ContestChoice& choice, Bits out) {
  VICHE_TRY(check_options(contest, choice.options));
  const std::size_t places = contest.points.size();
  if (choice.options.size() != places) {
    return refused(contest, limits("places are filled", choice.options.size(), places, places));
  }
  const Bits slack = out.subspan(layout.slack_offset, layout.rank_slack);
  std::fill(slack.begin(), slack.end(), std::uint8_t{1});
  for (std::size_t place = 0; place < places; ++place) {
    const std::uint32_t option = choice.options[place].value();
    out[place * contest.options.size() + option] = 1;
    if (!slack.empty()) slack[option] = 0;
  }
  return {};
}

Result<void> encode_contest(const Contest& contest, const ContestLayout& layout,
                            const ContestChoice& choice, Bits out) {
  if (choice.blank) {
    if (!layout.blank_slot) return refused(contest, "this contest has no blank vote");
    if (!choice.options.empty() || !choice.scores.empty()) {
      return refused(contest, "a blank vote with marks");
    }
    const Bits slack = out.subspan(layout.slack_offset, layout.rank_slack);
    std::fill(slack.begin(), slack.end(), std::uint8_t{1});
    out[*layout.blank_slot] = 1;
    return {};
  }
  switch (contest.kind) {
    case ContestKind::kChoose:
      return encode_choose(contest, layout, choice, out);
    case ContestKind::kScore:
      return encode_score(contest, layout, choice, out);
    case ContestKind::kRank:
      return encode_rank(contest, layout, choice, out);
  }
  broken_invariant("a contest of no kind");
}

/// What the bits of one contest say; they keep its equations.
ContestChoice decode_contest(const Contest& contest, const ContestLayout& layout, ConstBits m) {
  ContestChoice choice;
  if (layout.blank_slot && m[*layout.blank_slot] == 1) {
    choice.blank = true;
    return choice;
  }
  const std::size_t N = contest.options.size();
  if (contest.kind == ContestKind::kScore) {
    const std::size_t width = layout.option_digits.size();
    for (std::size_t option = 0; option < N; ++option) {
      choice.scores.push_back(read_digits(layout.option_digits, m.subspan(option * width, width)));
    }
    return choice;
  }
  // choose is one row of options, rank one row for each place.
  for (std::size_t slot = 0; slot < layout.slack_offset; ++slot) {
    if (m[slot] == 1) choice.options.emplace_back(slot % N);
  }
  return choice;
}

}  // namespace

Result<std::vector<std::uint8_t>> encode_slots(const Manifest& manifest, const Layout& layout,
                                               StyleIndex style, const Choices& choices) {
  const StyleLayout& slots = layout.style(style);
  if (choices.contests.size() != slots.parts.size()) {
    return Error{"not one choice for each contest of the style", "/"};
  }
  std::vector<std::uint8_t> m(slots.n());
  for (std::size_t i = 0; i < slots.parts.size(); ++i) {
    const StyleLayout::Part& part = slots.parts[i];
    const ContestLayout& contest = layout.contest(part.contest);
    VICHE_TRY(encode_contest(manifest.contest(part.contest), contest, choices.contests[i],
                             Bits(m).subspan(part.offset, contest.slots)));
  }
  return m;
}

Result<Choices> decode_slots(const Manifest& manifest, const Layout& layout, StyleIndex style,
                             std::span<const std::uint8_t> m) {
  const StyleLayout& slots = layout.style(style);
  if (!vartime_is_legal(slots, m)) return Error{"the slots break an equation of the style", ""};
  Choices choices;
  for (const StyleLayout::Part& part : slots.parts) {
    const ContestLayout& contest = layout.contest(part.contest);
    choices.contests.push_back(decode_contest(manifest.contest(part.contest), contest,
                                              m.subspan(part.offset, contest.slots)));
  }
  VICHE_ASSIGN(const std::vector<std::uint8_t> again,
               encode_slots(manifest, layout, style, choices));
  if (!std::equal(again.begin(), again.end(), m.begin(), m.end())) {
    return Error{
        "the slots are legal, but not in the one way in which these choices are written: "
        "the device marks the ballot",
        ""};
  }
  return choices;
}

}  // namespace viche::ballot
