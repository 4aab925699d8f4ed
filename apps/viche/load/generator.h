#pragma once
// An open-loop load: everything is due at its time, whatever became of what came before, and
// latencies count from then.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/viche/load/chains.h"
#include "apps/viche/load/connections.h"
#include "apps/viche/load/mix.h"
#include "apps/viche/load/receipts.h"
#include "apps/viche/load/report.h"
#include "apps/viche/load/schedule.h"

namespace viche::load {

enum class Again { kNever, kAfterRefusal };

struct LoadOptions {
  /// Ballots of the files a second; what comes with them is beside it. Nothing: each is due when a
  /// connection is free for it.
  std::optional<double> rate;
  std::optional<double> seconds;  // of the schedule; nothing: until the files end
  Spacing spacing = Spacing::kEven;
  Proportions proportions;
  /// Whether what was not taken, or not answered, is posted again.
  Again again = Again::kNever;
  std::optional<Bytes32> election;  // the fingerprint; without it no ballot is looked up
  std::uint64_t seed = 1;
};

class Generator {
 public:
  /// `receipts` may be null. All that is given outlives it.
  Generator(const LoadOptions& options, Connections::Options connections, BallotFiles& files,
            Receipts* receipts);

  /// Runs to the last answer. `progress` is told now and then how much was offered.
  Result<Report> run(const std::function<void(std::uint64_t)>& progress);

 private:
  [[nodiscard]] std::int64_t now() const;
  [[nodiscard]] bool finished() const;
  /// Takes what is due.
  Result<void> take_due();
  [[nodiscard]] bool anything_due(std::int64_t time) const;
  void line_up(Arrival arrival);
  void send_waiting();
  [[nodiscard]] std::chrono::milliseconds until_next() const;
  void compose(const Arrival& arrival);

  void settle(std::uint64_t number, const Answer* answer, Failure failure);
  void judge(const Arrival& arrival, const Answer& answer, std::uint64_t latency);
  void judge_read(const Answer& answer, std::uint64_t latency);
  /// True if it will be posted again.
  bool try_again(const Arrival& arrival, std::optional<unsigned> after);

  LoadOptions options_;
  Mix mix_;
  Schedule schedule_;
  Connections connections_;
  Receipts* receipts_;
  Chains chains_;
  std::string host_;
  Report report_;
  Clock::time_point start_;
  std::int64_t last_answer_ = 0;
  std::deque<Arrival> waiting_;                 // for a connection
  std::multimap<std::int64_t, Arrival> again_;  // by the time to post them again
  std::vector<Arrival> under_way_;              // by the number that connections know
  std::vector<std::uint64_t> numbers_;          // free ones
  std::string request_;
};

}  // namespace viche::load
