#include "verifier/checks.h"

#include <algorithm>

#include "crypto/group/condition.h"

namespace viche::verifier {
namespace {

struct Label {
  std::string_view number;
  std::string_view name;
};

constexpr std::array<Label, kCheckCount> kLabels{{
    {"R1", "checkpoint-form"},
    {"R2", "log-signature"},
    {"R3", "witness-quorum"},
    {"R4", "bundles"},
    {"R5", "root"},
    {"R6", "hash-tiles"},
    {"R7", "no-other-file"},
    {"R8", "seen-checkpoints"},
    {"R9", "receipts"},
    {"E1", "type"},
    {"E2", "parts"},
    {"E3", "order"},
    {"E4", "statement-signature"},
    {"E5", "body"},
    {"E6", "heads"},
    {"E7", "complete"},
    {"E8", "notices"},
    {"M1", "manifest-form"},
    {"M2", "manifest-meaning"},
    {"M3", "agreement-feasible"},
    {"K1", "commitment"},
    {"K2", "knowledge"},
    {"K3", "receiving-key"},
    {"K4", "boxes"},
    {"K5", "confirmed-keys"},
    {"K6", "complaints"},
    {"V1", "roll"},
    {"V2", "weight-bound"},
    {"V3", "opening"},
    {"V4", "fingerprint"},
    {"V5", "voids"},
    {"V6", "replacements"},
    {"B1", "batches"},
    {"B2", "batch-order"},
    {"B3", "ballot-form"},
    {"B4", "eligible"},
    {"B5", "chain"},
    {"B6", "fresh"},
    {"B7", "limits"},
    {"B8", "equations"},
    {"B9", "E1"},
    {"B10", "E2"},
    {"B11", "ballot-signature"},
    {"T1", "cancellations"},
    {"T2", "agreement"},
    {"T3", "decryption-shape"},
    {"T4", "decryption-proof"},
    {"T5", "counts"},
    {"T6", "units"},
    {"T7", "totals"},
    {"T8", "bounds"},
    {"T9", "rounds"},
    {"T10", "abstentions"},
}};

}  // namespace

std::string_view check_number(CheckId id) { return kLabels[static_cast<std::size_t>(id)].number; }
std::string_view check_name(CheckId id) { return kLabels[static_cast<std::size_t>(id)].name; }

bool CheckTally::holds() const {
  return VICHE_HOLDS(failed == 0) && VICHE_HOLDS(passed >= required());
}

bool Checks::require(CheckId id, EntryIndex entry, bool holds, std::string_view message,
                     std::uint64_t times) {
  CheckTally& tally = tallies_[index(id)];
  if (holds) {
    tally.passed += times;
    return true;
  }
  tally.failed += times;
  const bool earlier = tally.first_failure && entry && tally.first_failure->entry &&
                       *entry < *tally.first_failure->entry;
  if (!tally.first_failure || earlier) tally.first_failure = Failure{entry, std::string(message)};
  return false;
}

bool Checks::require(CheckId id, EntryIndex entry, const Result<void>& holds, std::uint64_t times) {
  if (holds) return require(id, entry, true, {}, times);
  return require(id, entry, false, holds.error().message(), times);
}

void Checks::expect_at_least(CheckId id, std::uint64_t times) {
  tallies_[index(id)].at_least = std::max(tallies_[index(id)].at_least, times);
}

bool Checks::all_hold() const {
  return std::all_of(tallies_.begin(), tallies_.end(),
                     [](const CheckTally& tally) { return tally.holds(); });
}

}  // namespace viche::verifier
