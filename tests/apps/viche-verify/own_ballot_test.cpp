// A voter's own ballot by viche-verify: what became of it, its receipt, and a challenged one's
// opening.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/apps/program.h"
#include "tests/apps/viche-verify/file_server.h"
#include "tests/verifier/verify_record.h"
#include "verifier/own_ballot.h"

namespace viche::test {
namespace {

using nlohmann::json;
using verifier::BallotFields;
using verifier::Type;
using verifier::test::TinyElection;

/// An ordinary election in which voter 3 makes a challenge with a known r.
struct Voted {
  Voted() {
    verifier::test::begin_ordinary(election);
    verifier::test::vote_ordinary(election);
    layout = verifier::lay_out(election.manifest()).value();
    verifier::test::Bend bend;
    r = Scalar::from_u64(123'456'789);
    bend.r = r;
    test = election.ballot(Type::kChallenge, 5, verifier::test::short_marks(2), bend);
    election.add_batch({test});
    open_files = election.files();
    verifier::test::conclude_ordinary(election);
  }

  [[nodiscard]] Bytes32 tracker(ByteView entry) const {
    return verifier::tracker_of(election.fingerprint(),
                                verifier::frame_ballot(layout, entry).value());
  }
  /// The `nth` entry of this type by this voter, from 0.
  [[nodiscard]] std::uint64_t find(Type type, std::size_t voter, std::size_t nth = 0) const {
    for (std::uint64_t i = 0; i < election.entries.size(); ++i) {
      const Bytes& entry = election.entries[i];
      if (entry[0] != static_cast<std::uint8_t>(type)) continue;
      const auto fields = verifier::frame_ballot(layout, entry);
      const Bytes32& K = election.voters[voter].K;
      if (!std::equal(K.begin(), K.end(), fields->K.begin())) continue;
      if (nth-- == 0) return i;
    }
    ADD_FAILURE() << "no such ballot";
    return 0;
  }
  [[nodiscard]] std::string tracker_at(std::uint64_t index) const {
    return verifier::shown_tracker(tracker(election.entries[index]));
  }
  [[nodiscard]] std::string opening(const std::string& slots = "0,0,1,0") const {
    return R"({"viche_opening":1,"tracker":")" + to_hex(tracker(test)) +
           R"(","style":"short","r":")" + to_hex(r.encode()) + R"(","slots":[)" + slots + "]}";
  }

  TinyElection election;
  verifier::Layout layout;
  Scalar r;
  Bytes test;
  FileServer::Files open_files;  // before the close
};

const Voted& voted() {
  static const Voted kVoted;
  return kVoted;
}

class OwnBallotTest : public testing::Test {
 protected:
  OwnBallotTest() { voted().election.write(record()); }
  [[nodiscard]] std::string record() const { return scratch_ / "record"; }

  [[nodiscard]] Ran ask(const std::string& ballot,
                        const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"ballot", ballot, record(), "--json", "-"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run("viche-verify", arguments);
  }
  [[nodiscard]] json answer(const std::string& ballot,
                            const std::vector<std::string>& more = {}) const {
    const Ran ran = ask(ballot, more);
    EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
    return json::parse(ran.out, nullptr, false);
  }
  void expect_fault(const std::string& ballot, const std::vector<std::string>& more,
                    const std::string& says) const {
    const Ran ran = ask(ballot, more);
    EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
    EXPECT_NE(ran.out.find(says), std::string::npos) << ran.out;
  }

  Scratch scratch_;
};

