// Receipts: the engine and the verifier read the same ones, and believe the same ones.
//
// An input is a receipt, or (first byte below kPieces) the index, what to do with the proof, and
// pieces of a checkpoint.

#include "bulletin/log/proof.h"
#include "tests/fuzz/note_pieces.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/tree.h"
#include "verifier/receipt.h"

namespace viche::fuzz {
namespace {

std::string made_receipt(Input& input) {
  std::vector<log::Hash> leaves;
  for (const Bytes& entry : setting().entries) leaves.push_back(log::hash_leaf(entry));
  log::Receipt receipt;
  receipt.index = input.u8();
  const std::uint64_t size =
      input.u8() % 2 == 0 ? setting().entries.size() : setting().entries.size() / 2;
  receipt.proof = changed_inclusion(leaves, receipt.index % size, size, input);
  std::string text = receipt.encode();  // ends in the empty line of a note without text
  text.pop_back();
  return text + put_together(input);
}

/// The leaf of the entry that the receipt names.
log::Hash leaf_of(std::uint64_t index) {
  return log::hash_leaf(setting().entries[index % setting().entries.size()]);
}

bool believed(const verifier::Receipt& receipt) {
  const auto witnesses = verifier::check_kept_checkpoint(
      receipt.checkpoint, setting().manifest,
      log::election_origin(setting().state().manifest_hash()), *setting().arithmetic);
  const verifier::Head& head = receipt.checkpoint.head;
  return witnesses.ok() && verifier::root_from_inclusion(leaf_of(receipt.index), receipt.index,
                                                         head.size, receipt.proof) == head.root;
}

}  // namespace

void read_receipt(ByteView bytes) {
  Input input(bytes);
  std::string text(as_text(bytes));
  if (input.u8() < kPieces) text = made_receipt(input);

  const auto engine = log::Receipt::decode(text);
  const auto other = verifier::read_receipt(text);
  if (engine) require_same(engine->encode(), text, "a receipt");
  const bool engine_believes =
      engine && log::verify_receipt(*engine, leaf_of(engine->index), setting().policy()).ok();
  if (!agree(engine_believes, other && believed(*other), "a receipt")) return;
  require(engine->index == other->index && engine->proof == other->proof, "index or proof");
}

}  // namespace viche::fuzz
