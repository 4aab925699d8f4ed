// The service and its witnesses: what comes late, and who contradicts.

#include <thread>

#include "tests/bulletin/service/service_fixture.h"
#include "tests/bulletin/support/test_witness.h"

namespace viche::board {
namespace {

using namespace std::chrono_literals;
using test::EntryType;

class ServiceWitnessTest : public test::ServiceFixture {
 protected:
  ~ServiceWitnessTest() override {
    service_.reset();
    process_.reset();  // its sequencer asks the pool
  }

  void serve_witnessed() {
    const log::LogPolicy asked =
        log::LogPolicy::create(policy().log(), {witness_.key()}, 1).value();
    WitnessPoolOptions options;
    options.first_pause = options.longest_pause = 20ms;
    pool_ = std::make_unique<WitnessPool>(asked, std::vector{witness_.peer()},
                                          directory_.path() / "public", options);
    ServiceOptions service = quick();
    service.witnesses = pool_.get();
    serve(service);
  }
  template <class Condition>
  static bool soon(Condition condition) {
    for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
    return condition();
  }

  viche::test::TestWitness witness_{"w", 40, policy().log()};
  std::unique_ptr<WitnessPool> pool_;
  const std::vector<std::string> cosigned_{"w"};
};

TEST_F(ServiceWitnessTest, WhatComesLateIsPublishedThoughNothingIsPosted) {
  open_vote();
  witness_.fail(true);
  const Bytes a = ballot(0);
  const Bytes b = ballot(1);
  serve_witnessed();
  const Receipt early = cast_one(a);
  expect_proves(early, a);
  EXPECT_EQ(early.cosigned.witnesses, 0U);
  EXPECT_TRUE(service_->status()->cosigned_by.empty());
  witness_.fail(false);
  EXPECT_TRUE(soon([&] { return service_->status()->cosigned_by == cosigned_; }));
  const std::string checkpoint =
      log::LogDirectory(directory_.path() / "public").checkpoint().value();
  EXPECT_EQ(service_->status()->checkpoint, checkpoint);
  const auto asked = log::LogPolicy::create(policy().log(), {witness_.key()}, 1).value();
  EXPECT_TRUE(log::open_checkpoint(checkpoint, asked).ok());
  EXPECT_EQ(service_->find_ballot(tracker_of(a)).value().cosigned.witnesses, 1U);
  EXPECT_EQ(cast_one(a).cosigned.witnesses, 1U);
  EXPECT_EQ(cast_one(b).cosigned.witnesses, 1U);
  EXPECT_EQ(service_->metrics().witnesses.at(0).witness, "w");
}

TEST_F(ServiceWitnessTest, ALogThatTheWitnessesContradictTakesNothing) {
  open_vote();
  witness_.begin_with(
      log::sign_checkpoint({origin(), {1000, log::Hash{1}}}, election_.log_signer()));
  const Bytes a = ballot(0);
  const Bytes b = ballot(1);
  ASSERT_EQ(post_one(a).outcome, Outcome::kAppended);
  serve_witnessed();
  EXPECT_TRUE(soon([&] { return service_->status()->contradicted; }));
  EXPECT_EQ(service_->status()->contradicted_by, cosigned_);
  const auto never = [](const auto&) { ADD_FAILURE(); };
  EXPECT_EQ(service_->submit_ballots({b}, never), Taken::kContradicted);
  EXPECT_EQ(service_->submit_statement({b}, never), Taken::kContradicted);
  EXPECT_EQ(service_->metrics().not_taken_contradicted, 1U);
  EXPECT_EQ(service_->find_ballot(tracker_of(a)).value().status, FoundBallot::Status::kIncluded);
}

}  // namespace
}  // namespace viche::board
