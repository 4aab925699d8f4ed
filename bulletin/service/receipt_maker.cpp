#include "bulletin/service/receipt_maker.h"

#include "bulletin/log/proof.h"

namespace viche::board {

Result<std::string> ReceiptMaker::receipt(std::uint64_t index) {
  VICHE_ASSIGN(const log::MerkleProof proof,
               log::inclusion_proof(tree_, index, published_.head.size));
  return log::encode_receipt(index, proof, published_.checkpoint);
}

}  // namespace viche::board
