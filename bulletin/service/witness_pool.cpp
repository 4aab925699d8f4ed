// Rounds: what a checkpoint is asked of all witnesses, and what is taken of their answers.

#include "bulletin/service/witness_pool.h"

#include <pthread.h>

#include <algorithm>
#include <map>
#include <utility>

namespace viche::board {
namespace {

/// Of a checkpoint that this process signed or published.
log::TreeHead head_of(const log::Note& checkpoint) {
  const Result<log::Checkpoint> body = log::Checkpoint::decode(checkpoint.text);
  if (!body) broken_invariant("a checkpoint of ours that does not decode");
  return body->head;
}

}  // namespace

std::string_view outcome_name(log::WitnessReply::Outcome outcome) {
  using ReplyOutcome = log::WitnessReply::Outcome;
  switch (outcome) {
    case ReplyOutcome::kCosigned:
      return "cosigned";
    case ReplyOutcome::kUnreachable:
      return "unreachable";
    case ReplyOutcome::kRefused:
      return "refused";
    case ReplyOutcome::kOtherRoot:
      return "other-root";
    case ReplyOutcome::kLongerLog:
      return "longer-log";
    case ReplyOutcome::kNoProof:
      return "no-proof";
  }
  broken_invariant("an outcome that is none");
}

WitnessPool::WitnessPool(const log::LogPolicy& policy, std::vector<WitnessPeer> peers,
                         std::filesystem::path record, WitnessPoolOptions options)
    : quorum_(policy.quorum()),
      witnesses_(policy.keys().size() - 1),
      record_(std::move(record)),
      options_(std::move(options)) {
  for (WitnessPeer& witness : peers) {
    auto peer = std::make_unique<Peer>();
    peer->numbers.witness = witness.key.name;
    peer->witness = std::move(witness);
    peers_.push_back(std::move(peer));
  }
  for (const auto& peer : peers_) {
    threads_.emplace_back([this, &peer = *peer] { run(peer); });
    ::pthread_setname_np(threads_.back().native_handle(), "board-witness");
  }
}

WitnessPool::~WitnessPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

std::vector<log::NoteSignature> WitnessPool::cosign(const log::Note& checkpoint,
                                                    log::HashReader& tree) {
  std::unique_lock lock(mutex_);
  std::vector<std::optional<std::uint64_t>> sizes;
  for (const auto& peer : peers_) {
    const bool idle = !peer->busy && peer->waited_for && !peer->numbers.contradicting;
    sizes.push_back(idle ? std::optional(peer->known_size) : std::nullopt);
  }
  lock.unlock();
  auto target = std::make_shared<const Target>(Target{checkpoint, head_of(checkpoint)});
  std::map<std::uint64_t, std::optional<log::ProofFrom>> made;
  std::vector<std::optional<log::ProofFrom>> proofs;
  for (const std::optional<std::uint64_t>& size : sizes) {
    if (size && !made.contains(*size)) {
      Result<log::MerkleProof> proof = log::consistency_proof(tree, *size, target->head.size);
      made[*size] = proof ? std::optional(log::ProofFrom{*size, std::move(*proof)}) : std::nullopt;
    }
    proofs.push_back(size ? made[*size] : std::nullopt);
  }
  lock.lock();
  set_target(std::move(target), std::move(proofs));
  wait_for_round(lock, std::max<std::size_t>(quorum_, 1));
  return give();
}

void WitnessPool::resume(const log::Note& published) {
  std::unique_lock lock(mutex_);
  set_target(std::make_shared<const Target>(Target{published, head_of(published)}),
             std::vector<std::optional<log::ProofFrom>>(peers_.size()));
  for (const auto& peer : peers_) {
    peer->attached = std::any_of(
        published.signatures.begin(), published.signatures.end(),
        [&](const log::NoteSignature& line) { return log::is_by(line, peer->witness.key); });
    peer->in_round = true;
  }
  wait_for_round(lock, peers_.size());
}

void WitnessPool::set_target(std::shared_ptr<const Target> target,
                             std::vector<std::optional<log::ProofFrom>> proofs) {
  target_ = std::move(target);
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    Peer& peer = *peers_[i];
    peer.in_round = proofs[i].has_value() && !peer.busy;
    peer.proof = std::move(proofs[i]);
    peer.cosignature.reset();
    peer.attached = false;
  }
  in_round_ = true;
  changed_.notify_all();
}

void WitnessPool::wait_for_round(std::unique_lock<std::mutex>& lock, std::size_t enough) {
  const auto is_over = [&] {
    std::size_t came = 0, awaited = 0;
    for (const auto& peer : peers_) {
      came += peer->cosignature ? 1 : 0;
      awaited += peer->in_round ? 1 : 0;
    }
    return came >= enough || awaited == 0;
  };
  const bool in_time = changed_.wait_for(lock, options_.wait, is_over);
  for (const auto& peer : peers_) {
    if (!in_time && peer->in_round) peer->waited_for = false;
    peer->in_round = false;
  }
  in_round_ = false;
}

std::vector<log::NoteSignature> WitnessPool::give() {
  std::vector<log::NoteSignature> given;
  for (const auto& peer : peers_) {
    if (!peer->cosignature) continue;
    given.push_back(*peer->cosignature);
    peer->attached = true;
  }
  return given;
}

std::size_t WitnessPool::attached() const {
  return static_cast<std::size_t>(
      std::count_if(peers_.begin(), peers_.end(), [](const auto& peer) { return peer->attached; }));
}

void WitnessPool::listen(std::function<void()> changed) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(changed);
}

std::vector<log::NoteSignature> WitnessPool::late(const log::TreeHead& head) {
  const std::lock_guard lock(mutex_);
  if (!target_ || target_->head != head) return {};
  return give();
}

std::vector<std::string> WitnessPool::contradicting() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& peer : peers_) {
    if (peer->numbers.contradicting) names.push_back(peer->numbers.witness);
  }
  return names;
}

std::vector<WitnessNumbers> WitnessPool::numbers() const {
  const std::lock_guard lock(mutex_);
  std::vector<WitnessNumbers> numbers;
  for (const auto& peer : peers_) numbers.push_back(peer->numbers);
  return numbers;
}

}  // namespace viche::board
