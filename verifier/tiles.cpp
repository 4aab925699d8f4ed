#include "verifier/tiles.h"

#include <array>
#include <cstdio>

#include "crypto/group/condition.h"
#include "verifier/note.h"

namespace viche::verifier {
namespace {

std::string numbered(std::uint64_t number, std::uint64_t width) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%03u", static_cast<unsigned>(number % 1000));
  std::string path = text.data();
  for (number /= 1000; number > 0; number /= 1000) {
    std::snprintf(text.data(), text.size(), "x%03u/", static_cast<unsigned>(number % 1000));
    path.insert(0, text.data());
  }
  if (width < kTileWidth) {
    std::snprintf(text.data(), text.size(), ".p/%u", static_cast<unsigned>(width));
    path += text.data();
  }
  return path;
}

/// The number that x001/x234/067 or x001/x234/067.p/8 must be if it is one; it is judged by writing
/// that number again.
std::uint64_t read_number(std::string_view path) {
  const std::size_t partial = path.find(".p/");
  if (partial != std::string_view::npos) path = path.substr(0, partial);
  std::uint64_t number = 0;
  for (const char c : path) {
    if (c == 'x' || c == '/') continue;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

constexpr std::string_view kTile = "tile/";
constexpr std::string_view kEntries = "tile/entries/";
constexpr unsigned kLevels = 8;  // 256^8 is 2^64

}  // namespace

std::string hash_tile_path(unsigned level, std::uint64_t number, std::uint64_t width) {
  return std::string(kTile) + std::to_string(level) + "/" + numbered(number, width);
}

std::string bundle_path(std::uint64_t number, std::uint64_t width) {
  return std::string(kEntries) + numbered(number, width);
}

std::uint64_t tile_count(std::uint64_t count) {
  return count / kTileWidth + (count % kTileWidth != 0 ? 1 : 0);
}

std::uint64_t tile_width(std::uint64_t number, std::uint64_t count) {
  return number < count / kTileWidth ? kTileWidth : count % kTileWidth;
}

std::uint64_t level_count(std::uint64_t size, unsigned level) {
  return level < kLevels ? size >> (8 * level) : 0;
}

std::uint64_t hash_tile_count(std::uint64_t size) {
  std::uint64_t tiles = 0;
  for (unsigned level = 0; level < kLevels; ++level) tiles += tile_count(level_count(size, level));
  return tiles;
}

std::optional<TileId> find_tile(std::string_view path, std::uint64_t size) {
  if (VICHE_FAULT(!path.starts_with(kTile))) return std::nullopt;
  TileId tile;
  if (path.starts_with(kEntries)) {
    tile.number = read_number(path.substr(kEntries.size()));
    const bool known = VICHE_HOLDS(tile.number < tile_count(size)) &&
                       VICHE_HOLDS(path == bundle_path(tile.number, tile_width(tile.number, size)));
    return known ? std::optional(tile) : std::nullopt;
  }
  const std::string_view rest = path.substr(kTile.size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<std::uint64_t> level = read_decimal(rest.substr(0, slash));
  if (!level || *level >= kLevels) return std::nullopt;
  tile.kind = TileId::Kind::kHashes;
  tile.level = static_cast<unsigned>(*level);
  tile.number = read_number(rest.substr(slash + 1));
  const std::uint64_t count = level_count(size, tile.level);
  const bool known =
      VICHE_HOLDS(tile.number < tile_count(count)) &&
      VICHE_HOLDS(path == hash_tile_path(tile.level, tile.number, tile_width(tile.number, count)));
  return known ? std::optional(tile) : std::nullopt;
}

bool is_expected_file(std::string_view path, std::uint64_t size) {
  return path == "checkpoint" || find_tile(path, size).has_value();
}

Bundle read_bundle(ByteView bytes, std::uint64_t count) {
  Bundle bundle;
  Reader reader(bytes);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string where = "entry " + std::to_string(i) + " of the bundle";
    const Result<std::uint16_t> length = reader.u16("length");
    const Result<ByteView> entry =
        length ? reader.take(*length, "entry") : Result<ByteView>(length.error());
    if (!entry) {
      bundle.fault = entry.error().at(where);
      return bundle;
    }
    if (VICHE_FAULT(*length == 0) && !bundle.fault) {
      bundle.fault = Error{"an entry of no bytes", where};
    }
    bundle.entries.push_back(*entry);
  }
  const Result<void> end = reader.finish();
  if (VICHE_FAULT(!end) && !bundle.fault) bundle.fault = end.error();
  return bundle;
}

}  // namespace viche::verifier
