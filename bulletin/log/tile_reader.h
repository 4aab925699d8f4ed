#pragma once
// Reading a log from its tiles: subtree hashes for proofs, and the static files of a published log.

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include "bulletin/log/merkle_proof.h"
#include "bulletin/log/tile.h"

namespace viche::log {

/// Has the hash tiles of some log.
class HashTiles {
 public:
  virtual ~HashTiles() = default;
  /// The tile's `width` hashes, unverified.
  virtual Result<std::vector<Hash>> hashes(const Tile& tile) = 0;
};

/// Subtree hashes of a tree of `size` leaves from its tiles; keeps, of each level, the tree's
/// last tile and the last one read of the others, with the nodes above their hashes that were asked
/// for: proofs of neighbours cost no reading and little hashing.
class TileHashReader final : public HashReader {
 public:
  TileHashReader(HashTiles& tiles, std::uint64_t size) : tiles_(&tiles), size_(size) {}

  Result<Hash> subtree(unsigned level, std::uint64_t index) override;

 private:
  struct CachedTile {
    std::uint64_t index = 0;
    unsigned width = 0;  // 0: nothing is kept
    /// At h, the complete subtrees of 2^h of the tile's hashes; filled as they are asked for.
    std::array<std::vector<Hash>, kTileHeight> nodes;
  };

  HashTiles* tiles_;
  std::uint64_t size_;
  std::map<std::pair<unsigned, bool>, CachedTile> cache_;  // by tile level, and whether it is last
};

/// The entries of one bundle and the bytes they are views into. Move-only.
struct EntryBundle {
  EntryBundle(Bytes owned_bytes, std::vector<ByteView> views)
      : bytes(std::move(owned_bytes)), entries(std::move(views)) {}
  EntryBundle(EntryBundle&&) = default;
  EntryBundle& operator=(EntryBundle&&) = default;

  Bytes bytes;
  std::vector<ByteView> entries;
};

/// The static files of a published log: `checkpoint` and `tile/...` below one directory. A partial
/// tile may have been deleted once the full one exists: then the front of the full one is read.
class LogDirectory final : public HashTiles {
 public:
  explicit LogDirectory(std::filesystem::path root) : root_(std::move(root)) {}

  Result<std::string> checkpoint() const;
  Result<std::vector<Hash>> hashes(const Tile& tile) override;
  Result<EntryBundle> entries(const Tile& tile) const;

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

 private:
  /// The bytes of the tile or, if only that exists, of the full one.
  Result<Bytes> read(const Tile& tile, std::size_t limit, Tile& found) const;

  std::filesystem::path root_;
};

/// Names below a published log's directory.
inline constexpr std::string_view kCheckpointFile = "checkpoint";
inline constexpr std::size_t kMaxCheckpointSize = 64 * 1024;

}  // namespace viche::log
