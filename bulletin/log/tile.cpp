#include "bulletin/log/tile.h"

#include <algorithm>
#include <limits>

#include "bulletin/log/text_codec.h"

namespace viche::log {

namespace {

constexpr std::string_view kPrefix = "tile/";
constexpr std::string_view kEntries = "entries";
constexpr std::size_t kGroupDigits = 3;

std::string three_digits(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(kGroupDigits - digits.size(), '0') + digits;
}

/// All groups of an index but the last: 1234 -> x001/x234/
void append_leading_groups(std::string& path, std::uint64_t index) {
  if (index >= 1000) append_leading_groups(path, index / 1000);
  path.append("x").append(three_digits(index % 1000)).append("/");
}

/// 1234067 -> x001/x234/067
std::string index_path(std::uint64_t index) {
  std::string path;
  if (index >= 1000) append_leading_groups(path, index / 1000);
  return path.append(three_digits(index % 1000));
}

/// Any sequence of groups of three digits; that it is the shortest one, `Tile::parse` checks by
/// writing it again.
Result<std::uint64_t> parse_index(std::string_view path) {
  std::uint64_t index = 0;
  while (true) {
    const bool is_last = path.empty() || path[0] != 'x';
    if (!is_last) path.remove_prefix(1);
    if (path.size() < kGroupDigits) return Error{"a group of fewer than three digits", ""};
    for (const char digit : path.substr(0, kGroupDigits)) {
      if (digit < '0' || digit > '9') return Error{"not a digit in a tile's index", ""};
      index = index * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    path.remove_prefix(kGroupDigits);
    if (index >= kMaxTreeSize) return Error{"the tile's index is too large", ""};
    if (is_last) break;
    if (path.empty() || path[0] != '/') return Error{"a tile's index that does not end", ""};
    path.remove_prefix(1);
  }
  if (!path.empty()) return Error{"characters after a tile's index", ""};
  return index;
}

void append_new_tiles(Tile::Kind kind, unsigned level, std::uint64_t old_size, std::uint64_t size,
                      std::vector<Tile>& tiles) {
  const std::uint64_t old_width = level_width(level, old_size);
  const std::uint64_t width = level_width(level, size);
  if (old_width == width) return;
  // A tile that was partial before has grown, so it is a new file; full ones never change.
  for (std::uint64_t index = old_width / kTileWidth; index * kTileWidth < width; ++index) {
    const std::uint64_t hashes = std::min(kTileWidth, width - index * kTileWidth);
    tiles.push_back(Tile{kind, level, index, static_cast<unsigned>(hashes)});
  }
}

}  // namespace

std::string Tile::path() const {
  std::string path(kPrefix);
  path += kind == Kind::kEntries ? std::string(kEntries) : std::to_string(level);
  path.append("/").append(index_path(index));
  if (!is_full()) path.append(".p/").append(std::to_string(width));
  return path;
}

Result<Tile> Tile::parse(std::string_view path) {
  const auto refuse = [&](std::string reason) {
    return Error{std::move(reason), "tile path \"" + std::string(path.substr(0, 80)) + "\""};
  };
  Tile tile;
  std::string_view rest = path;
  if (rest.substr(0, kPrefix.size()) != kPrefix) return refuse("it does not start with tile/");
  rest.remove_prefix(kPrefix.size());

  const std::string_view level = rest.substr(0, rest.find('/'));
  if (level.size() == rest.size()) return refuse("it has no index");
  rest.remove_prefix(level.size() + 1);
  if (level == kEntries) {
    tile.kind = Kind::kEntries;
  } else {
    const Result<std::uint64_t> number = parse_decimal(level);
    if (!number || *number > kMaxTileLevel) return refuse("the level is not a number from 0 to 63");
    tile.level = static_cast<unsigned>(*number);
  }

  const std::size_t suffix = rest.find(".p/");
  if (suffix != std::string_view::npos) {
    const Result<std::uint64_t> width = parse_decimal(rest.substr(suffix + 3));
    if (!width || *width == 0 || *width >= kTileWidth)
      return refuse("the width is not a number from 1 to 255");
    tile.width = static_cast<unsigned>(*width);
    rest = rest.substr(0, suffix);
  }
  const Result<std::uint64_t> index = parse_index(rest);
  if (!index) return refuse(index.error().reason);
  tile.index = *index;
  if (tile.path() != path) return refuse("it is not the one spelling of this tile");
  return tile;
}

std::uint64_t level_width(unsigned level, std::uint64_t size) {
  const unsigned shift = level * kTileHeight;
  return shift < std::numeric_limits<std::uint64_t>::digits ? size >> shift : 0;
}

std::vector<Tile> new_tiles(std::uint64_t old_size, std::uint64_t size) {
  std::vector<Tile> tiles;
  append_new_tiles(Tile::Kind::kEntries, 0, old_size, size, tiles);
  for (unsigned level = 0; level_width(level, size) > 0; ++level) {
    append_new_tiles(Tile::Kind::kHashes, level, old_size, size, tiles);
  }
  return tiles;
}

std::vector<Tile> partial_tiles_of(std::uint64_t size) {
  std::vector<Tile> tiles;
  const auto add = [&](Tile::Kind kind, unsigned level) {
    const std::uint64_t width = level_width(level, size);
    if (width % kTileWidth == 0) return;
    tiles.push_back(
        Tile{kind, level, width / kTileWidth, static_cast<unsigned>(width % kTileWidth)});
  };
  add(Tile::Kind::kEntries, 0);
  for (unsigned level = 0; level_width(level, size) > 0; ++level) add(Tile::Kind::kHashes, level);
  return tiles;
}

Result<Tile> tile_at(Tile::Kind kind, unsigned level, std::uint64_t index, std::uint64_t size) {
  const std::uint64_t hashes = level_width(level, size);
  if (index > hashes / kTileWidth || index * kTileWidth >= hashes) {
    return Error{"a tree of " + std::to_string(size) + " entries has no tile " +
                     std::to_string(index) + " at level " + std::to_string(level),
                 ""};
  }
  const std::uint64_t width = std::min(kTileWidth, hashes - index * kTileWidth);
  return Tile{kind, level, index, static_cast<unsigned>(width)};
}

Bytes encode_bundle(std::span<const Bytes> entries) {
  Bytes bundle;
  for (const Bytes& entry : entries) {
    if (entry.size() > kMaxEntrySize) broken_invariant("an entry larger than 65,535 bytes");
    append_u16(bundle, static_cast<std::uint16_t>(entry.size()));
    append(bundle, entry);
  }
  return bundle;
}

Result<std::vector<ByteView>> decode_bundle(ByteView bundle, std::size_t count) {
  Reader reader(bundle);
  std::vector<ByteView> entries;
  for (std::size_t i = 0; i < count; ++i) {
    VICHE_ASSIGN(const std::uint16_t size, reader.u16("an entry's length"));
    VICHE_ASSIGN(const ByteView entry, reader.take(size, "an entry"));
    entries.push_back(entry);
  }
  VICHE_TRY(reader.finish());
  return entries;
}

Bytes encode_hashes(std::span<const Hash> hashes) {
  Bytes bytes;
  bytes.reserve(hashes.size() * sizeof(Hash));
  for (const Hash& hash : hashes) append(bytes, hash);
  return bytes;
}

Result<std::vector<Hash>> decode_hashes(ByteView bytes, std::size_t count) {
  if (bytes.size() != count * sizeof(Hash)) {
    return Error{"expected " + std::to_string(count) + " hashes of 32 bytes, found " +
                     std::to_string(bytes.size()) + " bytes",
                 ""};
  }
  std::vector<Hash> hashes(count);
  for (std::size_t i = 0; i < count; ++i) {
    const ByteView hash = bytes.subspan(i * sizeof(Hash), sizeof(Hash));
    std::copy(hash.begin(), hash.end(), hashes[i].begin());
  }
  return hashes;
}

}  // namespace viche::log
