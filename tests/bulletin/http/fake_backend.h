#pragma once
// A board that answers as a test tells it, at once.

#include "bulletin/http/backend.h"

namespace viche::test {

class FakeBackend final : public http::Backend {
 public:
  board::Taken submit_ballots(std::vector<Bytes> entries,
                              board::Service::BallotsDone done) override {
    if (taken != board::Taken::kQueued) return taken;
    ballots = entries;
    done(std::vector<board::Receipt>(entries.size(), receipt));
    return taken;
  }
  board::Taken submit_statement(std::vector<Bytes> given,
                                board::Service::StatementDone done) override {
    if (taken != board::Taken::kQueued) return taken;
    parts = std::move(given);
    done(receipt);
    return taken;
  }
  Result<board::FoundBallot> find_ballot(const ballot::NotedTracker&) override {
    if (while_finding) while_finding();
    return found;
  }
  Result<std::optional<board::FoundCredential>> find_credential(const Bytes32&) override {
    return credential;
  }
  std::shared_ptr<const board::ServiceStatus> status() override {
    return std::make_shared<const board::ServiceStatus>(now);
  }
  board::ServiceMetrics metrics() override { return numbers; }

  // What it answers.
  board::Taken taken = board::Taken::kQueued;
  board::Receipt receipt{{board::Outcome::kAppended, 7, "", board::Reason::kNone},
                         "c2sp.org/tlog-proof@v1\n"};
  Result<board::FoundBallot> found = board::FoundBallot{};
  Result<std::optional<board::FoundCredential>> credential =
      std::optional<board::FoundCredential>();
  std::function<void()> while_finding = {};
  board::ServiceStatus now;
  board::ServiceMetrics numbers;
  // What it was given last.
  std::vector<Bytes> ballots, parts;
};

}  // namespace viche::test
