#include "bulletin/service/service.h"

#include <utility>

#include "bulletin/service/line.h"

namespace viche::board {

std::string_view stage_name(Stage stage) {
  switch (stage) {
    case Stage::kWait:
      return "wait";
    case Stage::kCheck:
      return "check";
    case Stage::kCommit:
      return "commit";
    case Stage::kAnswer:
      return "answer";
    case Stage::kWhole:
      return "whole";
  }
  broken_invariant("a stage that is none");
}

Service::Service(std::unique_ptr<Line> line) : line_(std::move(line)) {}
Service::~Service() = default;

Result<std::unique_ptr<Service>> Service::open(store::LogStore& store, store::Sequencer& sequencer,
                                               const Bytes32& manifest_hash,
                                               ServiceOptions options) {
  auto line = std::make_unique<Line>(sequencer, std::move(options));
  VICHE_TRY(line->open(store, manifest_hash));
  return std::unique_ptr<Service>(new Service(std::move(line)));
}

Taken Service::submit_ballots(std::vector<Bytes> entries, BallotsDone done) {
  return line_->submit_ballots(std::move(entries), std::move(done));
}

Taken Service::submit_statement(std::vector<Bytes> parts, StatementDone done) {
  return line_->submit_statement(std::move(parts), std::move(done));
}

Result<FoundBallot> Service::find_ballot(const ballot::NotedTracker& noted) const {
  return line_->find_ballot(noted);
}

Result<std::optional<FoundCredential>> Service::find_credential(const Bytes32& K) const {
  return line_->find_credential(K);
}

void Service::hold_ballots(std::chrono::milliseconds time) { line_->hold_ballots(time); }

bool Service::idle() const { return line_->idle(); }

std::shared_ptr<const ServiceStatus> Service::status() const { return line_->status(); }

ServiceMetrics Service::metrics() const { return line_->metrics(); }

void Service::drain() { line_->drain(); }

}  // namespace viche::board
