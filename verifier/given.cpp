#include "verifier/given.h"

#include "crypto/group/condition.h"

namespace viche::verifier {

GivenInputs::GivenInputs(const std::vector<Given>& checkpoints, const std::vector<Given>& receipts,
                         Checks& checks)
    : checks_(checks) {
  checks_.expect(CheckId::R8, checkpoints.size());
  checks_.expect(CheckId::R9, receipts.size());
  for (const Given& given : checkpoints) {
    checkpoints_.push_back({given.name, read_checkpoint(given.text)});
    const CheckpointReading& reading = checkpoints_.back().reading;
    if (reading.checkpoint) roots_[reading.checkpoint->head.size];
  }
  for (const Given& given : receipts) {
    receipts_.push_back({given.name, read_receipt(given.text)});
    const Result<Receipt>& receipt = receipts_.back().receipt;
    if (!receipt) continue;
    roots_[receipt->checkpoint.head.size];
    leaves_[receipt->index];
  }
}

void GivenInputs::reached(const Frontier& frontier) {
  const auto asked = roots_.find(frontier.size());
  if (asked != roots_.end()) asked->second = frontier.root();
}

void GivenInputs::reached(const LogEntry& entry, bool is_ballot) {
  const auto asked = leaves_.find(entry.index);
  if (asked != leaves_.end()) asked->second = Leaf{entry.leaf, is_ballot};
}

Result<std::size_t> GivenInputs::check_checkpoint(const Checkpoint& checkpoint,
                                                  const Context& context) const {
  VICHE_ASSIGN(
      const std::size_t witnesses,
      check_kept_checkpoint(checkpoint, context.manifest, context.origin, context.arithmetic));
  if (VICHE_FAULT(checkpoint.head.size > context.head.size))
    return Error{"it is larger than the record", ""};
  if (VICHE_FAULT(roots_.at(checkpoint.head.size) != checkpoint.head.root)) {
    return Error{"its root is not that of the record's first " +
                     std::to_string(checkpoint.head.size) + " entries",
                 ""};
  }
  return witnesses;
}

Result<void> GivenInputs::check_receipt(const Receipt& receipt, const Context& context) const {
  VICHE_ASSIGN(const std::size_t witnesses, check_checkpoint(receipt.checkpoint, context));
  if (VICHE_FAULT(witnesses < context.manifest.quorum)) {
    return Error{std::to_string(witnesses) + " witnesses, and the quorum is " +
                     std::to_string(context.manifest.quorum),
                 ""};
  }
  const std::optional<Leaf>& leaf = leaves_.at(receipt.index);
  if (VICHE_FAULT(!leaf) || VICHE_FAULT(!leaf->is_ballot))
    return Error{"it names an entry that is no ballot", ""};
  const std::optional<Bytes32> root =
      root_from_inclusion(leaf->hash, receipt.index, receipt.checkpoint.head.size, receipt.proof);
  if (VICHE_FAULT(root != receipt.checkpoint.head.root)) {
    return Error{"its proof does not lead from the entry to the root", ""};
  }
  return {};
}

void GivenInputs::check(const Manifest& manifest, const Bytes32& manifest_hash,
                        const Arithmetic& arithmetic, const Head& head) {
  const Context context{manifest, origin_of(manifest_hash), arithmetic, head};
  for (const NamedCheckpoint& given : checkpoints_) {
    Result<void> verdict;
    if (given.reading.fault) {
      verdict = *given.reading.fault;
    } else if (auto result = check_checkpoint(*given.reading.checkpoint, context); !result) {
      verdict = result.error();
    }
    if (!verdict) verdict = verdict.error().at(given.name);
    checks_.require(CheckId::R8, std::nullopt, verdict);
  }
  for (const NamedReceipt& given : receipts_) {
    Result<void> verdict;
    if (given.receipt) {
      verdict = check_receipt(*given.receipt, context);
    } else {
      verdict = given.receipt.error();
    }
    if (!verdict) verdict = verdict.error().at(given.name);
    checks_.require(CheckId::R9, std::nullopt, verdict);
  }
}

}  // namespace viche::verifier
