#pragma once
// An election that grows on a server, and another that begins like it.

#include <vector>

#include "tests/apps/viche-verify/file_server.h"
#include "tests/verifier/tiny_election.h"

namespace viche::test {

/// The record after each batch, and at last with the result. Enough entries for full tiles: the
/// roll and the first batch are large.
struct GrowingLog {
  std::vector<FileServer::Files> steps;
  std::vector<std::uint64_t> sizes;  // of the steps
  Bytes32 fingerprint{};
};

/// `choice` of the ballots behind the second batch: two logs with two choices are forks.
inline GrowingLog grow(int choice, std::size_t batches = 6) {
  using verifier::Type;
  GrowingLog log;
  verifier::test::TinyElection election;
  constexpr std::size_t kVoters = 300;
  for (std::size_t i = 0; i < kVoters; ++i) election.add_voter(2, 1);
  election.open();
  log.fingerprint = election.fingerprint();
  const auto keep = [&] {
    log.steps.push_back(election.files());
    log.sizes.push_back(election.entries.size());
  };
  keep();
  std::size_t next = 0;
  for (std::size_t batch = 0; batch < batches; ++batch) {
    std::vector<Bytes> ballots;
    const std::size_t end = batch == 0 ? kVoters - 3 * batches : next + 3;
    for (; next < end; ++next) {
      ballots.push_back(
          election.ballot(Type::kCast, next, verifier::test::short_marks(batch < 2 ? 0 : choice)));
    }
    election.add_batch(ballots);
    keep();
  }
  election.conclude();
  keep();
  return log;
}

}  // namespace viche::test
