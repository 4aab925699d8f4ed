#include "tests/fuzz/tree.h"

namespace viche::fuzz {

Result<log::Hash> LeafHashes::subtree(unsigned level, std::uint64_t index) {
  const std::uint64_t width = std::uint64_t{1} << level;
  return log::merkle_root(leaves_.subspan(index * width, width));
}

void change_proof(log::MerkleProof& proof, Input& input) {
  for (std::uint8_t changes = input.u8() % 4; changes > 0; --changes) {
    const std::uint8_t kind = input.u8();
    const std::size_t place = proof.empty() ? 0 : input.u8() % proof.size();
    if (proof.empty() || kind % 5 == 0) {
      proof.insert(proof.begin() + static_cast<std::ptrdiff_t>(place), log::Hash{kind});
      continue;
    }
    switch (kind % 5) {
      case 1:
        proof.erase(proof.begin() + static_cast<std::ptrdiff_t>(place));
        break;
      case 2:
        proof.push_back(proof[place]);
        break;
      case 3:
        std::swap(proof[place], proof.back());
        break;
      default:
        proof[place][kind % 32] ^= static_cast<std::uint8_t>(1 << (kind % 8));
    }
  }
}

log::MerkleProof changed_inclusion(std::span<const log::Hash> leaves, std::uint64_t index,
                                   std::uint64_t size, Input& input) {
  LeafHashes reader(leaves);
  log::MerkleProof proof = log::inclusion_proof(reader, index, size).value();
  change_proof(proof, input);
  return proof;
}

}  // namespace viche::fuzz
