#pragma once
// What a simulation ends with, for people and as JSON.

#include <string>

#include "apps/viche/simulation/election.h"
#include "apps/viche/simulation/verdict.h"

namespace viche::app {

struct Summary {
  const ballot::Manifest* manifest = nullptr;
  const Plan* plan = nullptr;
  const Election* election = nullptr;
  const Expected* expected = nullptr;
  const VerifierVerdict* verdict = nullptr;
  const ServedVote* served = nullptr;  // if ballots were posted over HTTP
  std::filesystem::path directory;
  double seconds = 0;

  [[nodiscard]] bool agrees() const { return verdict->verified && verdict->differences.empty(); }
};

void print_summary(const Summary& summary);
Json summary_json(const Summary& summary);

}  // namespace viche::app
