#pragma once
// What can become of a file on somebody's disk.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::test {

struct Damage {
  std::string name;
  /// Done to the file at `path`, which holds `bytes`.
  std::function<void(const std::filesystem::path& path, const Bytes& bytes)> apply;
};

/// Missing, empty, cut, longer by a byte and by a million, zeros, another's bytes, a folder, a link
/// to itself and one to nothing. After each the file is not what it was.
const std::vector<Damage>& damages();

/// Makes it a plain file with these bytes, whatever is there.
void write_anew(const std::filesystem::path& path, ByteView bytes);

}  // namespace viche::test
