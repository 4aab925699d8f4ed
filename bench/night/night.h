#pragma once
// A night: a real election whose voters all come within seconds, by the real programs.

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "crypto/group/result.h"

namespace viche::bench {

struct NightOptions {
  std::filesystem::path directory;  // missing or empty
  std::filesystem::path programs;   // where viche, viche-board and viche-verify are
  double rate = 25'000;             // ballots a second
  double seconds = 20;
  std::size_t connections = 1000;
  std::size_t pipeline = 32;  // requests on a connection before the first is answered
  unsigned threads = 1;       // of everything but the night itself
  bool tls = false;
  bool new_connections = false;
  std::vector<std::string> board;  // further arguments of viche-board
  std::vector<std::string> load;   // further arguments of `viche load`
};

/// Runs it from keys to verdict: {"offered", "accepted", ..., "verified"}. What a run was answered
/// is no error.
Result<nlohmann::ordered_json> run_night(const NightOptions& options);

/// Whether what was cast is what was counted, and the record verifies.
[[nodiscard]] bool good_night(const nlohmann::ordered_json& report);

}  // namespace viche::bench
