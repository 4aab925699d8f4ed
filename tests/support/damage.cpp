#include "tests/support/damage.h"

#include <algorithm>
#include <fstream>

namespace viche::test {
namespace {

namespace fs = std::filesystem;

/// A damage that leaves a plain file.
template <class Change>
Damage rewritten(std::string name, Change change) {
  return {std::move(name), [change](const fs::path& path, const Bytes& bytes) {
            Bytes changed = bytes;
            change(changed);
            write_anew(path, changed);
          }};
}

/// A damage that leaves something that is no plain file.
template <class Make>
Damage replaced(std::string name, Make make) {
  return {std::move(name), [make](const fs::path& path, const Bytes&) {
            fs::remove_all(path);
            make(path);
          }};
}

}  // namespace

void write_anew(const fs::path& path, ByteView bytes) {
  fs::remove_all(path);
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

const std::vector<Damage>& damages() {
  static const std::vector<Damage> kAll{
      replaced("missing", [](const fs::path&) {}),
      rewritten("empty", [](Bytes& bytes) { bytes.clear(); }),
      rewritten("one byte less", [](Bytes& bytes) { bytes.pop_back(); }),
      rewritten("half", [](Bytes& bytes) { bytes.resize(bytes.size() / 2); }),
      rewritten("one byte more", [](Bytes& bytes) { bytes.push_back(0); }),
      rewritten("a million bytes more",
                [](Bytes& bytes) { bytes.resize(bytes.size() + 1'000'000); }),
      rewritten("twice", [](Bytes& bytes) { append(bytes, Bytes(bytes)); }),
      rewritten("zeros", [](Bytes& bytes) { std::fill(bytes.begin(), bytes.end(), 0); }),
      rewritten("ones", [](Bytes& bytes) { std::fill(bytes.begin(), bytes.end(), 0xff); }),
      rewritten("ends swapped",
                [](Bytes& bytes) {
                  bytes.front() ^= 1;
                  std::reverse(bytes.begin(), bytes.end());
                }),
      replaced("a folder", [](const fs::path& path) { fs::create_directory(path); }),
      replaced("a link to nothing",
               [](const fs::path& path) { fs::create_symlink("no such file", path); }),
      replaced("a link to itself",
               [](const fs::path& path) { fs::create_symlink(path.filename(), path); }),
  };
  return kAll;
}

}  // namespace viche::test
