// Tiles (section 10): paths, entry bundles and hash tiles.
//
// An input's first byte chooses one of the three.

#include "bulletin/log/tile.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/target.h"
#include "verifier/tiles.h"

namespace viche::fuzz {
namespace {

void read_path(Input& input) {
  const std::uint64_t size = input.u64() >> (16 + input.u8() % 48);
  const std::string_view path = as_text(input.rest());
  const auto tile = log::Tile::parse(path);
  if (tile) require_same(tile->path(), path, "a tile's path");
  const bool of_size = tile && log::tile_at(tile->kind, tile->level, tile->index, size).ok() &&
                       *tile == log::tile_at(tile->kind, tile->level, tile->index, size).value();
  agree(of_size || path == "checkpoint", verifier::is_expected_file(path, size),
        "a file of a record");
}

void read_bundle(Input& input) {
  const std::size_t count = std::size_t{input.u8()} + 1;
  const ByteView bytes = input.rest();
  const auto entries = log::decode_bundle(bytes, count);
  const verifier::Bundle other = verifier::read_bundle(bytes, count);
  // That an entry has a byte at least is not for the engine's bundles to say.
  const bool without_empty =
      entries.ok() &&
      std::none_of(entries->begin(), entries->end(), [](ByteView entry) { return entry.empty(); });
  agree(without_empty, !other.fault.has_value(), "a bundle");
  if (!entries) return;
  std::vector<Bytes> copies;
  for (const ByteView entry : *entries) copies.emplace_back(entry.begin(), entry.end());
  require_same(log::encode_bundle(copies), bytes, "a bundle");
  require(other.entries.size() == count, "the verifier frames fewer entries");
  for (std::size_t i = 0; i < count; ++i) require_same(other.entries[i], copies[i], "an entry");
}

void read_hashes(Input& input) {
  const std::size_t count = input.u8();
  const ByteView bytes = input.rest();
  if (const auto hashes = log::decode_hashes(bytes, count)) {
    require_same(log::encode_hashes(*hashes), bytes, "a hash tile");
  }
}

}  // namespace

void read_tile(ByteView bytes) {
  Input input(bytes);
  switch (input.u8() % 3) {
    case 0:
      return read_path(input);
    case 1:
      return read_bundle(input);
    default:
      return read_hashes(input);
  }
}

}  // namespace viche::fuzz
