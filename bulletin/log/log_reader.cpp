#include "bulletin/log/log_reader.h"

namespace viche::log {

Result<std::optional<StreamedEntry>> EntryStream::next() {
  const std::uint64_t index = frontier_.size();
  if (index == head_.size) {
    if (frontier_.root() != head_.root) {
      return Error{"the entries do not hash to the checkpoint's root", directory_.root().string()};
    }
    return std::optional<StreamedEntry>();
  }
  const std::uint64_t offset = index % kTileWidth;
  if (offset == 0) {
    VICHE_ASSIGN(const Tile tile, tile_at(Tile::Kind::kEntries, 0, index / kTileWidth, head_.size));
    VICHE_ASSIGN(bundle_, directory_.entries(tile));
  }
  const ByteView bytes = bundle_->entries[offset];
  const Hash leaf_hash = hash_leaf(bytes);
  frontier_.append(leaf_hash);
  return std::optional<StreamedEntry>(StreamedEntry{index, bytes, leaf_hash});
}

Result<std::vector<HashedEntry>> EntryStream::next_block() {
  std::vector<HashedEntry> block;
  do {
    VICHE_ASSIGN(const std::optional<StreamedEntry> entry, next());
    if (!entry) break;
    block.push_back({entry->bytes, entry->leaf_hash});
  } while (frontier_.size() % kTileWidth != 0 && frontier_.size() < head_.size);
  return block;
}

Result<LogReader> LogReader::open(const std::filesystem::path& directory, const LogPolicy& policy) {
  LogDirectory files(directory);
  VICHE_ASSIGN(const std::string encoded, files.checkpoint());
  Result<VerifiedCheckpoint> checkpoint = open_checkpoint(encoded, policy);
  if (!checkpoint) return checkpoint.error().at((directory / kCheckpointFile).string());
  return LogReader(std::move(files), std::move(*checkpoint));
}

Result<Receipt> LogReader::receipt(std::uint64_t index) const {
  LogDirectory files = directory_;
  TileHashReader tree(files, size());
  VICHE_ASSIGN(MerkleProof proof, inclusion_proof(tree, index, size()));
  VICHE_ASSIGN(const Tile tile, tile_at(Tile::Kind::kEntries, 0, index / kTileWidth, size()));
  VICHE_ASSIGN(const EntryBundle bundle, files.entries(tile));
  const Hash leaf_hash = hash_leaf(bundle.entries[index - tile.begin()]);
  const Result<void> included = verify_inclusion(proof, index, leaf_hash, head());
  if (!included) return included.error().at("entry " + std::to_string(index));
  return Receipt{std::nullopt, index, std::move(proof), checkpoint_.note};
}

Result<TreeHead> LogReader::head_at(std::uint64_t size) const {
  LogDirectory files = directory_;
  TileHashReader tree(files, this->size());
  VICHE_ASSIGN(const MerkleProof proof, consistency_proof(tree, size, this->size()));
  VICHE_ASSIGN(const Frontier frontier, read_frontier(tree, size));
  const TreeHead old_head = frontier.head();
  VICHE_TRY(verify_consistency(proof, old_head, head()));
  return old_head;
}

}  // namespace viche::log
