#include "tests/bulletin/service/service_fixture.h"

#include <algorithm>
#include <thread>

namespace viche::board {
namespace {

using std::chrono::milliseconds;
using test::BallotType;
using test::EntryType;
using test::SampleElection;

class ServiceTest : public test::ServiceFixture {};

TEST_F(ServiceTest, AnswersEveryKindOfBallotWithItsReasonAndProof) {
  open_vote();
  const Bytes a = ballot(0);
  const Bytes b = ballot(1);
  Bytes bad = ballot(2);
  bad.back() ^= 1;
  Bytes other_style = ballot(3);
  other_style[2] = 1;
  const Bytes off_roll = ballot(50);
  const Bytes orphan = ballot(4, Bytes32{1});
  serve();
  const std::vector<Bytes> ballots = {a, bad, Bytes{}, b, off_roll, orphan, other_style, a};
  const std::vector<Receipt> receipts = cast(ballots);
  ASSERT_EQ(receipts.size(), ballots.size());
  const std::vector<Reason> codes = {Reason::kNone,      Reason::kBadProof,      Reason::kMalformed,
                                     Reason::kNone,      Reason::kNotRegistered, Reason::kNotNext,
                                     Reason::kMalformed, Reason::kNone};
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(receipts[i].answer.code, codes[i]) << receipts[i].answer.reason;
    EXPECT_EQ(receipts[i].answer.outcome == Outcome::kRefused, codes[i] != Reason::kNone);
    EXPECT_EQ(receipts[i].proof.empty(), codes[i] != Reason::kNone);
    if (codes[i] == Reason::kNone) expect_proves(receipts[i], ballots[i]);
  }
  EXPECT_EQ(receipts[0].answer.outcome, Outcome::kAppended);
  EXPECT_EQ(receipts[7].answer, (Answer{Outcome::kKnown, receipts[0].answer.index, ""}));
  const ServiceMetrics metrics = service_->metrics();
  EXPECT_EQ(metrics.ballots_appended, 2U);
  EXPECT_EQ(metrics.ballots_known, 1U);
  EXPECT_EQ(metrics.ballots_refused[static_cast<std::size_t>(Reason::kMalformed)], 2U);
  EXPECT_EQ(metrics.ballots_refused[static_cast<std::size_t>(Reason::kBadProof)], 1U);
  EXPECT_EQ(metrics.batches, 1U);
  for (const Latencies& latencies : metrics.latencies) EXPECT_EQ(latencies.count(), 8U);
}

TEST_F(ServiceTest, WhoMissedATickIsNotKeptUntilTheNext) {
  open_vote();
  std::vector<Bytes> ballots;
  for (std::uint32_t v = 0; v < 4; ++v) ballots.push_back(ballot(v));
  constexpr milliseconds kInterval(1000);
  ServiceOptions options = quick();
  options.interval = kInterval;
  std::promise<void> go;
  const std::shared_future<void> gone = go.get_future().share();
  serve(options, [gone](store::FaultPoint point) {
    if (point == store::FaultPoint::kStaged) gone.wait();
  });
  // The first is being committed, the second checked, the third waits for room behind it.
  std::vector<std::future<std::vector<Receipt>>> waiting;
  const auto after_tick = [&](milliseconds late) {
    const auto now = std::chrono::steady_clock::now();
    std::this_thread::sleep_until(now + (kInterval - now.time_since_epoch() % kInterval) + late);
  };
  for (const Bytes& one : ballots) {
    after_tick(milliseconds(100));
    waiting.push_back(submit({one}));
  }
  after_tick(milliseconds(300));
  const auto released = std::chrono::steady_clock::now();
  go.set_value();
  for (auto& one : waiting) EXPECT_EQ(one.get().at(0).answer.outcome, Outcome::kAppended);
  EXPECT_LT(std::chrono::steady_clock::now() - released, kInterval / 2);
}

TEST_F(ServiceTest, AWholeElectionThroughTheService) {
  serve();
  EXPECT_EQ(service_->status()->manifest, nullptr);
  EXPECT_EQ(cast_one(Bytes{0x13}).answer.code, Reason::kNotOpen);
  service_.reset();
  start();
  open_vote();
  const Bytes a = ballot(0);
  const Bytes b = ballot(0, log::hash_leaf(a));
  const log::ElectionState open = state();
  serve();
  const auto status = service_->status();
  EXPECT_EQ(status->phase, log::Phase::kVoting);
  EXPECT_EQ(*status->manifest, election_.manifest());
  EXPECT_EQ(*status->opening_index, open.size() - 1);
  EXPECT_EQ(status->head, open.head());
  ASSERT_NE(status->context, nullptr);
  EXPECT_EQ(status->context->election(), *open.election());

  // Statements stand where they came: this close comes after the ballot, whose head it names not.
  std::future<std::vector<Receipt>> before = submit({a});
  const Receipt early = submit(election_.statement(open, EntryType::kClose, 0)).get();
  EXPECT_EQ(early.answer.code, Reason::kStatement);
  EXPECT_NE(early.answer.reason.find("names the head"), std::string::npos);
  expect_proves(before.get().at(0), a);

  service_->hold_ballots(std::chrono::minutes(10));
  const auto never = [](const std::vector<Receipt>&) { ADD_FAILURE(); };
  EXPECT_EQ(service_->submit_ballots({b}, never), Taken::kFull);
  while (!service_->idle()) std::this_thread::yield();
  const log::Statement close = election_.statement(published(), EntryType::kClose, 0);
  const Receipt closed = submit(close).get();
  EXPECT_EQ(closed.answer.outcome, Outcome::kAppended) << closed.answer.reason;
  expect_proves(closed, log::split_statement(close).front());
  service_->hold_ballots(milliseconds(0));
  EXPECT_EQ(cast_one(b).answer.code, Reason::kNotOpen);
  EXPECT_EQ(service_->status()->phase, log::Phase::kClosed);
  EXPECT_EQ(submit(close).get().answer, (Answer{Outcome::kKnown, closed.answer.index, ""}));
  EXPECT_EQ(submit(election_.statement(open, EntryType::kCommit, 1, 7)).get().answer.code,
            Reason::kStatement);
  EXPECT_EQ(published().head(), service_->status()->head);
}

TEST_F(ServiceTest, TheSameBytesAgainGiveTheSameIndexInEveryState) {
  open_vote();
  const Bytes a = ballot(0);
  const Bytes b = ballot(0, log::hash_leaf(a));
  const Bytes c = ballot(0, log::hash_leaf(b));
  serve();
  // In the same submission, in flight, and in the log as the latest and as an earlier one.
  std::vector<std::future<std::vector<Receipt>>> flights;
  for (int i = 0; i < 6; ++i) {
    flights.push_back(submit({a, a}));
    std::this_thread::sleep_for(milliseconds(4));
  }
  std::optional<std::uint64_t> index;
  int appended = 0;
  for (auto& flight : flights) {
    for (const Receipt& receipt : flight.get()) {
      expect_proves(receipt, a);
      appended += receipt.answer.outcome == Outcome::kAppended ? 1 : 0;
      if (!index) index = receipt.answer.index;
      EXPECT_EQ(receipt.answer.index, *index);
    }
  }
  EXPECT_EQ(appended, 1);
  const std::vector<Receipt> chain = cast({c, b});
  EXPECT_EQ(chain[0].answer.outcome, Outcome::kAppended) << chain[0].answer.reason;
  EXPECT_LT(chain[1].answer.index, chain[0].answer.index);
  EXPECT_EQ(cast_one(a).answer, (Answer{Outcome::kKnown, *index, ""}));
  expect_proves(cast_one(a), a);
  serve();
  EXPECT_EQ(cast_one(a).answer, (Answer{Outcome::kKnown, *index, ""}));
  EXPECT_EQ(cast_one(c).answer.index, chain[0].answer.index);
  EXPECT_EQ(service_->status()->counts, (log::BallotCounts{3, 1, 2, 0, 0}));
}

TEST_F(ServiceTest, FindsBallotsByTracker) {
  open_vote();
  const Bytes a = ballot(0);
  const Bytes b = ballot(0, log::hash_leaf(a), BallotType::kChallenge);
  const Bytes c = ballot(0, log::hash_leaf(b));
  const Bytes other = ballot(1);
  serve();
  EXPECT_EQ(service_->find_ballot(tracker_of(a)).value().status, FoundBallot::Status::kUnknown);
  const std::vector<Receipt> receipts = cast({a, b, c, other});
  for (int life = 0; life < 2; ++life) {
    const FoundBallot found = service_->find_ballot(tracker_of(a)).value();
    EXPECT_EQ(found.status, FoundBallot::Status::kSuperseded);
    EXPECT_EQ(found.superseded_by, receipts[2].answer.index);
    expect_proves({{Outcome::kKnown, found.index, "", Reason::kNone}, found.proof}, a);
    EXPECT_EQ(found.entry, a);
    const auto noted = ballot::NotedTracker::parse(ballot::display_tracker(tracker_of(a)));
    EXPECT_EQ(service_->find_ballot(noted.value()).value().index, found.index);
    EXPECT_EQ(service_->find_ballot(tracker_of(b)).value().status, FoundBallot::Status::kIncluded);
    EXPECT_EQ(service_->find_ballot(tracker_of(c)).value().status, FoundBallot::Status::kIncluded);
    EXPECT_EQ(service_->find_ballot(tracker_of(other)).value().index, receipts[3].answer.index);
    serve();  // the same after a restart
  }
}

TEST_F(ServiceTest, FindsCredentials) {
  open_vote();
  const Bytes a = ballot(0);
  const Bytes b = ballot(0, log::hash_leaf(a), BallotType::kChallenge);
  const auto K_of = [](const Bytes& entry) { return ballot::BallotView::of(entry).K(); };
  serve();
  EXPECT_FALSE(service_->find_credential(Bytes32{}).value());
  const FoundCredential before = service_->find_credential(K_of(a)).value().value();
  EXPECT_EQ(before.ballots, 0U);
  EXPECT_FALSE(before.latest || before.effective_cast || before.voided);
  const std::vector<Receipt> receipts = cast({a, b});
  for (int life = 0; life < 2; ++life) {
    const FoundCredential found = service_->find_credential(K_of(a)).value().value();
    EXPECT_EQ(found.ballots, 2U);
    EXPECT_EQ(found.effective_cast, receipts[0].answer.index);
    ASSERT_TRUE(found.latest);
    EXPECT_EQ(found.latest->bytes, b);
    expect_proves({{Outcome::kKnown, found.latest->index, "", Reason::kNone}, found.latest->proof},
                  b);
    serve();
  }
}

TEST_F(ServiceTest, OrderInTheLogIsThatOfTrackersAndNotOfArrival) {
  open_vote();
  std::vector<Bytes> ballots;
  for (std::uint32_t v = 0; v < 8; ++v) ballots.push_back(ballot(v));
  ServiceOptions options = quick();
  options.interval = milliseconds(300);
  serve(options);
  // Wait for a tick, so that all eight fall into one interval.
  cast_one(Bytes{});
  std::vector<std::future<std::vector<Receipt>>> flights;
  for (const Bytes& one : ballots) flights.push_back(submit({one}));
  std::vector<std::pair<std::uint64_t, Bytes32>> places;
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    places.emplace_back(flights[i].get().at(0).answer.index, tracker_of(ballots[i]));
  }
  std::sort(places.begin(), places.end());
  EXPECT_EQ(places.back().first, places.front().first + 7);
  EXPECT_TRUE(std::is_sorted(places.begin(), places.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; }));
}

