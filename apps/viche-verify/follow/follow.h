#pragma once
// Follows a log while the election runs: every checkpoint is remembered, held against all that were
// seen before, and every new entry is judged.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/viche-verify/fetch/log_view.h"
#include "apps/viche-verify/follow/alarm.h"
#include "apps/viche-verify/follow/seen.h"
#include "verifier/follower.h"

namespace viche::follow {

struct FollowOptions {
  fetch::Url url;
  std::string ca;
  std::string directory;  // the state
  Bytes32 fingerprint{};
  unsigned threads = 1;
  std::uint64_t stale_after = 3600;  // seconds
  unsigned recheck = 4;              // old tiles fetched again at each poll
  fetch::Patience patience;
  unsigned tries = 5;
  std::chrono::milliseconds rest{200};
};

/// What a follower knows, for people and for metrics.
struct FollowStatus {
  verifier::Head judged;
  std::uint64_t seen = 0;     // checkpoints remembered
  std::uint64_t ballots = 0;  // judged
  std::uint64_t young = 0;    // time of the newest checkpoint, seconds since 1970
  std::uint64_t polls = 0, failed_polls = 0;
  std::uint64_t rechecked = 0;  // old tiles, fetched again and found the same
  bool ended = false;           // the result is there and judged
};

class Follow {
 public:
  /// Opens the state, which is made if it is not there; one follower at a time. `arithmetic` must
  /// outlive it. `now`: seconds since 1970.
  static Result<std::unique_ptr<Follow>> open(FollowOptions options,
                                              const verifier::Arithmetic& arithmetic,
                                              std::uint64_t now);

  /// Looks once. An alarm, or nothing. The Error says why it could not look (or judge all that is
  /// there): the next poll goes on.
  Result<std::optional<Alarm>> poll(std::uint64_t now);
  /// An alarm if no checkpoint is younger than `stale_after`.
  [[nodiscard]] std::optional<Alarm> stale(std::uint64_t now) const;

  [[nodiscard]] const FollowStatus& status() const { return status_; }

 private:
  using Outcome = Result<std::optional<Alarm>>;

  Follow(FollowOptions options, const verifier::Arithmetic& arithmetic, fetch::Server server,
         SeenFile seen);
  Result<std::string> fetch_note();
  Outcome look(std::uint64_t now);
  Result<void> learn_manifest(fetch::LogView& view);
  Result<void> read_manifest_file();
  Outcome remember(const std::string& note, const verifier::Checkpoint& checkpoint,
                   std::uint64_t now);
  Outcome against_smaller(const std::string& note, const verifier::Head& head);
  Outcome consistency(fetch::LogView& view, const std::string& note, const verifier::Head& head);
  Outcome judge(fetch::LogView& view, const std::string& note, const verifier::Head& head);
  Result<Bytes> bring(fetch::LogView& view, std::uint64_t number, const verifier::Head& head);
  Outcome recheck(fetch::LogView& view, const std::string& note, const verifier::Head& head);
  Outcome fault(const std::string& note) const;
  Outcome other_election(const std::string& note) const;
  Result<void> confirm();
  void freshen(const verifier::Checkpoint& checkpoint, std::uint64_t now);
  [[nodiscard]] const std::string& note_beside(std::uint64_t size) const;
  void drop_partial_bundles(std::uint64_t size) const;

  [[nodiscard]] Alarm alarm(AlarmKind kind, std::string message) const;
  [[nodiscard]] Alarm fork(const std::string& remembered, const std::string& shown,
                           std::string message) const;
  /// The alarm if what the server gave for a tile is wrong; else the error.
  [[nodiscard]] Outcome wrong_or(const fetch::LogView& view, const std::string& note,
                                 const Error& error) const;
  [[nodiscard]] std::string record() const { return options_.directory + "/record"; }

  FollowOptions options_;
  const verifier::Arithmetic& arithmetic_;
  fetch::Server server_;
  fetch::HttpClient client_;
  SeenFile file_;
  bool confirmed_ =
      false;  // that this is the election that is meant; until then no file is written
  std::vector<Seen> seen_;
  std::vector<verifier::Head> heads_;             // of seen_
  std::map<std::uint64_t, std::size_t> by_size_;  // of a remembered head: its place in seen_
  std::optional<Alarm> fork_seen_;                // between remembered checkpoints
  std::optional<verifier::Manifest> manifest_;
  std::string manifest_text_;
  Bytes32 manifest_hash_{};
  verifier::Follower follower_;
  std::uint64_t next_recheck_ = 0;
  std::optional<verifier::Head> last_;  // judged in this run
  std::uint64_t last_cosigned_ = 0;
  FollowStatus status_;
};

/// The two states' remembered checkpoints against each other and against each one's log.
struct Comparison {
  std::uint64_t compared = 0;  // checkpoints held against the other's log or checkpoints
  std::uint64_t beyond = 0;    // that neither log reaches
  std::optional<Alarm> fork;
};
Result<Comparison> compare(const std::string& a, const std::string& b,
                           const verifier::Arithmetic& arithmetic);

}  // namespace viche::follow
