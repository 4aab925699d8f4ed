#include "bulletin/service/receipt_maker.h"

#include "bulletin/log/proof.h"
#include "bulletin/log/tile.h"

namespace viche::board {

Result<std::string> ReceiptMaker::receipt(std::uint64_t index) {
  VICHE_ASSIGN(const log::MerkleProof proof,
               log::inclusion_proof(tree_, index, published_.head.size));
  return log::encode_receipt(index, proof, published_.checkpoint);
}

Result<ProvedEntry> ReceiptMaker::entry(std::uint64_t index) {
  const log::TreeHead& head = published_.head;
  VICHE_ASSIGN(const log::MerkleProof proof, log::inclusion_proof(tree_, index, head.size));
  VICHE_ASSIGN(const log::Tile tile,
               log::tile_at(log::Tile::Kind::kEntries, 0, index / log::kTileWidth, head.size));
  VICHE_ASSIGN(const log::EntryBundle bundle, directory_.entries(tile));
  const ByteView bytes = bundle.entries[index - tile.begin()];
  const Result<void> included = log::verify_inclusion(proof, index, log::hash_leaf(bytes), head);
  if (!included) return included.error().at("entry " + std::to_string(index));
  return ProvedEntry{Bytes(bytes.begin(), bytes.end()),
                     log::encode_receipt(index, proof, published_.checkpoint)};
}

}  // namespace viche::board