TEST_F(OwnBallotTest, CountedSupersededCancelledOrATest) {
  const Voted& v = voted();
  const std::uint64_t first = v.find(Type::kCast, 0);
  const std::uint64_t second = v.find(Type::kCast, 0, 1);
  const json superseded = answer(v.tracker_at(first));
  EXPECT_EQ(superseded.at("status"), "superseded");
  EXPECT_EQ(superseded.at("entry"), first);
  EXPECT_EQ(superseded.at("by"), second);
  EXPECT_EQ(superseded.at("final"), true);
  EXPECT_EQ(superseded.at("credential"), to_hex(v.election.voters[0].K));
  const json counted = answer(v.tracker_at(second));
  EXPECT_EQ(counted.at("status"), "counted");
  EXPECT_EQ(counted.at("by"), nullptr);
  const json cancelled = answer(v.tracker_at(v.find(Type::kCast, 2)));
  EXPECT_EQ(cancelled.at("status"), "cancelled");
  const auto by = cancelled.at("by").get<std::size_t>();
  EXPECT_EQ(v.election.entries[by][0], static_cast<std::uint8_t>(Type::kCancellations));
  EXPECT_EQ(answer(v.tracker_at(v.find(Type::kChallenge, 1))).at("status"), "challenged");
  // By all 64 digits, and as somebody would type it.
  EXPECT_EQ(answer(to_hex(v.tracker(v.election.entries[second]))).at("entry"), second);
  std::string typed = v.tracker_at(second);
  for (char& c : typed) c = c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
  EXPECT_EQ(answer(typed).at("entry"), second);
}

TEST_F(OwnBallotTest, BeforeTheSealTheStatusIsNotFinal) {
  fs::remove_all(record());
  for (const auto& [name, bytes] : voted().open_files) {
    fs::create_directories((fs::path(record()) / name).parent_path());
    write_bytes(fs::path(record()) / name, bytes);
  }
  const json counted = answer(voted().tracker_at(voted().find(Type::kCast, 2)));
  EXPECT_EQ(counted.at("status"), "counted");
  EXPECT_EQ(counted.at("final"), false);
}

TEST_F(OwnBallotTest, TheReceiptThatItWritesIsOneForAWholeRun) {
  const Voted& v = voted();
  const std::uint64_t index = v.find(Type::kCast, 4);
  const std::string receipt = scratch_ / "receipt";
  EXPECT_EQ(answer(v.tracker_at(index), {"--receipt-out", receipt}).at("posted"), true);
  EXPECT_EQ(read_text(receipt), v.election.receipt(index, v.election.entries.size()));
  EXPECT_EQ(verify(record(), {"--receipt", receipt}).exit_code, 0);
  // And one for this.
  EXPECT_EQ(answer(receipt).at("entry"), index);
  write_text(scratch_ / "early", v.election.receipt(index, index + 2));
  EXPECT_EQ(answer(scratch_ / "early").at("entry"), index);
  std::string wrong = v.election.receipt(index, index + 2);
  wrong.replace(wrong.find("index "), 7 + std::to_string(index).size(),
                "index " + std::to_string(v.find(Type::kCast, 3)) + "\n");
  write_text(scratch_ / "wrong", wrong);
  expect_fault(scratch_ / "wrong", {}, "does not lead");
}

TEST_F(OwnBallotTest, AChallengedBallotIsOpened) {
  const Voted& v = voted();
  const std::string tracker = verifier::shown_tracker(v.tracker(v.test));
  write_text(scratch_ / "opening", v.opening());
  const json opened = answer(
      tracker, {"--opening", scratch_ / "opening", "--credential", to_hex(v.election.voters[5].K)});
  EXPECT_EQ(opened.at("opened").size(), 1U);
  EXPECT_EQ(opened.at("opened")[0].at("contest"), "pick");
  EXPECT_EQ(opened.at("opened")[0].at("option"), v.election.manifest().contests[0].options[2]);
  // An opening that says something else.
  write_text(scratch_ / "lie", v.opening("1,0,0,0"));
  expect_fault(tracker, {"--opening", scratch_ / "lie"}, "position 1");
  write_text(scratch_ / "short", v.opening("0,0,1"));
  expect_fault(tracker, {"--opening", scratch_ / "short"}, "3 slots");
  // The opening of another ballot than the noted one; a cast; another voter's.
  expect_fault(v.tracker_at(v.find(Type::kChallenge, 1)), {"--opening", scratch_ / "opening"},
               "of another ballot");
  std::string cast = v.opening();
  const Bytes32 of_cast = v.tracker(v.election.entries[v.find(Type::kCast, 5)]);
  cast.replace(cast.find(to_hex(v.tracker(v.test))), 64, to_hex(of_cast));
  write_text(scratch_ / "cast", cast);
  expect_fault(to_hex(of_cast), {"--opening", scratch_ / "cast"}, "was cast, not challenged");
  expect_fault(tracker, {"--credential", to_hex(v.election.voters[6].K)}, "another credential");
}

