// The thread of each witness: when it is asked, and what its answers mean.

#include <algorithm>
#include <utility>

#include "bulletin/log/tile_reader.h"
#include "bulletin/service/witness_pool.h"

namespace viche::board {
namespace {

using ReplyOutcome = log::WitnessReply::Outcome;

/// Until a checkpoint that was just signed is published.
constexpr std::chrono::milliseconds kUnpublishedPause(50);

}  // namespace

void WitnessPool::count_contradicting() {
  const auto count = static_cast<std::size_t>(std::count_if(
      peers_.begin(), peers_.end(), [](const auto& peer) { return peer->numbers.contradicting; }));
  contradicted_ = count >= std::max<std::size_t>(quorum_, 1) || witnesses_ - count < quorum_;
}

void WitnessPool::run(Peer& peer) {
  std::unique_lock lock(mutex_);
  while (const std::shared_ptr<const Target> target = next_target(lock, peer)) {
    ask(lock, peer, target);
  }
}

std::shared_ptr<const WitnessPool::Target> WitnessPool::next_target(
    std::unique_lock<std::mutex>& lock, Peer& peer) {
  while (!stopping_) {
    if (!target_ || peer.settled == target_ || peer.numbers.contradicting) {
      changed_.wait(lock);
    } else if (Clock::now() < peer.next_try) {
      changed_.wait_until(lock, peer.next_try);
    } else {
      return target_;
    }
  }
  return nullptr;
}

void WitnessPool::ask(std::unique_lock<std::mutex>& lock, Peer& peer,
                      const std::shared_ptr<const Target>& target) {
  peer.busy = true;
  const std::optional<log::ProofFrom> proof = std::exchange(peer.proof, std::nullopt);
  const std::uint64_t known_size = peer.known_size;
  lock.unlock();
  log::LogDirectory directory(record_);
  log::TileHashReader tree(directory, target->head.size);
  const WitnessPeer& witness = peer.witness;
  const Clock::time_point start = Clock::now();
  const log::WitnessReply reply =
      proof ? log::request_cosignature(witness.transport, witness.key, target->note, *proof, tree)
            : log::request_cosignature(witness.transport, witness.key, target->note,
                                       std::min(known_size, target->head.size), tree);
  const bool in_time = Clock::now() - start < options_.wait;
  lock.lock();
  peer.busy = false;
  const std::optional<WitnessEvent::Kind> told = settle(peer, target, reply);
  if (!in_time) peer.waited_for = false;
  if (target == target_) peer.in_round = false;
  changed_.notify_all();
  if (!told || !options_.on_event) return;
  lock.unlock();
  options_.on_event({*told, peer.numbers.witness, reply});
  lock.lock();
}

std::optional<WitnessEvent::Kind> WitnessPool::settle(Peer& peer,
                                                      const std::shared_ptr<const Target>& target,
                                                      const log::WitnessReply& reply) {
  const bool is_its_own = reply.outcome != ReplyOutcome::kNoProof;
  if (is_its_own) ++peer.numbers.outcomes[static_cast<std::size_t>(reply.outcome)];
  peer.known_size = reply.known_size;
  switch (reply.outcome) {
    case ReplyOutcome::kCosigned: {
      peer.settled = target;
      peer.waited_for = true;
      peer.pause = {};
      if (target == target_) {
        peer.cosignature = reply.cosignature;
        const bool is_late = !in_round_ && !peer.attached && attached() < quorum_;
        if (is_late && listener_) listener_();
      }
      const bool was_failing = std::exchange(peer.failing, false);
      return was_failing ? std::optional(WitnessEvent::Kind::kAnswering) : std::nullopt;
    }
    case ReplyOutcome::kNoProof:
      peer.next_try = Clock::now() + kUnpublishedPause;
      return std::nullopt;
    case ReplyOutcome::kOtherRoot:
    case ReplyOutcome::kLongerLog:
      peer.numbers.contradicting = true;
      count_contradicting();
      if (listener_) listener_();
      return WitnessEvent::Kind::kContradicting;
    case ReplyOutcome::kUnreachable:
    case ReplyOutcome::kRefused:
      break;
  }
  peer.waited_for = false;
  peer.pause = std::clamp(2 * peer.pause, options_.first_pause, options_.longest_pause);
  peer.next_try = Clock::now() + peer.pause;
  const bool was_failing = std::exchange(peer.failing, true);
  return was_failing ? std::nullopt : std::optional(WitnessEvent::Kind::kFailing);
}

}  // namespace viche::board
