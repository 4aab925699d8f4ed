#pragma once
// What happens in a simulated election, apart from all cryptography: a function of votes, rates and
// seed.

#include <cstdint>
#include <optional>
#include <vector>

#include "ballot/manifest.h"
#include "ballot/votes.h"

namespace viche::app {

struct PlanOptions {
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> ballots;  // voters whose vote is drawn; nothing: all
  double revote_rate = 0;                // part of the voters who voted otherwise before
  double challenge_rate = 0;             // part of the voters who test a ballot first
  double cancel_rate = 0;                // part of the voters whose vote is cancelled at the end,
                                         // besides those of whom the table says so
};

struct PlannedVoter {
  ballot::StyleIndex style;
  std::uint32_t weight = 1;
};

enum class EventKind : std::uint8_t { kCast, kChallenge };

/// A ballot that a voter's device makes.
struct PlannedBallot {
  std::uint32_t voter = 0;
  std::uint32_t line = 0;  // of the table of votes
  EventKind kind = EventKind::kCast;
};

struct Plan {
  std::vector<PlannedVoter> voters;  // voters, then a few who abstain: the roll
  std::size_t abstainers = 0;
  std::vector<std::uint32_t> drawn;                 // the vote (line) that each voter ends with
  std::vector<bool> cancelled;                      // for each voter
  std::vector<std::vector<PlannedBallot>> batches;  // nobody is twice in one
  std::uint64_t casts = 0;
  std::uint64_t challenges = 0;

  /// Voters who vote at all.
  [[nodiscard]] std::size_t voting() const { return drawn.size(); }
};

/// Draws the votes without replacement; an error if the table or the manifest does not allow what
/// is asked.
Result<Plan> make_plan(const ballot::Manifest& manifest, const ballot::Votes& votes,
                       const PlanOptions& options);

}  // namespace viche::app