TEST_F(OwnBallotTest, OneThatWasNotPostedIsOpenedToo) {
  const Voted& v = voted();
  TinyElection other = v.election;
  Bytes test = other.ballot(Type::kChallenge, 6, verifier::test::short_marks(1));
  const std::string tracker = verifier::shown_tracker(v.tracker(test));
  Bytes framed;
  append_u16(framed, static_cast<std::uint16_t>(test.size()));
  append(framed, test);
  write_bytes(scratch_ / "test.ballots", framed);
  write_text(scratch_ / "opening", v.opening());
  expect_fault(tracker, {}, "no ballot of the log");
  // Its own opening is not at hand: what matters is that another's is refused.
  expect_fault(tracker, {"--opening", scratch_ / "opening", "--ballot", scratch_ / "test.ballots"},
               "of another ballot");
  Bytes own;
  append_u16(own, static_cast<std::uint16_t>(v.test.size()));
  append(own, v.test);
  write_bytes(scratch_ / "own.ballots", own);
  EXPECT_EQ(answer(verifier::shown_tracker(v.tracker(v.test)),
                   {"--opening", scratch_ / "opening", "--ballot", scratch_ / "own.ballots"})
                .at("holds"),
            true);
}

TEST_F(OwnBallotTest, ALogThatDoesNotHoldIsSaidSo) {
  const Voted& v = voted();
  const std::string tracker = v.tracker_at(v.find(Type::kCast, 4));
  expect_fault(tracker, {"--fingerprint", std::string(64, '0')}, "another fingerprint");
  expect_fault("0000-0000-0000-0000-0000", {}, "no ballot of the log");
  EXPECT_EQ(ask("K3PA").exit_code, 3);
  EXPECT_EQ(ask(tracker, {"--part", "1/2"}).exit_code, 2);
  // A bit of another voter's ballot: the root says so.
  const std::string bundle = record() + "/" + verifier::bundle_path(0, v.election.entries.size());
  Bytes bytes = read_bytes(bundle);
  bytes.back() ^= 1;
  write_bytes(bundle, bytes);
  expect_fault(tracker, {}, "another root");
}

TEST_F(OwnBallotTest, FromAServer) {
  const FileServer server(voted().election.files());
  const std::string tracker = voted().tracker_at(voted().find(Type::kCast, 4));
  EXPECT_EQ(run("viche-verify", {"ballot", tracker, server.url()}).exit_code, 2);
  const Ran ran = run("viche-verify", {"ballot", tracker, server.url(), "--fingerprint",
                                       to_hex(voted().election.fingerprint())});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.out.find("INCLUDED"), std::string::npos);
}

TEST(NotedTrackers, AreReadAsCodesAre) {
  Bytes32 tracker{};
  for (std::size_t i = 0; i < 32; ++i) tracker[i] = static_cast<std::uint8_t>(37 * i + 11);
  const std::string shown = verifier::shown_tracker(tracker);
  EXPECT_EQ(shown.size(), 24U);
  EXPECT_TRUE(verifier::NotedTracker::read(shown)->is(tracker));
  Bytes32 other = tracker;
  other[12] ^= 0x10;  // bit 99, the last that is shown
  EXPECT_FALSE(verifier::NotedTracker::read(shown)->is(other));
  other = tracker;
  other[12] ^= 0x08;
  EXPECT_TRUE(verifier::NotedTracker::read(shown)->is(other));
  EXPECT_FALSE(verifier::NotedTracker::read(to_hex(tracker))->is(other));
  for (const char* wrong : {"", "ABCD", "ABCD-EFGH-JKMN-PQRS-TVWU", "ABCD-EFGH-JKMN-PQRS-TVWXY"}) {
    EXPECT_FALSE(verifier::NotedTracker::read(wrong).ok()) << wrong;
  }
}

}  // namespace
}  // namespace viche::test
