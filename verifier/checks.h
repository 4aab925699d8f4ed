#pragma once
// The numbered checks of docs/protocol.md section 11 and how often each has run. Every condition of
// a check goes through Checks::require, so that a check has one place where it can fail.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/group/result.h"

namespace viche::verifier {

// clang-format off
enum class CheckId : std::uint8_t {
  R1, R2, R3, R4, R5, R6, R7, R8, R9,
  E1, E2, E3, E4, E5, E6, E7, E8,
  M1, M2, M3,
  K1, K2, K3, K4, K5, K6,
  V1, V2, V3, V4, V5, V6,
  B1, B2, B3, B4, B5, B6, B7, B8, B9, B10, B11,
  T1, T2, T3, T4, T5, T6, T7, T8, T9, T10,
};
// clang-format on

inline constexpr std::size_t kCheckCount = static_cast<std::size_t>(CheckId::T10) + 1;

/// "B9".
std::string_view check_number(CheckId id);
/// The name in the specification, for example "checkpoint-form".
std::string_view check_name(CheckId id);

/// An entry's index in the log, or nothing where the fault is in no entry.
using EntryIndex = std::optional<std::uint64_t>;

struct Failure {
  EntryIndex entry;
  std::string message;
};

/// How often one check ran and how often it had to.
struct CheckTally {
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t expected = 0;            // by the inputs that were seen
  std::uint64_t at_least = 0;            // whatever was seen
  std::optional<Failure> first_failure;  // the one of the lowest entry; without an entry, the first

  [[nodiscard]] std::uint64_t required() const { return std::max(expected, at_least); }
  /// Fails closed: no failure, and it ran as often as it had to.
  [[nodiscard]] bool holds() const;
};

/// Counts every check. Not for several threads at once: workers hand their results to one thread,
/// in the order of the entries, so that no count and no first failure depends on the number of
/// threads.
class Checks {
 public:
  /// Counts `times` runs of a check that passed or failed, and returns `holds`.
  bool require(CheckId id, EntryIndex entry, bool holds, std::string_view message,
               std::uint64_t times = 1);
  /// The same for a condition that explains itself.
  bool require(CheckId id, EntryIndex entry, const Result<void>& holds, std::uint64_t times = 1);

  /// The check has to run so many times more.
  void expect(CheckId id, std::uint64_t more = 1) { tallies_[index(id)].expected += more; }
  /// The check has to run at least so often, whatever is expected otherwise.
  void expect_at_least(CheckId id, std::uint64_t times);

  [[nodiscard]] const CheckTally& operator[](CheckId id) const { return tallies_[index(id)]; }
  [[nodiscard]] bool all_hold() const;

 private:
  static std::size_t index(CheckId id) { return static_cast<std::size_t>(id); }

  std::array<CheckTally, kCheckCount> tallies_;
};

}  // namespace viche::verifier
