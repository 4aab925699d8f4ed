#pragma once
// A 1-of-n election whose vote is open, with a log on disk and its voters' ballots in memory.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "ballot/election_context.h"
#include "bulletin/log/checkpoint.h"
#include "bulletin/store/sequencer.h"
#include "bulletin/store/sqlite_log_store.h"
#include "tests/bulletin/log/sample_election.h"

namespace viche::bench {

class PreparedElection {
 public:
  /// Makes the log in an empty directory and a cast for each voter. Aborts if that fails.
  PreparedElection(const std::filesystem::path& directory, std::uint32_t choices,
                   std::uint32_t voters);

  [[nodiscard]] store::SqliteLogStore& store() { return *store_; }
  [[nodiscard]] store::Sequencer& sequencer() { return *sequencer_; }
  [[nodiscard]] const Bytes32& manifest_hash() const { return election_.manifest_hash(); }
  [[nodiscard]] log::LogPolicy policy() const;
  /// To be moved from; the voters' ballots in no order.
  [[nodiscard]] std::vector<Bytes>& ballots() { return ballots_; }

 private:
  void open_vote(std::uint32_t voters);
  void prove(std::uint32_t voters);

  test::SampleElection election_;
  std::string origin_;
  std::unique_ptr<store::SqliteLogStore> store_;
  std::optional<store::Publisher> publisher_;
  std::optional<store::Sequencer> sequencer_;
  std::shared_ptr<const ballot::ElectionContext> context_;
  std::vector<Bytes> ballots_;
};

}  // namespace viche::bench
