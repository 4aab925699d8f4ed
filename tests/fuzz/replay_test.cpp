// Every input that the fuzzers keep, and every one that once found a fault, through its target: in
// every build, without clang.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/fuzz/target.h"

namespace viche::fuzz {

/// GoogleTest's name for a target.
void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(VICHE_SOURCE_DIR) / "tests/fuzz";

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

Bytes read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, EveryKeptInput) {
  const std::vector<fs::path> corpus = files_in(kFolder / "corpus" / GetParam().name);
  EXPECT_FALSE(corpus.empty()) << "no corpus";
  std::vector<fs::path> files = files_in(kFolder / "crashes" / GetParam().name);
  files.insert(files.end(), corpus.begin(), corpus.end());
  for (const fs::path& file : files) {
    try {
      GetParam().run(read(file));
    } catch (const Fault& fault) {
      ADD_FAILURE() << file << ": " << fault.what();
    }
  }
}

TEST_P(Replay, EveryBeginningOfSomeShortOnes) {
  int left = 10;
  for (const fs::path& file : files_in(kFolder / "corpus" / GetParam().name)) {
    const Bytes input = read(file);
    if (input.size() > 64) continue;
    if (left-- == 0) break;
    for (std::size_t size = 0; size < input.size(); ++size) {
      try {
        GetParam().run(ByteView(input).first(size));
      } catch (const Fault& fault) {
        ADD_FAILURE() << file << ", " << size << " bytes of it: " << fault.what();
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Replay, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& target) { return std::string(target.param.name); });

TEST(ReplayFolders, BelongToTargets) {
  std::set<std::string> names;
  for (const Target& target : targets()) names.insert(target.name);
  for (const char* kept : {"corpus", "crashes"}) {
    for (const fs::path& folder : files_in(kFolder / kept)) {
      EXPECT_TRUE(names.contains(folder.filename().string())) << folder;
    }
  }
}

}  // namespace
}  // namespace viche::fuzz
