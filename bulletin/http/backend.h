#pragma once
// What the interface asks of the board: board::Service, or a test's stand-in. Thread-safe.

#include "bulletin/service/service.h"

namespace viche::http {

class Backend {
 public:
  virtual ~Backend() = default;
  // Each as in board::Service.
  virtual board::Taken submit_ballots(std::vector<Bytes> entries,
                                      board::Service::BallotsDone done) = 0;
  virtual board::Taken submit_statement(std::vector<Bytes> parts,
                                        board::Service::StatementDone done) = 0;
  virtual Result<board::FoundBallot> find_ballot(const ballot::NotedTracker& noted) = 0;
  virtual Result<std::optional<board::FoundCredential>> find_credential(const Bytes32& K) = 0;
  virtual std::shared_ptr<const board::ServiceStatus> status() = 0;
  virtual board::ServiceMetrics metrics() = 0;
};

/// The service itself, which must outlive it.
class ServiceBackend final : public Backend {
 public:
  explicit ServiceBackend(board::Service& service) : service_(service) {}

  board::Taken submit_ballots(std::vector<Bytes> entries,
                              board::Service::BallotsDone done) override {
    return service_.submit_ballots(std::move(entries), std::move(done));
  }
  board::Taken submit_statement(std::vector<Bytes> parts,
                                board::Service::StatementDone done) override {
    return service_.submit_statement(std::move(parts), std::move(done));
  }
  Result<board::FoundBallot> find_ballot(const ballot::NotedTracker& noted) override {
    return service_.find_ballot(noted);
  }
  Result<std::optional<board::FoundCredential>> find_credential(const Bytes32& K) override {
    return service_.find_credential(K);
  }
  std::shared_ptr<const board::ServiceStatus> status() override { return service_.status(); }
  board::ServiceMetrics metrics() override { return service_.metrics(); }

 private:
  board::Service& service_;
};

}  // namespace viche::http