TEST_F(ServiceTest, AFullQueueRefusesAtOnceAndHarmsNothingTaken) {
  open_vote();
  const Bytes a = ballot(0), b = ballot(1), c = ballot(2);
  ServiceOptions options = quick();
  options.interval = milliseconds(200);
  options.waiting_ballots = 2;
  options.waiting_statements = 1;
  serve(options);
  std::future<std::vector<Receipt>> first = submit({a});
  std::future<std::vector<Receipt>> second = submit({b});
  const auto never = [](const std::vector<Receipt>&) { ADD_FAILURE(); };
  EXPECT_EQ(service_->submit_ballots({c}, never), Taken::kFull);
  EXPECT_EQ(service_->metrics().waiting_ballots, 2U);
  EXPECT_EQ(first.get().at(0).answer.outcome, Outcome::kAppended);
  EXPECT_EQ(second.get().at(0).answer.outcome, Outcome::kAppended);
  while (service_->metrics().waiting_ballots > 0) std::this_thread::yield();
  EXPECT_EQ(cast_one(c).answer.outcome, Outcome::kAppended);
  options.batch_ballots = 1;
  serve(options);
  EXPECT_EQ(service_->submit_ballots({a, b}, never), Taken::kFull);
  options.waiting_bytes = a.size() - 1;
  serve(options);
  EXPECT_EQ(service_->submit_ballots({a}, never), Taken::kFull);
  EXPECT_EQ(service_->metrics().not_taken_full, 1U);
}

