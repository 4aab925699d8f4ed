#pragma once
// What of a batch is worth checking: each ballot once, a few of each credential, and few of those
// credentials whose proofs have been bad of late.

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "bulletin/log/merkle.h"
#include "crypto/group/random.h"

namespace viche::board {

struct ScreenLimits {
  std::size_t per_credential;
  std::size_t refused_proofs;
  std::chrono::steady_clock::duration refused_window;
  std::size_t suspects;
};

/// The ballots of a batch that are to be checked.
struct Screened {
  std::vector<Bytes> entries;
  std::vector<log::Hash> leaves;  // of the entries
  /// For each submission its place among `entries`, or nothing if it was screened out. Equal bytes
  /// have one place.
  std::vector<std::optional<std::size_t>> places;
};

/// Not thread-safe. Anyone can send ballots in another's name, whose signature is then bad, so
/// suspects are not shut out: some are let through, chosen at random, and of each suspect one
/// before the second of any, so that a flood in one name takes nothing from the other suspects.
/// What is remembered of them is forgotten at the end of each window, the same for all.
class Screen {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Screen(const ScreenLimits& limits) : limits_(limits) {}

  Screened screen(std::vector<Bytes> submissions, Time now, RandomSource& random);
  /// This entry's proof or signature was bad.
  void refused(const Bytes& entry);

 private:
  [[nodiscard]] bool is_suspect(const Bytes32& K) const;

  ScreenLimits limits_;
  std::map<Bytes32, std::size_t> refused_;  // by credential, in this window
  std::optional<Time> window_end_;
};

}  // namespace viche::board
