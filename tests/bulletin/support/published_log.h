#pragma once
// A log as static files, for tests that read them.

#include <gtest/gtest.h>

#include <fstream>

#include "bulletin/log/durable_file.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::log::test {

inline LogPolicy no_witnesses() {
  return LogPolicy::create(verifier_key("log", SignatureType::kEd25519, 1), {}, 0).value();
}

/// A published log, written from its definition.
class PublishedLog {
 public:
  explicit PublishedLog(std::uint64_t size) : tree_(sample_leaves(size)) {
    for (const Tile& tile : tiles_of(size)) {
      write(tile, tile.kind == Tile::Kind::kEntries
                      ? encode_bundle(sample_entries(tile.begin(), tile.width))
                      : encode_hashes(tree_.hashes(tile).value()));
    }
    const Note note = sign_checkpoint({"log", tree_.head(size)}, signer(1));
    EXPECT_TRUE(write_file_durably(path() / kCheckpointFile, as_bytes(note.encode())).ok());
  }
  void write(const Tile& tile, const Bytes& bytes) const {
    std::filesystem::create_directories((path() / tile.path()).parent_path());
    std::ofstream file(path() / tile.path(), std::ios::binary);
    file << as_text(bytes);
    EXPECT_TRUE(file.good());
  }
  [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }
  MemoryTree& tree() { return tree_; }

 private:
  TemporaryDirectory directory_;
  MemoryTree tree_;
};

}  // namespace viche::log::test
