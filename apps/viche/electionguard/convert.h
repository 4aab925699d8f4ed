#pragma once
// From what is sound of an ElectionGuard manifest to a template of Viche's.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "apps/viche/electionguard/report.h"
#include "apps/viche/electionguard/source.h"

namespace viche::app::electionguard {

/// What a total is published for.
enum class Counting {
  kContest,  // each contest as a whole, as ElectionGuard does
  kStyle,    // each contest in each ballot style
};

/// What ElectionGuard's manifest does not say.
struct Settings {
  std::optional<std::string> id;  // else the election_scope_id
  std::uint32_t trustees = 3, threshold = 2;
  std::optional<std::uint32_t> others;  // else n - k, with which any k trustees reach the quorum
  std::uint32_t witnesses = 1;          // a majority is the quorum
  std::uint64_t floor = 5;
  std::string weights = "secret", revote = "last";
  Counting counting = Counting::kContest;
};

/// The template, and notes on what it says in other words. `source` has been checked without a
/// fatal fault, and its ballots laid out.
nlohmann::ordered_json convert(const Source& source, const Settings& settings, Report& report);

}  // namespace viche::app::electionguard