TEST_F(ServiceTest, DrainFinishesWhatWasTakenAndRefusesWhatComes) {
  open_vote();
  const Bytes a = ballot(0), b = ballot(1);
  ServiceOptions options = quick();
  options.interval = milliseconds(60'000);
  serve(options);
  std::future<std::vector<Receipt>> taken = submit({a});
  std::future<std::vector<Receipt>> none = submit(std::vector<Bytes>{});
  service_->drain();  // without waiting for the tick
  ASSERT_EQ(taken.wait_for(milliseconds(0)), std::future_status::ready);
  expect_proves(taken.get().at(0), a);
  EXPECT_TRUE(none.get().empty());
  const auto never = [](const std::vector<Receipt>&) { ADD_FAILURE(); };
  EXPECT_EQ(service_->submit_ballots({b}, never), Taken::kStopping);
  EXPECT_EQ(service_->submit_statement({}, [](const Receipt&) { ADD_FAILURE(); }),
            Taken::kStopping);
  service_->drain();
  EXPECT_TRUE(service_->find_ballot(tracker_of(a)).ok());
}

TEST_F(ServiceTest, AFullDiskRefusesBallotsKeepsReadingAndRecovers) {
  open_vote();
  const Bytes a = ballot(0), b = ballot(1);
  ServiceOptions options = quick();
  options.retry_storage = milliseconds(50);
  serve(options);
  expect_proves(cast_one(a), a);
  const auto before = service_->status();
  failing_->full = true;
  EXPECT_EQ(cast_one(b).answer.code, Reason::kStorage);
  EXPECT_FALSE(service_->status()->writable);
  EXPECT_EQ(service_->status()->head, before->head);
  EXPECT_EQ(service_->find_ballot(tracker_of(a)).value().status, FoundBallot::Status::kIncluded);
  const auto never = [](const std::vector<Receipt>&) { ADD_FAILURE(); };
  EXPECT_EQ(service_->submit_ballots({b}, never), Taken::kUnwritable);
  failing_->full = false;
  std::this_thread::sleep_for(milliseconds(60));
  expect_proves(cast_one(b), b);
  EXPECT_TRUE(service_->status()->writable);
  EXPECT_EQ(published().head(), service_->status()->head);
}

TEST_F(ServiceTest, ALotOfOneCredentialIsRefusedUntilLater) {
  open_vote();
  std::vector<Bytes> chain = {ballot(0)};
  for (int i = 1; i < 4; ++i) chain.push_back(ballot(0, log::hash_leaf(chain.back())));
  std::vector<Bytes> all = chain;
  all.push_back(ballot(1));
  ServiceOptions options = quick();
  options.batch_per_credential = 2;
  serve(options);
  const std::vector<Receipt> receipts = cast(all);
  EXPECT_EQ(receipts[1].answer.outcome, Outcome::kAppended);
  EXPECT_EQ(receipts[2].answer.code, Reason::kBusy);
  EXPECT_EQ(receipts[3].answer.code, Reason::kBusy);
  EXPECT_EQ(receipts[4].answer.outcome, Outcome::kAppended);
  const std::vector<Receipt> later = cast({chain[2], chain[3]});
  EXPECT_EQ(later[1].answer.outcome, Outcome::kAppended);
}

// Whoever could end a batch at will would slow all ballots down, and see in the log's order when
// one of them came.
TEST_F(ServiceTest, StatementsThatAnybodyCouldSendEndNoBatch) {
  open_vote();
  std::vector<Bytes> ballots;
  for (std::uint32_t v = 0; v < 6; ++v) ballots.push_back(ballot(v));
  const log::Statement published_one = opening_;
  log::Statement forged = election_.statement(state(), EntryType::kNotice, 0);
  forged.signature[0] ^= 1;
  log::Statement unknown_signer = forged;
  unknown_signer.signer = 999;
  ServiceOptions options = quick();
  options.interval = milliseconds(300);
  serve(options);
  cast_one(Bytes{});  // waits for a tick
  std::vector<std::future<std::vector<Receipt>>> flights;
  for (const Bytes& one : ballots) {
    flights.push_back(submit({one}));
    EXPECT_EQ(submit(forged).get().answer.code, Reason::kStatement);
    EXPECT_EQ(submit(unknown_signer).get().answer.code, Reason::kStatement);
    const Receipt known = submit(published_one).get();
    EXPECT_EQ(known.answer.outcome, Outcome::kKnown);
    expect_proves(known, log::split_statement(published_one).front());
    const auto done = [](const Receipt& receipt) {
      EXPECT_EQ(receipt.answer.code, Reason::kMalformed);
    };
    EXPECT_EQ(service_->submit_statement({Bytes{1}}, done), Taken::kQueued);
  }
  for (auto& flight : flights) EXPECT_EQ(flight.get().at(0).answer.outcome, Outcome::kAppended);
  EXPECT_EQ(service_->metrics().batches, 1U);
  EXPECT_EQ(service_->metrics().statements_refused, 18U);
  EXPECT_EQ(service_->metrics().statements_known, 6U);
  EXPECT_EQ(service_->metrics().waiting_statements, 0U);
}

TEST_F(ServiceTest, ManyThreadsSubmitAndRead) {
  open_vote();
  std::vector<Bytes> chains[4];
  for (std::uint32_t v = 0; v < 4; ++v) {
    for (int i = 0; i < 3; ++i) {
      chains[v].push_back(i == 0 ? ballot(v) : ballot(v, log::hash_leaf(chains[v].back())));
    }
  }
  serve();
  std::vector<std::thread> threads;
  for (std::uint32_t v = 0; v < 4; ++v) {
    threads.emplace_back([this, v, &chains] {
      for (const Bytes& one : chains[v]) {
        expect_proves(cast_one(one), one);
        const FoundBallot found = service_->find_ballot(tracker_of(one)).value();
        EXPECT_EQ(found.status, FoundBallot::Status::kIncluded);
        EXPECT_GE(service_->status()->head.size, found.index);
        EXPECT_GE(service_->metrics().ballots_appended, 1U);
      }
    });
  }
  std::future<Receipt> notice = submit(election_.statement(published(), EntryType::kNotice, 0));
  EXPECT_EQ(notice.get().answer.outcome, Outcome::kAppended);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(service_->status()->counts, (log::BallotCounts{12, 4, 8, 0, 0}));
  EXPECT_EQ(published().head(), service_->status()->head);
}

}  // namespace
}  // namespace viche::board
