#pragma once
// A service over a board's store and publication, and what a test asks of it.

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bulletin/log/proof.h"
#include "bulletin/service/service.h"
#include "tests/bulletin/board/board_fixture.h"
#include "tests/bulletin/support/failing_store.h"

namespace viche::board::test {

/// The board of BoardFixture makes the election; then its place is taken by the service.
class ServiceFixture : public BoardFixture {
 protected:
  ~ServiceFixture() override { service_.reset(); }

  static ServiceOptions quick() {
    ServiceOptions options;
    options.interval = std::chrono::milliseconds(10);
    return options;
  }
  /// Ends the service, if there is one, and starts the next one, through a store that can fail.
  void serve(ServiceOptions options = quick(), const store::FaultHook& fault = {}) {
    service_.reset();
    start({}, fault);
    process_->board.reset();
    failing_ = std::make_unique<store::test::FailingStore>(*process_->store);
    const auto sign = [this](const log::Checkpoint& checkpoint) {
      return sign_checkpoint(checkpoint, election_.log_signer());
    };
    store::Cosigner cosigner;
    if (WitnessPool* pool = options.witnesses) {
      cosigner = [pool](const log::Note& checkpoint, log::HashReader& tree) {
        return Result(pool->cosign(checkpoint, tree));
      };
    }
    process_->sequencer = store::Sequencer::open(*failing_, *process_->publisher, origin(), sign,
                                                 {std::move(cosigner), fault})
                              .value();
    service_ = Service::open(*failing_, *process_->sequencer, election_.manifest_hash(),
                             std::move(options))
                   .value();
  }
  [[nodiscard]] std::string origin() const {
    return log::election_origin(election_.manifest_hash());
  }

  std::future<std::vector<Receipt>> submit(std::vector<Bytes> ballots) {
    auto promise = std::make_shared<std::promise<std::vector<Receipt>>>();
    std::future<std::vector<Receipt>> future = promise->get_future();
    const Taken taken = service_->submit_ballots(
        std::move(ballots),
        [promise](std::vector<Receipt> receipts) { promise->set_value(std::move(receipts)); });
    EXPECT_EQ(taken, Taken::kQueued);
    return future;
  }
  std::future<Receipt> submit(const log::Statement& statement) {
    auto promise = std::make_shared<std::promise<Receipt>>();
    std::future<Receipt> future = promise->get_future();
    const Taken taken = service_->submit_statement(
        log::split_statement(statement),
        [promise](Receipt receipt) { promise->set_value(std::move(receipt)); });
    EXPECT_EQ(taken, Taken::kQueued);
    return future;
  }
  std::vector<Receipt> cast(std::vector<Bytes> ballots) { return submit(std::move(ballots)).get(); }
  Receipt cast_one(const Bytes& ballot) { return cast({ballot}).at(0); }

  [[nodiscard]] log::LogPolicy policy() const {
    return log::LogPolicy::create(log::VerifierKey::create(origin(), log::SignatureType::kEd25519,
                                                           election_.log_signer().public_key())
                                      .value(),
                                  {}, 0)
        .value();
  }
  /// Its proof shows that these bytes are in the log at its index.
  void expect_proves(const Receipt& receipt, const Bytes& entry) {
    ASSERT_NE(receipt.answer.outcome, Outcome::kRefused) << receipt.answer.reason;
    const auto decoded = log::Receipt::decode(receipt.proof);
    ASSERT_TRUE(decoded.ok()) << decoded.error().message();
    EXPECT_EQ(decoded->index, receipt.answer.index);
    const auto verified = verify_receipt(*decoded, log::hash_leaf(entry), policy());
    EXPECT_TRUE(verified.ok()) << verified.error().message();
  }
  [[nodiscard]] Bytes32 tracker_of(const Bytes& entry) const {
    return ballot::tracker(context_->election(), ballot::BallotView::of(entry));
  }

  std::unique_ptr<store::test::FailingStore> failing_;
  std::unique_ptr<Service> service_;
};

}  // namespace viche::board::test
