// docs/attacks.md says what the mutants are: its table is made from them, and this test fails when
// it is not. VICHE_UPDATE_DOCS=1 in the environment writes the table anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

constexpr const char* kPath = VICHE_SOURCE_DIR "/docs/attacks.md";
constexpr std::string_view kBegin = "<!-- the mutants -->\n";
constexpr std::string_view kEnd = "<!-- end of the mutants -->\n";

/// "B4 to B11, T1": the checks in the specification's order.
std::string in_words(const CheckSet& checks) {
  const std::vector<std::string> numbers = check_numbers();
  std::string words;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!checks.contains(numbers[i])) continue;
    std::size_t last = i;
    while (last + 1 < numbers.size() && checks.contains(numbers[last + 1])) ++last;
    if (!words.empty()) words += ", ";
    words += numbers[i];
    if (last >= i + 2) {
      words += " to " + numbers[last];
      i = last;
    }
  }
  return words;
}

std::string table() {
  std::string out = "| check | attack | also | test |\n|---|---|---|---|\n";
  for (const Mutant& mutant : all_mutants()) {
    out += "| " + mutant.check + " | " + mutant.attack + " | " + in_words(mutant.also) + " | `" +
           mutant.test_name() + "` |\n";
  }
  return out;
}

TEST(AttacksDocument, ItsTableIsThatOfTheMutants) {
  std::stringstream read;
  read << std::ifstream(kPath).rdbuf();
  const std::string text = read.str();
  const std::size_t begin = text.find(kBegin);
  const std::size_t end = text.find(kEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const std::size_t start = begin + kBegin.size();
  if (std::getenv("VICHE_UPDATE_DOCS") != nullptr) {
    std::ofstream(kPath) << text.substr(0, start) << table() << text.substr(end);
    return;
  }
  EXPECT_EQ(text.substr(start, end - start), table());
}

}  // namespace
}  // namespace viche::mutations
