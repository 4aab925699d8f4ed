#pragma once
// A board with its store and publication in a temporary directory, the sample election's officials,
// and voters that make real ballots.

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ballot/prover.h"
#include "bulletin/board.h"
#include "bulletin/log/election_keys.h"
#include "bulletin/log/log_reader.h"
#include "bulletin/store/sqlite_log_store.h"
#include "tests/bulletin/log/sample_election.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::board::test {

using ballot::BallotType;
using log::EntryType;
using viche::test::SampleElection;

/// Small logs too have their write-ahead log copied beside their commits.
inline constexpr int kFewPages = 16;

/// A board's process: what it has open.
struct Process {
  std::unique_ptr<store::SqliteLogStore> store;
  std::optional<store::Publisher> publisher;
  std::optional<store::Sequencer> sequencer;
  std::optional<Board> board;
};

class BoardFixture : public testing::Test {
 protected:
  BoardFixture() { start(); }

  /// Ends the process, if one runs, and starts the next one.
  void start(store::Cosigner cosigner = {}, const store::FaultHook& fault = {}) {
    process_.reset();
    process_ = std::make_unique<Process>();
    const std::string origin = log::election_origin(election_.manifest_hash());
    const auto base = directory_.path();
    process_->store = store::SqliteLogStore::open(base / "log.db", origin,
                                                  store::SqliteLogStore::Mode::kCreateIfMissing,
                                                  {fault, vfs_, {}, kFewPages})
                          .value();
    process_->publisher = store::Publisher::open(base / "public", origin, fault).value();
    const auto sign = [this](const log::Checkpoint& checkpoint) {
      return sign_checkpoint(checkpoint, election_.log_signer());
    };
    process_->sequencer = store::Sequencer::open(*process_->store, *process_->publisher, origin,
                                                 sign, {std::move(cosigner), fault})
                              .value();
    process_->board =
        Board::open(*process_->store, *process_->sequencer, election_.manifest_hash(), {2, {}})
            .value();
  }
  Board& board() { return *process_->board; }
  const log::ElectionState& state() { return board().state(); }

  Answer post(const log::Statement& statement) {
    return board().post_statement(log::split_statement(statement)).value();
  }
  log::Statement statement(EntryType type, std::uint16_t signer, std::uint32_t salt = 0) {
    return election_.statement(state(), type, signer, salt);
  }
  void must_post(EntryType type, std::uint16_t signer) {
    const Answer answer = post(statement(type, signer));
    ASSERT_EQ(answer.outcome, Outcome::kAppended) << answer.reason;
  }
  log::ElectionKeys keys() {
    std::vector<log::RevealBody> reveals;
    for (const auto& reveal : state().reveals()) reveals.push_back(*reveal);
    return log::ElectionKeys::from_reveals(reveals, state().shape()).value();
  }
  log::Statement opening() {
    const log::OpeningBody body{election_.manifest_hash(), state().head(), keys().root()};
    return election_.sign(EntryType::kOpening, 0, body.encode());
  }
  void open_vote() {
    must_post(EntryType::kManifest, 0);
    for (const EntryType type :
         {EntryType::kCommit, EntryType::kReveal, EntryType::kShare, EntryType::kConfirm}) {
      for (std::uint16_t i = 1; i <= 3; ++i) must_post(type, i);
    }
    must_post(EntryType::kRoll, 0);
    opening_ = opening();
    ASSERT_EQ(post(opening_).outcome, Outcome::kAppended);
    context_ = std::make_shared<const ballot::ElectionContext>(*state().election(),
                                                               state().layout(), keys().Y);
    prover_.emplace(context_);
  }

  /// A whole right ballot for the first option (and scores 0).
  Bytes ballot(std::uint32_t voter, const Bytes32& prev, BallotType type = BallotType::kCast) {
    const Scalar k = SampleElection::voter_secret(voter);
    const ballot::Credential credential{Secret<Scalar>(Scalar(k)), multiply_base(k)};
    const ballot::StyleIndex style(voter % 2);
    ballot::Choices choices;
    choices.contests.push_back({false, {ballot::OptionIndex(0)}, {}});
    if (style.value() == 1) choices.contests.push_back({false, {}, {0, 0}});
    auto m = encode_slots(state().manifest(), state().layout(), style, choices).value();
    ballot::Proven proven =
        prover_->prove(style, credential, Secret<std::vector<std::uint8_t>>(std::move(m)), random_);
    if (type == BallotType::kCast) {
      return prover_->cast(std::move(proven), prev, credential, random_);
    }
    return prover_->challenge(std::move(proven), prev, credential, random_).entry;
  }
  Bytes ballot(std::uint32_t voter, BallotType type = BallotType::kCast) {
    const log::Credential* credential = state().ledger().find(SampleElection::voter_key(voter));
    return ballot(voter, credential == nullptr ? log::Hash{} : credential->latest, type);
  }
  std::vector<Answer> post(const std::vector<Bytes>& ballots) {
    return board().finish_ballots(board().begin_ballots(ballots, random_)).value();
  }
  Answer post_one(const Bytes& ballot) { return post(std::vector<Bytes>{ballot}).at(0); }
  /// The published log, read and checked from its first entry to its checkpoint.
  log::ElectionState published() {
    const auto policy = log::LogPolicy::create(
        log::VerifierKey::create(log::election_origin(election_.manifest_hash()),
                                 log::SignatureType::kEd25519, election_.log_signer().public_key())
            .value(),
        {}, 0);
    const auto reader = log::LogReader::open(directory_.path() / "public", policy.value());
    log::EntryStream stream = reader.value().stream();
    log::ElectionState read;
    while (true) {
      const auto entry = stream.next();
      if (!entry.value()) return read;
      const auto applied = read.apply((*entry)->bytes);
      if (!applied) ADD_FAILURE() << applied.error().message();
    }
  }

  SampleElection election_;
  log::test::TemporaryDirectory directory_;
  std::string vfs_;  // of the store; empty for SQLite's own
  std::unique_ptr<Process> process_;
  log::Statement opening_;
  std::shared_ptr<const ballot::ElectionContext> context_;
  std::optional<ballot::Prover> prover_;
  viche::test::SeededRandom random_{7};
};

}  // namespace viche::board::test
