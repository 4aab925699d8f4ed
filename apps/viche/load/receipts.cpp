#include "apps/viche/load/receipts.h"

#include <algorithm>

#include "bulletin/log/proof.h"
#include "crypto/group/parallel.h"

namespace viche::load {
namespace {

constexpr std::string_view kEndOfLines = "\n\n";
constexpr std::size_t kAtOnce = 1024;

}  // namespace

std::size_t Receipts::number_of(std::string_view note) {
  if (!checkpoints_.empty() && checkpoints_.back().note == note) return checkpoints_.size() - 1;
  const auto [found, fresh] = numbers_.try_emplace(std::string(note), checkpoints_.size());
  if (fresh) {
    const auto opened = log::open_checkpoint(note, policy_);
    checkpoints_.push_back({std::string(note), std::nullopt});
    if (opened) checkpoints_.back().head = opened->checkpoint.head;
  }
  return found->second;
}

void Receipts::add(ByteView entry, std::string_view text) {
  const std::size_t end = text.find(kEndOfLines);
  if (end == std::string_view::npos) return count(false);
  const std::size_t note = end + kEndOfLines.size();
  kept_.push_back({entry, std::string(text.substr(0, note)), number_of(text.substr(note))});
  bytes_ += note;
  while (bytes_ > most_bytes_) {
    bytes_ -= kept_.front().lines.size();
    count(proves(kept_.front()));
    kept_.pop_front();
  }
}

bool Receipts::proves(const Kept& kept) const {
  const Checkpoint& checkpoint = checkpoints_[kept.checkpoint];
  if (!checkpoint.head) return false;
  const auto receipt = log::Receipt::decode(kept.lines + checkpoint.note);
  return receipt && log::verify_inclusion(receipt->proof, receipt->index,
                                          log::hash_leaf(kept.entry), *checkpoint.head)
                        .ok();
}

void Receipts::verify_all(unsigned threads) {
  std::vector<std::uint64_t> good((kept_.size() + kAtOnce - 1) / kAtOnce, 0);
  parallel_for(threads, good.size(), [&](std::size_t part) {
    const std::size_t end = std::min(kept_.size(), (part + 1) * kAtOnce);
    for (std::size_t i = part * kAtOnce; i < end; ++i) good[part] += proves(kept_[i]) ? 1 : 0;
  });
  std::uint64_t all = 0;
  for (const std::uint64_t part : good) all += part;
  verified_ += all;
  failed_ += kept_.size() - all;
  kept_.clear();
  bytes_ = 0;
}

}  // namespace viche::load
