#pragma once
// The names of a record's files and the framing of entry bundles: docs/protocol.md section 10 (C2SP
// tlog-tiles).

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::verifier {

inline constexpr std::uint64_t kTileWidth = 256;

/// The path of hash tile (level, number) that holds `width` hashes, below the record's directory.
std::string hash_tile_path(unsigned level, std::uint64_t number, std::uint64_t width);
/// The path of entry bundle `number` that holds `width` entries.
std::string bundle_path(std::uint64_t number, std::uint64_t width);

/// How many files of 256 something of `count` makes, the last one perhaps partial.
std::uint64_t tile_count(std::uint64_t count);
/// How many hashes or entries tile `number` of `count` holds: 256, or the rest.
std::uint64_t tile_width(std::uint64_t number, std::uint64_t count);
/// floor(size / 256^level).
std::uint64_t level_count(std::uint64_t size, unsigned level);
/// How many hash tiles a log of this size has on all levels.
std::uint64_t hash_tile_count(std::uint64_t size);

/// A tile or an entry bundle.
struct TileId {
  enum class Kind : std::uint8_t { kHashes, kEntries };
  Kind kind = Kind::kEntries;
  unsigned level = 0;  // of hashes
  std::uint64_t number = 0;
  friend auto operator<=>(const TileId&, const TileId&) = default;
};

/// The tile or bundle whose file in a record of this size has this name (`path` below its
/// directory, with slashes), if there is one.
std::optional<TileId> find_tile(std::string_view path, std::uint64_t size);

/// Whether a record of this size has a file of this name (`path` below its directory, with
/// slashes).
bool is_expected_file(std::string_view path, std::uint64_t size);

struct Bundle {
  std::vector<ByteView> entries;  // views of the bytes given; those that could be framed
  std::optional<Error> fault;
};

/// u16 length || bytes, `count` times and nothing more; a length of 0 is a fault but framed.
Bundle read_bundle(ByteView bytes, std::uint64_t count);

/// The most bytes that a bundle can have.
inline constexpr std::uint64_t kMaxBundle = kTileWidth * (2 + 65'535);

}  // namespace viche::verifier
