#pragma once
// Tiles of a log, C2SP tlog-tiles: where each is found, which ones a tree of a given size has, and
// how entries are packed into bundles.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bulletin/log/merkle.h"

namespace viche::log {

inline constexpr unsigned kTileHeight = 8;
inline constexpr std::uint64_t kTileWidth = 256;
inline constexpr unsigned kMaxTileLevel = 63;
/// An entry's length is a u16 in its bundle.
inline constexpr std::size_t kMaxEntrySize = 65535;

/// `tile/<level>/<index>[.p/<width>]` holds `width` hashes: hash i of a tile at level L and index N
/// is the root over leaves [(256 N + i) 256^L, (256 N + i + 1) 256^L).
/// `tile/entries/<index>[.p/<width>]` holds the entries 256 N + i themselves; its level is 0.
struct Tile {
  enum class Kind : std::uint8_t { kEntries, kHashes };

  Kind kind = Kind::kHashes;
  unsigned level = 0;
  std::uint64_t index = 0;
  unsigned width = kTileWidth;  // 1 to 256; 256 is a full tile

  [[nodiscard]] bool is_full() const { return width == kTileWidth; }
  /// The same tile when it will be full.
  [[nodiscard]] Tile full() const { return Tile{kind, level, index, kTileWidth}; }
  /// Index of its first hash or entry within the level.
  [[nodiscard]] std::uint64_t begin() const { return index * kTileWidth; }

  /// Path below the log's directory or URL prefix, for example `tile/0/x001/x234/067.p/5`.
  [[nodiscard]] std::string path() const;
  /// Exactly what `path` writes; every tile has one spelling.
  static Result<Tile> parse(std::string_view path);

  friend bool operator==(const Tile&, const Tile&) = default;
};

/// How many hashes level `level` of a tree of `size` leaves has: floor(size / 256^level).
[[nodiscard]] std::uint64_t level_width(unsigned level, std::uint64_t size);

/// The tiles that a tree of `size` has and a tree of `old_size` <= size has not: the files that a
/// log writes when it grows. First the entry bundles, then the hash tiles level by level, by rising
/// index.
[[nodiscard]] std::vector<Tile> new_tiles(std::uint64_t old_size, std::uint64_t size);

/// All tiles of a tree of `size` leaves; the last of each level may be partial, none is empty.
[[nodiscard]] inline std::vector<Tile> tiles_of(std::uint64_t size) { return new_tiles(0, size); }

/// Those of them that are partial: at most one per level, and one of entries.
[[nodiscard]] std::vector<Tile> partial_tiles_of(std::uint64_t size);

/// The tile of a tree of `size` leaves at this place, with the width it has there. Error if the
/// tree has none.
Result<Tile> tile_at(Tile::Kind kind, unsigned level, std::uint64_t index, std::uint64_t size);

/// Entries, each as u16 length and bytes. Every entry has at most kMaxEntrySize bytes (an
/// invariant).
[[nodiscard]] Bytes encode_bundle(std::span<const Bytes> entries);
/// The `count` entries of a bundle, as views into it; fails if there are fewer, or bytes left over.
Result<std::vector<ByteView>> decode_bundle(ByteView bundle, std::size_t count);

/// 32 bytes a hash.
[[nodiscard]] Bytes encode_hashes(std::span<const Hash> hashes);
/// Fails unless there are exactly `count` hashes.
Result<std::vector<Hash>> decode_hashes(ByteView bytes, std::size_t count);

}  // namespace viche::log
