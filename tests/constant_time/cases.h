#pragma once
// What runs with marked secrets, by name.

#include <span>

namespace viche::test {

struct Case {
  const char* name;
  void (*run)();
};

// Each file of cases has one list.
std::span<const Case> kernel_cases();
std::span<const Case> planted_cases();  // what must be caught
std::span<const Case> multiplication_cases();
std::span<const Case> proof_cases();
std::span<const Case> ballot_cases();
std::span<const Case> tally_cases();

}  // namespace viche::test
