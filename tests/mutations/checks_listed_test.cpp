// Three lists of the numbered checks are one: the specification's tables, the verifier's, and the
// mutants'.

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

/// "R1 checkpoint-form" of each row of the tables in section 11.
std::vector<std::string> specified() {
  std::ifstream file(VICHE_SOURCE_DIR "/docs/protocol.md");
  const std::regex row(R"(\| ([REMKVBT][0-9]+ [A-Za-z0-9-]+) \|.*)");
  std::vector<std::string> checks;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) inside = line.starts_with("## 11. Checks");
    std::smatch match;
    if (inside && std::regex_match(line, match, row)) checks.push_back(match[1]);
  }
  return checks;
}

TEST(ListsOfChecks, TheVerifierHasThoseOfTheSpecificationInItsOrder) {
  std::vector<std::string> verified;
  for (std::size_t i = 0; i < verifier::kCheckCount; ++i) {
    const auto id = static_cast<verifier::CheckId>(i);
    verified.push_back(std::string(verifier::check_number(id)) + " " +
                       std::string(verifier::check_name(id)));
  }
  EXPECT_EQ(specified().size(), 53U);
  EXPECT_EQ(verified, specified());
}

TEST(ListsOfChecks, EachHasAMutantAndEachMutantHasACheck) {
  CheckSet of_mutants;
  for (const Mutant& mutant : all_mutants()) of_mutants.insert(mutant.check);
  const std::vector<std::string> numbers = check_numbers();
  EXPECT_EQ(of_mutants, CheckSet(numbers.begin(), numbers.end()));
}

TEST(ListsOfChecks, OnlyTheseChecksNeverFailAlone) {
  CheckSet alone;
  for (const Mutant& mutant : all_mutants()) {
    if (mutant.also.empty()) alone.insert(mutant.check);
  }
  CheckSet never;
  for (const std::string& number : check_numbers()) {
    if (!alone.contains(number)) never.insert(number);
  }
  // docs/attacks.md says why.
  EXPECT_EQ(never, (CheckSet{"E1", "E2", "E5", "E7", "M1", "B3", "B4", "T3", "T6", "T8"}));
}

}  // namespace
}  // namespace viche::mutations
