#pragma once
// A table of distinct completed ballots with their counts: the input of a simulated election
// (docs/votes.md).

#include <vector>

#include "ballot/choices.h"

namespace viche::ballot {

struct VoteLine {
  StyleIndex style;
  std::uint64_t count = 0;
  std::uint32_t weight = 1;
  std::uint64_t cancelled = 0;  // how many of the `count` are cancelled at the end
  Choices choices;
  std::vector<std::uint8_t> m;  // the slots that the choices encode to
};

struct Votes {
  std::vector<VoteLine> lines;
  std::uint64_t total = 0;  // sum of the counts, at most 2^32 - 1
};

/// {"viche_votes": 1, "ballots": [{"style": id, "count": integer >= 1, "weight": integer >= 1 (1 if
/// it is missing), "cancelled": integer <= count (0 if it is missing), "choices": {...}}]}. Every
/// ballot must be legal. The error's `where` is the JSON path.
Result<Votes> parse_votes(ByteView json, const Manifest& manifest, const Layout& layout);

}  // namespace viche::ballot
