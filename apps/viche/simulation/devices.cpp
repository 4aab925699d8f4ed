#include "apps/viche/simulation/devices.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "ballot/opening.h"
#include "ballot/parallel.h"

namespace viche::app {

Devices::Devices(const ballot::Manifest& manifest, const ballot::Votes& votes, const Plan& plan,
                 unsigned threads)
    : manifest_(&manifest), votes_(&votes), plan_(&plan), threads_(threads) {
  std::vector<std::optional<ballot::Credential>> made(plan.voters.size());
  ballot::parallel_for(made.size(), threads_, made.size(), [&](std::size_t begin, std::size_t end) {
    SystemRandom random;
    for (std::size_t i = begin; i < end; ++i) made[i] = ballot::generate_credential(random);
  });
  credentials_.reserve(made.size());
  for (auto& credential : made) credentials_.push_back(std::move(*credential));
  latest_.resize(plan.voting(), log::Hash{});
}

std::vector<log::VoterRecord> Devices::roll() const {
  std::vector<log::VoterRecord> records;
  for (std::size_t i = 0; i < credentials_.size(); ++i) {
    records.push_back(
        {credentials_[i].K.encode(), plan_->voters[i].style, plan_->voters[i].weight});
  }
  return records;
}

std::vector<Bytes32> Devices::cancelled() const {
  std::vector<Bytes32> keys;
  for (std::size_t voter = 0; voter < plan_->voting(); ++voter) {
    if (plan_->cancelled[voter]) keys.push_back(credentials_[voter].K.encode());
  }
  return keys;
}

void Devices::open(std::shared_ptr<const ballot::ElectionContext> context) {
  context_ = std::move(context);
  prover_ = std::make_unique<const ballot::Prover>(context_);
}

Result<Bytes32> Devices::tracker(ByteView entry) const {
  VICHE_ASSIGN(const ballot::BallotView view, ballot::BallotView::parse(entry, context_->layout()));
  return ballot::tracker(context_->election(), view);
}

Result<Bytes> Devices::challenge(const PlannedBallot& planned, ballot::Proven proven,
                                 RandomSource& random) const {
  const Bytes32 noted = proven.ballot.tracker();
  ballot::Challenged challenged = prover_->challenge(std::move(proven), latest_[planned.voter],
                                                     credentials_[planned.voter], random);
  // The second device knows the tracker that was noted, the entry and the opening.
  const ballot::StyleIndex style = ballot::BallotView::of(challenged.entry).style();
  const ballot::NamedOpening named{noted, manifest_->style(style).id,
                                   std::move(challenged.opening)};
  VICHE_ASSIGN(const ballot::Choices seen,
               ballot::check_noted_opening(*context_, *manifest_, ballot::NotedTracker::of(noted),
                                           challenged.entry, named));
  VICHE_ASSIGN(
      const ballot::Choices meant,
      ballot::decode_slots(*manifest_, context_->layout(), style, votes_->lines[planned.line].m));
  if (!(seen == meant)) {
    return Error{"the second device sees another vote", "ballot " + ballot::display_tracker(noted)};
  }
  return challenged.entry;
}

Result<Bytes> Devices::make(const PlannedBallot& planned, RandomSource& random) const {
  const ballot::VoteLine& line = votes_->lines[planned.line];
  const ballot::Credential& credential = credentials_[planned.voter];
  const Secret<std::vector<std::uint8_t>> m(std::vector<std::uint8_t>(line.m));
  ballot::Proven proven = prover_->prove(line.style, credential, m, random);
  if (planned.kind == EventKind::kChallenge) return challenge(planned, std::move(proven), random);
  return prover_->cast(std::move(proven), latest_[planned.voter], credential, random);
}

Result<std::vector<Bytes>> Devices::make_batch(const std::vector<PlannedBallot>& batch) {
  std::vector<Bytes> entries(batch.size());
  std::vector<std::optional<Error>> errors(batch.size());
  ballot::parallel_for(batch.size(), threads_, batch.size(),
                       [&](std::size_t begin, std::size_t end) {
                         SystemRandom random;
                         for (std::size_t i = begin; i < end; ++i) {
                           Result<Bytes> entry = make(batch[i], random);
                           if (entry) {
                             entries[i] = std::move(*entry);
                           } else {
                             errors[i] = entry.error();
                           }
                         }
                       });
  for (const std::optional<Error>& error : errors) {
    if (error) return *error;
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    latest_[batch[i].voter] = log::hash_leaf(entries[i]);
  }
  return entries;
}

}  // namespace viche::app
