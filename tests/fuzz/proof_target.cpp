// Inclusion and consistency proofs in small trees: the engine and the verifier accept the same
// inclusion proofs, and nothing that is false is accepted.

#include "tests/fuzz/target.h"
#include "tests/fuzz/tree.h"
#include "verifier/merkle.h"

namespace viche::fuzz {
namespace {

constexpr std::uint64_t kLeaves = 70;

std::vector<log::Hash> make_leaves() {
  std::vector<log::Hash> leaves;
  for (std::uint8_t i = 0; i < kLeaves; ++i) leaves.push_back(log::hash_leaf(Bytes{i}));
  return leaves;
}

log::TreeHead head_of(std::span<const log::Hash> leaves, std::uint64_t size) {
  return {size, log::merkle_root(leaves.first(size))};
}

}  // namespace

void read_proof(ByteView bytes) {
  static const std::vector<log::Hash> kAll = make_leaves();
  Input input(bytes);
  const std::uint64_t size = input.u8() % (kLeaves + 1);
  const log::TreeHead head = head_of(kAll, size);

  const std::uint64_t old_size = input.u8() % (kLeaves + 1);
  LeafHashes reader(kAll);
  log::MerkleProof consistency;
  if (old_size <= size) consistency = log::consistency_proof(reader, old_size, size).value();
  const log::MerkleProof honest = consistency;
  change_proof(consistency, input);
  log::TreeHead old_head = head_of(kAll, old_size);
  const std::uint64_t shown_old = input.u8() % 8 == 0 ? input.u64() : old_size;
  old_head.size = shown_old;
  if (input.u8() % 8 == 0) old_head.root[0] ^= 1;
  const bool shown = log::verify_consistency(consistency, old_head, head).ok();
  const bool true_prefix = old_head.size <= size && old_head == head_of(kAll, old_head.size);
  require(!shown || true_prefix, "a consistency proof of a head that is no prefix");
  require(shown || !true_prefix || shown_old != old_size || consistency != honest,
          "an honest consistency proof is refused");

  if (size == 0) return;
  const std::uint64_t index = input.u8() % size;
  const log::MerkleProof proof = changed_inclusion(kAll, index, size, input);
  const std::uint64_t shown_index = input.u8() % 8 == 0 ? input.u64() : index;
  const std::uint64_t shown_size = input.u8() % 8 == 0 ? input.u64() % log::kMaxTreeSize : size;
  const bool engine =
      log::verify_inclusion(proof, shown_index, kAll[index], {shown_size, head.root}).ok();
  const auto root = verifier::root_from_inclusion(kAll[index], shown_index, shown_size, proof);
  if (!agree(engine, root == head.root, "an inclusion proof") || shown_size != size) return;
  require(shown_index < size && kAll[shown_index] == kAll[index],
          "an inclusion proof of another leaf");
}

}  // namespace viche::fuzz
