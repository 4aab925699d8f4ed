#include "apps/viche/simulation/devices.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "ballot/opening.h"
#include "crypto/group/batch.h"
#include "crypto/group/parallel.h"

namespace viche::app {

Devices::Devices(const ballot::Manifest& manifest, const ballot::Votes& votes, const Plan& plan,
                 unsigned threads)
    : manifest_(&manifest), votes_(&votes), plan_(&plan), threads_(threads) {
  SystemRandom random;
  credentials_ = ballot::generate_credentials(plan.voters.size(), random);
  latest_.resize(plan.voting(), log::Hash{});
}

std::vector<log::VoterRecord> Devices::roll() const {
  std::vector<Point> points;
  points.reserve(credentials_.size());
  for (const ballot::Credential& credential : credentials_) points.push_back(credential.K);
  const Bytes keys = encode_points(points);
  std::vector<log::VoterRecord> records(points.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::copy_n(keys.begin() + static_cast<std::ptrdiff_t>(32 * i), 32, records[i].K.begin());
    records[i].style = plan_->voters[i].style;
    records[i].weight = plan_->voters[i].weight;
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

Result<void> Devices::make(const std::vector<PlannedBallot>& batch,
                           std::span<const std::size_t> places, std::vector<Bytes>& entries) {
  SystemRandom system;
  BufferedRandom random(system);
  std::vector<Secret<std::vector<std::uint8_t>>> votes;
  std::vector<ballot::ProofRequest> requests;
  votes.reserve(places.size());
  for (const std::size_t place : places) {
    votes.emplace_back(std::vector<std::uint8_t>(votes_->lines[batch[place].line].m));
    requests.push_back({&credentials_[batch[place].voter], &votes.back()});
  }
  const ballot::StyleIndex style = votes_->lines[batch[places.front()].line].style;
  std::vector<ballot::Proven> proven = prover_->prove_many(style, requests, random);

  std::vector<ballot::Proven> casts;
  std::vector<std::size_t> cast_places;
  std::vector<Bytes32> prev;
  std::vector<const ballot::Credential*> credentials;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const PlannedBallot& planned = batch[places[i]];
    if (planned.kind == EventKind::kChallenge) {
      VICHE_ASSIGN(entries[places[i]], challenge(planned, std::move(proven[i]), random));
      continue;
    }
    casts.push_back(std::move(proven[i]));
    cast_places.push_back(places[i]);
    prev.push_back(latest_[planned.voter]);
    credentials.push_back(&credentials_[planned.voter]);
  }
  std::vector<Bytes> made = prover_->cast_many(std::move(casts), prev, credentials, random);
  for (std::size_t i = 0; i < made.size(); ++i) entries[cast_places[i]] = std::move(made[i]);
  for (const std::size_t place : places) {
    latest_[batch[place].voter] = log::hash_leaf(entries[place]);
  }
  return {};
}

std::vector<std::vector<std::size_t>> Devices::by_style(
    const std::vector<PlannedBallot>& batch) const {
  std::map<ballot::StyleIndex, std::vector<std::size_t>> styles;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    styles[votes_->lines[batch[i].line].style].push_back(i);
  }
  std::vector<std::vector<std::size_t>> groups;
  for (const auto& [style, places] : styles) {
    for (std::size_t begin = 0; begin < places.size(); begin += ballot::kProverLanes) {
      const std::size_t count = std::min(ballot::kProverLanes, places.size() - begin);
      const auto first = places.begin() + static_cast<std::ptrdiff_t>(begin);
      groups.emplace_back(first, first + static_cast<std::ptrdiff_t>(count));
    }
  }
  return groups;
}

Result<std::vector<Bytes>> Devices::make_batch(const std::vector<PlannedBallot>& batch) {
  const std::vector<std::vector<std::size_t>> groups = by_style(batch);
  std::vector<Bytes> entries(batch.size());
  std::vector<std::optional<Error>> errors(groups.size());
  parallel_for(threads_, groups.size(), [&](std::size_t i) {
    const Result<void> made = make(batch, groups[i], entries);
    if (!made) errors[i] = made.error();
  });
  for (const std::optional<Error>& error : errors) {
    if (error) return *error;
  }
  return entries;
}

}  // namespace viche::app
