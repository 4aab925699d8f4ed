// docs/attacks.md says what the mutants are: its last table is made from them, and a test fails
// when it is not. VICHE_UPDATE_DOCS=1 in the environment writes the table anew. Its first table
// names attacks and what tries them; another test fails when a name there is nobody's.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

constexpr const char* kPath = VICHE_SOURCE_DIR "/docs/attacks.md";
constexpr std::string_view kBegin = "<!-- the mutants -->\n";
constexpr std::string_view kEnd = "<!-- end of the mutants -->\n";
constexpr std::string_view kAttacks = "<!-- the attacks -->\n";
constexpr std::string_view kEndOfAttacks = "<!-- end of the attacks -->\n";

std::string contents(const std::filesystem::path& path) {
  std::stringstream read;
  read << std::ifstream(path).rdbuf();
  return read.str();
}

/// The first group of each match.
std::set<std::string> matches(const std::string& text, const std::regex& pattern) {
  std::set<std::string> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), pattern);
       match != std::sregex_iterator(); ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

/// "Suite.Name" of every test of the project, and the names of all mutants.
std::set<std::string> names_of_tests() {
  const std::regex test(R"(TEST(?:_F|_P)?\((\w+,\s+\w+)\))");
  const std::regex comma(R"(,\s+)");
  std::set<std::string> names;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(VICHE_SOURCE_DIR "/tests")) {
    if (file.path().extension() != ".cpp") continue;
    for (const std::string& name : matches(contents(file.path()), test)) {
      names.insert(std::regex_replace(name, comma, "."));
    }
  }
  for (const Mutant& mutant : all_mutants()) names.insert(mutant.test_name());
  return names;
}

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
  const std::string text = contents(kPath);
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

TEST(AttacksDocument, ItsAttacksAreTriedByTestsThatThereAre) {
  const std::string text = contents(kPath);
  const std::size_t begin = text.find(kAttacks);
  const std::size_t end = text.find(kEndOfAttacks);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  // Names of tests have an underscore after the check, or a dot; other words in code have neither.
  const std::set<std::string> named =
      matches(text.substr(begin, end - begin), std::regex(R"(`([A-Z][0-9]+_\w+|\w+\.\w+)`)"));
  EXPECT_GT(named.size(), 100U);
  const std::set<std::string> there = names_of_tests();
  for (const std::string& name : named) EXPECT_TRUE(there.contains(name)) << name;
}

}  // namespace
}  // namespace viche::mutations
