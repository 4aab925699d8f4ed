#pragma once
// The voters' devices: credentials, encrypted ballots, and the second device that checks a
// challenged one.

#include <memory>
#include <span>
#include <vector>

#include "apps/viche/simulation/plan.h"
#include "ballot/credential.h"
#include "ballot/prover.h"
#include "bulletin/log/merkle.h"
#include "bulletin/log/roll_bodies.h"

namespace viche::app {

class Devices {
 public:
  /// Makes a credential for everybody in the plan. Manifest, votes and plan must outlive it.
  Devices(const ballot::Manifest& manifest, const ballot::Votes& votes, const Plan& plan,
          unsigned threads);

  [[nodiscard]] std::vector<log::VoterRecord> roll() const;
  /// Those whose votes the plan cancels.
  [[nodiscard]] std::vector<Bytes32> cancelled() const;

  /// What the devices encrypt for, once they have checked it.
  void open(std::shared_ptr<const ballot::ElectionContext> context);

  /// Encrypts a batch: the entries in its order, whatever is computed at the same time. Opens every
  /// challenged ballot on a second device; an error if that shows another vote.
  Result<std::vector<Bytes>> make_batch(const std::vector<PlannedBallot>& batch);
  /// The tracker of a ballot's entry.
  [[nodiscard]] Result<Bytes32> tracker(ByteView entry) const;

 private:
  /// The places in the batch of ballots that are computed together: of one style, few enough for
  /// the prover's lanes.
  [[nodiscard]] std::vector<std::vector<std::size_t>> by_style(
      const std::vector<PlannedBallot>& batch) const;
  /// Makes the ballots of one such group. Several at a time: no voter is in two.
  Result<void> make(const std::vector<PlannedBallot>& batch, std::span<const std::size_t> places,
                    std::vector<Bytes>& entries);
  Result<Bytes> challenge(const PlannedBallot& planned, ballot::Proven proven,
                          RandomSource& random) const;

  const ballot::Manifest* manifest_;
  const ballot::Votes* votes_;
  const Plan* plan_;
  unsigned threads_;
  std::vector<ballot::Credential> credentials_;
  std::vector<log::Hash> latest_;  // leaf hash of each voter's latest ballot
  std::shared_ptr<const ballot::ElectionContext> context_;
  std::unique_ptr<const ballot::Prover> prover_;
};

}  // namespace viche::app
