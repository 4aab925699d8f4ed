#pragma once
// What the election must end with, computed from the plain votes of the plan.

#include <vector>

#include "apps/viche/simulation/plan.h"
#include "ballot/layout.h"
#include "bulletin/log/tally_bodies.h"
#include "tally/results.h"

namespace viche::app {

struct Outcome {
  const ballot::Rule* rule = nullptr;  // of the manifest
  tally::RuleResult result;
};

/// The outcomes of all rules of the manifest, which must outlive them.
std::vector<Outcome> outcomes_of(const ballot::Manifest& manifest,
                                 const std::vector<log::UnitResult>& units);

struct Expected {
  log::ResultBody result;
  std::vector<Outcome> outcomes;
};

Expected expect(const ballot::Manifest& manifest, const ballot::Layout& layout,
                const ballot::Votes& votes, const Plan& plan);

}  // namespace viche::app
