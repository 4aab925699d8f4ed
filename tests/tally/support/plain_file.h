#pragma once
// Files written without syncing: tests write many.

#include <filesystem>
#include <fstream>

#include "crypto/group/bytes.h"

namespace viche::tally::test {

inline void write_plain(const std::filesystem::path& path, ByteView bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) broken_invariant("a test's file was not written");
}

}  // namespace viche::tally::test
