#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace viche::architecture {

// One #include line: the including file relative to the repository root, its line number, and what
// stands between the quotes or angle brackets.
struct Include {
  std::string file;
  std::size_t line;
  std::string target;
  enum class Form { kQuoted, kAngled } form;
};

// The folders that hold the code of libraries and programs. Tests and benchmarks may use
// everything.
const std::vector<std::string>& code_folders();

// All include lines of the text of one file.
std::vector<Include> includes_of(const std::string& file, std::string_view text);

// All include lines of all .h and .cpp files below the code folders of the repository at `root`.
std::vector<Include> includes_of_tree(const std::filesystem::path& root);

// Why docs/architecture.md forbids this line, or nothing if it is allowed. Whether the target
// exists is not looked at.
std::optional<std::string> violation(const Include& include);

}  // namespace viche::architecture
