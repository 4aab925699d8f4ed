#pragma once
// What the verifier says of a forged record, in both of its arithmetic modes.

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/mutations/record.h"
#include "verifier/verify.h"

namespace viche::mutations {

/// Check numbers, for example {"B9", "B10"}.
using CheckSet = std::set<std::string>;

struct Verdict {
  CheckSet failed;     // checks that did not hold
  std::string report;  // the whole report as JSON
  std::string first;   // where and why the first failed check failed, for messages
};

enum class Arithmetic { kFast, kSodium };

/// Writes the record to a temporary directory and verifies it. `given` adds what a caller hands to
/// the verifier: fingerprint, checkpoints, receipts.
Verdict verify(const Record& record, Arithmetic arithmetic,
               const std::function<void(verifier::Options&)>& given = {});
/// The same in mode `fast`, with the weights of batches from `random`.
Verdict verify_with_weights(const Record& record, RandomSource& random);

/// The same in mode `fast`, by this many parts and their merge; nothing if the record has no
/// checkpoint by which to divide it.
std::optional<Verdict> verify_in_parts(const Record& record, std::uint32_t parts,
                                       const std::function<void(verifier::Options&)>& given = {});

/// All numbers in order, as the verifier lists them.
std::vector<std::string> check_numbers();

}  // namespace viche::mutations
