#pragma once
// What the log's and the store's tests share: keys, temporary directories, trees in memory, bit
// flips.

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "bulletin/log/checkpoint.h"
#include "bulletin/log/tile_reader.h"
#include "crypto/proof/ed25519_sign.h"

namespace viche::log::test {

/// The signing key whose seed is 32 times this byte.
inline Ed25519Signer signer(std::uint8_t seed) {
  Bytes32 bytes;
  bytes.fill(seed);
  return Ed25519Signer(Secret<Bytes32>(std::move(bytes)));
}

inline VerifierKey verifier_key(const std::string& name, SignatureType type, std::uint8_t seed) {
  return VerifierKey::create(name, type, signer(seed).public_key()).value();
}

/// Where files cost no disk writes: for tests that kill processes, which does not depend on a disk.
inline std::filesystem::path memory_directory() {
  const std::filesystem::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

/// A directory that goes with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() : TemporaryDirectory(std::filesystem::temp_directory_path()) {}
  explicit TemporaryDirectory(const std::filesystem::path& parent) {
    std::string name = (parent / "viche-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) broken_invariant("no temporary directory");
    path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Entry `index` of the sample log: a few bytes, with an empty one now and then.
inline Bytes sample_entry(std::uint64_t index) {
  Bytes entry(index % 5, 0xe0);
  if (!entry.empty()) append_u64(entry, index);
  return entry;
}

inline std::vector<Bytes> sample_entries(std::uint64_t first, std::uint64_t count) {
  std::vector<Bytes> entries;
  for (std::uint64_t i = 0; i < count; ++i) entries.push_back(sample_entry(first + i));
  return entries;
}

inline std::vector<Hash> sample_leaves(std::uint64_t count) {
  std::vector<Hash> leaves;
  for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(hash_leaf(sample_entry(i)));
  return leaves;
}

/// MTH by its recursive definition, RFC 6962 section 2.1: the oracle for everything faster.
inline Hash defined_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves[0];
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  return hash_node(defined_root(leaves.first(split)), defined_root(leaves.subspan(split)));
}

/// Hash tiles and subtrees straight from all leaf hashes.
class MemoryTree final : public HashTiles, public HashReader {
 public:
  explicit MemoryTree(std::vector<Hash> leaves) : leaves_(std::move(leaves)) {}

  Result<Hash> subtree(unsigned level, std::uint64_t index) override {
    const std::uint64_t count = std::uint64_t{1} << level;
    if ((index + 1) * count > leaves_.size()) return Error{"beyond the tree", "memory tree"};
    return defined_root(std::span<const Hash>(leaves_).subspan(index * count, count));
  }
  Result<std::vector<Hash>> hashes(const Tile& tile) override {
    ++tiles_read;
    std::vector<Hash> hashes;
    for (std::uint64_t i = 0; i < tile.width; ++i) {
      VICHE_ASSIGN(const Hash hash, subtree(tile.level * kTileHeight, tile.begin() + i));
      hashes.push_back(hash);
    }
    return hashes;
  }
  [[nodiscard]] TreeHead head(std::uint64_t size) const {
    return {size, defined_root(std::span<const Hash>(leaves_).first(size))};
  }

  int tiles_read = 0;

 private:
  std::vector<Hash> leaves_;
};

/// Calls `check` with every string that differs from `text` in one bit.
template <class Check>
void for_each_bit_flip(const std::string& text, Check check) {
  for (std::size_t i = 0; i < text.size() * 8; ++i) {
    std::string flipped = text;
    flipped[i / 8] = static_cast<char>(static_cast<std::uint8_t>(flipped[i / 8]) ^ (1U << (i % 8)));
    check(flipped, i);
  }
}

/// Every bit flip of `text` is refused by `T::decode`, or decodes to what encodes to exactly those
/// bytes.
template <class T>
void expect_one_spelling(const std::string& text) {
  const Result<T> whole = T::decode(text);
  ASSERT_TRUE(whole.ok()) << whole.error().message();
  EXPECT_EQ(whole->encode(), text);
  for_each_bit_flip(text, [](const std::string& flipped, std::size_t bit) {
    const Result<T> decoded = T::decode(flipped);
    if (decoded) {
      EXPECT_EQ(decoded->encode(), flipped) << "bit " << bit;
    }
  });
  for (std::size_t size = 0; size < text.size(); ++size) {
    const Result<T> decoded = T::decode(text.substr(0, size));
    if (decoded) {
      EXPECT_EQ(decoded->encode(), text.substr(0, size)) << "cut to " << size;
    }
  }
}

}  // namespace viche::log::test
