#include "bulletin/log/entry_lookup.h"

#include <string>

namespace viche::log {
namespace {

/// The tree's hashes, those over one tile's leaves from the leaves themselves: a proof made of them
/// for any of these leaves has all the others in it.
class HashesAround final : public HashReader {
 public:
  HashesAround(HashReader& tree, std::uint64_t begin, std::span<const Hash> leaves)
      : tree_(&tree), begin_(begin), leaves_(leaves) {}

  Result<Hash> subtree(unsigned level, std::uint64_t index) override {
    if (level >= kTileHeight) return tree_->subtree(level, index);
    const std::uint64_t first = index << level;
    const std::uint64_t count = std::uint64_t{1} << level;
    if (first < begin_ || first + count > begin_ + leaves_.size()) {
      return tree_->subtree(level, index);
    }
    return merkle_root(leaves_.subspan(first - begin_, count));
  }

 private:
  HashReader* tree_;
  std::uint64_t begin_;
  std::span<const Hash> leaves_;
};

}  // namespace

Result<ByteView> EntryLookup::entry(std::uint64_t index) {
  if (!leaves_ || index < leaves_->begin || index - leaves_->begin >= leaves_->hashes.size()) {
    leaves_.reset();
    VICHE_ASSIGN(leaves_, read(index / kTileWidth));
  }
  const std::uint64_t offset = index - leaves_->begin;
  if (offset >= leaves_->hashes.size()) {
    return Error{"there is none in a log of " + std::to_string(head_.size),
                 "entry " + std::to_string(index)};
  }
  const ByteView bytes = leaves_->bundle.entries[offset];
  if (hash_leaf(bytes) != leaves_->hashes[offset]) {
    return Error{"its bytes are not those of its leaf hash", "entry " + std::to_string(index)};
  }
  return bytes;
}

Result<EntryLookup::Leaves> EntryLookup::read(std::uint64_t tile_index) {
  VICHE_ASSIGN(const Tile tile, tile_at(Tile::Kind::kHashes, 0, tile_index, head_.size));
  VICHE_ASSIGN(std::vector<Hash> hashes, directory_.hashes(tile));
  HashesAround around(tree_, tile.begin(), hashes);
  VICHE_ASSIGN(const MerkleProof proof, inclusion_proof(around, tile.begin(), head_.size));
  const Result<void> included = verify_inclusion(proof, tile.begin(), hashes.front(), head_);
  if (!included) return included.error().at(tile.path());
  VICHE_ASSIGN(const Tile entries, tile_at(Tile::Kind::kEntries, 0, tile_index, head_.size));
  VICHE_ASSIGN(EntryBundle bundle, directory_.entries(entries));
  return Leaves{tile.begin(), std::move(bundle), std::move(hashes)};
}

}  // namespace viche::log
