#include "apps/viche/simulation/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/viche/simulation/chance.h"

namespace viche::app {
namespace {

constexpr std::size_t kLargestBatch = 4096;
constexpr std::size_t kUsualBatches = 8;

std::size_t part_of(double rate, std::size_t count) {
  return static_cast<std::size_t>(std::llround(rate * static_cast<double>(count)));
}

/// The lines of each style.
std::vector<std::vector<std::uint32_t>> lines_by_style(const ballot::Manifest& manifest,
                                                       const ballot::Votes& votes) {
  std::vector<std::vector<std::uint32_t>> lines(manifest.styles.size());
  for (std::size_t i = 0; i < votes.lines.size(); ++i) {
    lines[votes.lines[i].style.value()].push_back(static_cast<std::uint32_t>(i));
  }
  return lines;
}

/// Some vote of the style, another one than `line` if there is one.
std::uint32_t other_vote(const std::vector<std::uint32_t>& lines, std::uint32_t line,
                         Chance& chance) {
  if (lines.size() == 1) return line;
  std::uint32_t other = lines[chance.below(lines.size() - 1)];
  if (other == line) other = lines.back();
  return other;
}

/// What each voter does, in order.
std::vector<std::vector<PlannedBallot>> make_events(
    const Plan& plan, const std::vector<std::vector<std::uint32_t>>& lines,
    const PlanOptions& options, Chance& chance) {
  const std::size_t count = plan.voting();
  std::vector<std::vector<PlannedBallot>> events(count);
  for (const std::uint32_t voter : chance.distinct(part_of(options.revote_rate, count), count)) {
    const auto& style_lines = lines[plan.voters[voter].style.value()];
    events[voter].push_back(
        {voter, other_vote(style_lines, plan.drawn[voter], chance), EventKind::kCast});
  }
  for (const std::uint32_t voter : chance.distinct(part_of(options.challenge_rate, count), count)) {
    const auto& style_lines = lines[plan.voters[voter].style.value()];
    events[voter].push_back(
        {voter, style_lines[chance.below(style_lines.size())], EventKind::kChallenge});
  }
  for (std::uint32_t voter = 0; voter < count; ++voter) {
    events[voter].push_back({voter, plan.drawn[voter], EventKind::kCast});
  }
  return events;
}

/// All events in a random order that keeps each voter's own.
std::vector<PlannedBallot> interleave(const std::vector<std::vector<PlannedBallot>>& events,
                                      Chance& chance) {
  std::vector<std::uint32_t> turns;
  for (std::uint32_t voter = 0; voter < events.size(); ++voter) {
    turns.insert(turns.end(), events[voter].size(), voter);
  }
  chance.shuffle(turns);
  std::vector<std::uint8_t> next(events.size(), 0);
  std::vector<PlannedBallot> order;
  order.reserve(turns.size());
  for (const std::uint32_t voter : turns) order.push_back(events[voter][next[voter]++]);
  return order;
}

/// Cuts the order into batches; a voter's second ballot in a batch waits for the next.
std::vector<std::vector<PlannedBallot>> cut(const std::vector<PlannedBallot>& order,
                                            std::size_t voters) {
  const std::size_t size =
      std::clamp((order.size() + kUsualBatches - 1) / kUsualBatches, std::size_t{1}, kLargestBatch);
  std::vector<std::vector<PlannedBallot>> batches;
  std::vector<std::size_t> latest(voters, 0);  // number of the voter's latest batch
  std::vector<PlannedBallot> waiting;
  const auto place = [&](const PlannedBallot& ballot) {
    if (latest[ballot.voter] == batches.size()) {
      waiting.push_back(ballot);
      return;
    }
    latest[ballot.voter] = batches.size();
    batches.back().push_back(ballot);
  };
  for (std::size_t at = 0; at < order.size() || !waiting.empty();) {
    batches.emplace_back();
    const std::vector<PlannedBallot> waited = std::move(waiting);
    waiting.clear();
    for (const PlannedBallot& ballot : waited) place(ballot);
    while (at < order.size() && batches.back().size() < size) place(order[at++]);
  }
  return batches;
}

Result<void> check_rates(const ballot::Manifest& manifest, const PlanOptions& options) {
  for (const double rate : {options.revote_rate, options.challenge_rate, options.cancel_rate}) {
    if (!(rate >= 0 && rate <= 1)) return Error{"a rate is a number from 0 to 1", ""};
  }
  if (manifest.revote == ballot::Revote::kFirst && options.revote_rate > 0) {
    return Error{"the manifest says `revote: first`, so that nobody can vote again",
                 "--revote-rate"};
  }
  const std::uint32_t most =
      1U + (options.revote_rate > 0 ? 1U : 0U) + (options.challenge_rate > 0 ? 1U : 0U);
  if (manifest.max_ballots < most) {
    return Error{fmt::format("somebody might make {} ballots, the manifest's max_ballots is {}",
                             most, manifest.max_ballots),
                 ""};
  }
  return {};
}

}  // namespace

Result<Plan> make_plan(const ballot::Manifest& manifest, const ballot::Votes& votes,
                       const PlanOptions& options) {
  VICHE_TRY(check_rates(manifest, options));
  const std::uint64_t count = options.ballots.value_or(votes.total);
  if (count > votes.total) {
    return Error{fmt::format("the table has {} votes, fewer than {}", votes.total, count),
                 "--ballots"};
  }
  Chance chance(options.seed);
  std::vector<std::uint64_t> counts;  // of each line: those that stay, those that are cancelled
  for (const ballot::VoteLine& line : votes.lines) {
    counts.push_back(line.count - line.cancelled);
    counts.push_back(line.cancelled);
  }
  Urn urn(counts);
  Plan plan;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::size_t colour = urn.draw(chance);
    const std::size_t line = colour / 2;
    plan.drawn.push_back(static_cast<std::uint32_t>(line));
    plan.cancelled.push_back(colour % 2 == 1);
    plan.voters.push_back({votes.lines[line].style, votes.lines[line].weight});
  }
  // Some of the roll never vote: about one in fifty, and never none.
  plan.abstainers = votes.lines.empty() ? 0 : plan.voting() / 50 + 1;
  for (std::size_t i = 0; i < plan.abstainers; ++i) {
    const ballot::VoteLine& line = votes.lines[chance.below(votes.lines.size())];
    plan.voters.push_back({line.style, line.weight});
  }
  for (const std::uint32_t voter :
       chance.distinct(part_of(options.cancel_rate, plan.voting()), plan.voting())) {
    plan.cancelled[voter] = true;
  }
  const auto events = make_events(plan, lines_by_style(manifest, votes), options, chance);
  plan.batches = cut(interleave(events, chance), plan.voting());
  for (const auto& batch : plan.batches) {
    for (const PlannedBallot& ballot : batch) {
      ++(ballot.kind == EventKind::kCast ? plan.casts : plan.challenges);
    }
  }
  return plan;
}

}  // namespace viche::app
