#include "tally/auditor.h"

#include <gtest/gtest.h>

#include "bulletin/log/durable_file.h"
#include "tally/ceremony.h"
#include "tests/support/damage.h"
#include "tests/tally/support/plain_file.h"
#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

using log::EntryType;
using test::TallyElection;
using test::TemporaryDirectory;
using Totals = std::vector<std::uint64_t>;

// Eight voters in two styles, with weights, re-votes, a challenge, an abstention and a
// cancellation; up to the seal.
void vote_in_two_styles(TallyElection& election) {
  election.ceremony();
  election.open({{0, 1}, {0, 3}, {1, 1}, {1, 2}, {0, 1}, {1, 1}, {0, 1}, {1, 1}});
  election.batch({election.cast(0, R"({"act":["a"]})"), election.cast(1, R"({"act":["b"]})"),
                  election.cast(2, R"({"law":["yes"],"act":["a"]})"),
                  election.cast(3, R"({"law":["no"],"act":["c"]})")});
  election.batch({election.cast(0, R"({"act":["c"]})"), election.challenge(4, R"({"act":["a"]})"),
                  election.cast(5, R"({"law":"blank","act":["a"]})")});
  election.batch({});
  election.batch({election.cast(0, R"({"act":["b"]})"), election.cast(4, R"({"act":["c"]})"),
                  election.cast(3, R"({"law":["yes"],"act":["b"]})"),
                  election.cast(7, R"({"law":["no"],"act":["c"]})")});
  election.close();
  election.cancel({5});
  election.seal();
}

// Voter 0: act b. 1: act b, weight 3. 2: yes, a. 3: yes, b, weight 2. 4: act c. 5: cancelled. 6:
// none. 7: no, c.
void expect_right_totals(const std::vector<log::UnitResult>& units) {
  ASSERT_EQ(units.size(), 3U);
  EXPECT_EQ(units[0].totals, (Totals{0, 4, 1}));  // act, style one
  EXPECT_EQ(units[1].totals, (Totals{1, 2, 1}));  // act, style two
  EXPECT_EQ(units[2].totals, (Totals{3, 1, 0}));  // law, with blank
  EXPECT_EQ(units[0].counted, 3U);
  EXPECT_EQ(units[1].counted, 3U);
}

test::ElectionOptions five_trustees() {
  test::ElectionOptions options = test::two_styles();
  options.n = 5;
  options.k = 3;
  return options;
}

TEST(Auditor, WholeElection) {
  TallyElection election(five_trustees());
  vote_in_two_styles(election);
  election.agree();
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{4, 1, 5}) election.decrypt(t);
  election.state_result();
  ASSERT_EQ(election.state().phase(), log::Phase::kFinished);
  const auto audited = election.audit_now();
  ASSERT_TRUE(audited.ok()) << audited.error().message();
  ASSERT_TRUE(audited->totals.has_value());
  expect_right_totals(*audited->totals);
  EXPECT_EQ(audited->ballots_checked, 11U);
  const log::BallotCounts counts = audited->state.result()->counts;
  EXPECT_EQ(counts, (log::BallotCounts{10, 6, 3, 1, 1}));
  EXPECT_EQ(audited->decryptions.size(), 3U);
  EXPECT_EQ(audited->decryptions[0].t, 4);
}

// Voids: with a cast that a replacement casts anew, with re-votes and no replacement, without a
// cast. Each with its weight.
TEST(Auditor, AVoidCredentialsVoteIsTakenOut) {
  TallyElection election(test::two_styles());
  election.ceremony();
  election.open({{0, 3}, {1, 2}, {0, 1}, {1, 1}, {1, 4}});
  election.batch({election.cast(0, R"({"act":["a"]})"),
                  election.cast(1, R"({"law":["yes"],"act":["a"]})"),
                  election.cast(2, R"({"act":["c"]})")});
  election.batch({election.cast(1, R"({"law":["no"],"act":["b"]})")});
  const std::uint32_t zero = election.void_and_replace(0);
  election.void_only(1);
  const std::uint32_t three = election.void_and_replace(3);
  election.batch({election.cast(zero, R"({"act":["b"]})"),
                  election.cast(three, R"({"law":["yes"],"act":["c"]})"),
                  election.cast(4, R"({"law":"blank","act":["a"]})")});
  election.batch({election.cast(zero, R"({"act":["c"]})")});
  election.close();
  election.seal();
  election.agree();
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{1, 2}) election.decrypt(t);
  election.state_result();
  const auto audited = election.audit_now();
  ASSERT_TRUE(audited.ok()) << audited.error().message();
  const std::vector<log::UnitResult>& units = *audited->totals;
  EXPECT_EQ(units[0].totals, (Totals{0, 0, 4}));  // 3 of the replacement and 1
  EXPECT_EQ(units[1].totals, (Totals{4, 0, 1}));
  EXPECT_EQ(units[2].totals, (Totals{1, 0, 4}));
  EXPECT_EQ(audited->state.result()->counts, (log::BallotCounts{8, 4, 2, 2, 0}));
}

TEST(Auditor, ThreadsChangeNothing) {
  TallyElection election(five_trustees());
  vote_in_two_styles(election);
  AuditOptions one, four;
  four.threads = 4;
  const auto first = election.audit_now(one);
  const auto second = election.audit_now(four);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->summary, second->summary);
}

TEST(Auditor, EveryPrefixBetweenStatements) {
  TallyElection election(test::two_styles());
  vote_in_two_styles(election);
  election.agree();
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{1, 2}) election.decrypt(t);
  election.state_result();
  log::ElectionState state;
  std::size_t whole = 0, inside = 0;
  for (std::uint64_t size = 1; size <= election.log.entries.size(); ++size) {
    ASSERT_TRUE(state.apply(election.log.entries[size - 1]).ok());
    const TemporaryDirectory directory;
    election.publish(directory.path(), size);
    const auto audited = audit(election.open_log(directory.path()), {}, election.random);
    EXPECT_EQ(audited.ok(), state.between_entries())
        << "size " << size << ": " << (audited ? "" : audited.error().message());
    ++(audited ? whole : inside);
    if (!audited) continue;
    EXPECT_EQ(audited->keys.has_value(), state.phase() >= log::Phase::kShare);
    EXPECT_EQ(audited->context != nullptr, state.phase() >= log::Phase::kVoting);
    EXPECT_EQ(audited->tally.has_value(), state.phase() >= log::Phase::kSealed);
    EXPECT_EQ(audited->totals.has_value(), audited->decryptions.size() >= 2);
  }
  EXPECT_GT(whole, 20U);
  EXPECT_GT(inside, 5U);
}

TEST(Auditor, ReportsProgress) {
  TallyElection election;
  election.ceremony();
  AuditProgress last;
  AuditOptions options;
  options.progress = [&](const AuditProgress& progress) { last = progress; };
  ASSERT_TRUE(election.audit_now(options).ok());
  EXPECT_EQ(last.entries, election.log.entries.size());
  EXPECT_EQ(last.size, election.log.entries.size());
}

TEST(Auditor, CheckpointOfAnotherElectionIsRefused) {
  TallyElection election, other(test::ElectionOptions(), 2);
  election.ceremony();
  // The other election's entries under this one's checkpoint.
  election.log = viche::test::SampleLog();
  other.say_manifest();
  election.log.append(other.log.entries[0]);
  const auto audited = election.audit_now();
  ASSERT_FALSE(audited.ok());
  EXPECT_NE(audited.error().message().find("another election"), std::string::npos);
}

// An open vote with two batches; the one ballot of the second is changed by `change` before it is
// appended.
template <class Change>
std::string error_of_ballot(const Change& change) {
  TallyElection election;
  election.ceremony();
  election.open({{0, 1}, {0, 1}, {0, 1}});
  election.batch({election.cast(0, R"({"act":["a"]})"), election.cast(1, R"({"act":["b"]})")});
  Bytes ballot = election.cast(2, R"({"act":["c"]})");
  const std::uint64_t index = election.log.entries.size() + 1;
  change(ballot, election.state().layout());
  election.batch({ballot});
  const auto audited = election.audit_now();
  if (audited) return "accepted";
  const std::string message = audited.error().message();
  return message.rfind("entry " + std::to_string(index) + ":", 0) == 0 ? "refused" : message;
}

TEST(Auditor, EveryPartOfABallotIsChecked) {
  EXPECT_EQ(error_of_ballot([](Bytes&, const auto&) {}), "accepted");
  // Proof and signature, byte by byte in steps; K, style and prev are ElectionState's.
  const std::size_t size = ballot::ballot_size(3);
  for (std::size_t i = 67; i < size; i += 13) {
    EXPECT_EQ(error_of_ballot([&](Bytes& ballot, const auto&) { ballot[i] ^= 1; }), "refused")
        << "byte " << i;
  }
  EXPECT_EQ(error_of_ballot([](Bytes& ballot, const auto&) { ballot[0] = 0x14; }), "refused");
}

// The first error of the log, whatever was read when it was found.
TEST(Auditor, NoLaterErrorHidesABadBallot) {
  TallyElection election;
  election.ceremony();
  election.open({{0, 1}, {0, 1}, {0, 1}});
  Bytes bad = election.cast(1, R"({"act":["b"]})");
  bad[bad.size() - 1] ^= 1;
  election.batch({election.cast(0, R"({"act":["a"]})")});
  election.batch({bad});
  const std::string name = "entry " + std::to_string(election.log.entries.size() - 1) + ":";
  election.batch({election.cast(2, R"({"act":["c"]})")});
  const std::vector<Bytes> voting = election.log.entries;
  election.close();
  const auto expect_named = [&](const TallyElection& log, const char* what) {
    for (const unsigned threads : {1U, 2U, 3U}) {
      AuditOptions options;
      options.threads = threads;
      const TemporaryDirectory directory;
      log.publish(directory.path());
      const auto audited = audit(log.open_log(directory.path()), options, election.random);
      ASSERT_FALSE(audited.ok()) << what;
      EXPECT_EQ(audited.error().message().rfind(name, 0), 0U)
          << what << ": " << audited.error().message();
    }
  };
  expect_named(election, "a right log but for the ballot");
  election.log.entries = voting;
  expect_named(election, "an open vote");
  election.log.entries.push_back(voting.back());  // beyond its batch
  expect_named(election, "an error of order");
  election.log.entries.back() = {0xff};
  expect_named(election, "an entry of no type");
}

TEST(Auditor, FindsAFalseReveal) {
  TallyElection election;
  election.say_manifest();
  election.commit();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    auto body = make_reveal(election.state(), i, election.keys(i), election.random);
    if (i == 2) body->proof.z += Scalar::one();
    election.say(EntryType::kReveal, i, body->encode());
  }
  const auto audited = election.audit_now();
  ASSERT_FALSE(audited.ok());
  EXPECT_EQ(audited.error().message(),
            "entry 5: reveal of trustee 2: the proof of knowledge does not hold");
}

TEST(Auditor, FindsASharedReceivingKey) {
  TallyElection election;
  election.say_manifest();
  const X25519PublicKey key = election.keys(1).receive_key();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    auto body = make_commit(election.state(), i, election.keys(i));
    body->receive_key = key;
    election.say(EntryType::kCommit, i, body->encode());
  }
  EXPECT_FALSE(election.audit_now().ok());
}

TEST(Auditor, FindsAFalseConfirm) {
  TallyElection election;
  election.say_manifest();
  election.commit();
  election.reveal();
  election.share();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    auto body = make_confirm(election.state(), i, election.keys(i), election.random);
    if (i == 1) body->keys_root[31] ^= 1;
    election.say(EntryType::kConfirm, i, body->encode());
  }
  const auto audited = election.audit_now();
  ASSERT_FALSE(audited.ok());
  EXPECT_NE(audited.error().message().find("trustee 1"), std::string::npos);
}

TEST(Auditor, FindsAFalseOpening) {
  TallyElection election;
  election.ceremony();
  election.say(EntryType::kRoll, 0, log::RecordsBody().encode());
  log::OpeningBody opening{election.state().manifest_hash(), election.state().head(),
                           election_keys(election.state())->root()};
  opening.keys_root[5] ^= 1;
  election.say(EntryType::kOpening, 0, opening.encode());
  const auto audited = election.audit_now();
  ASSERT_FALSE(audited.ok());
  EXPECT_NE(audited.error().message().find("opening"), std::string::npos);
}

TEST(Auditor, FindsAFalseDecryption) {
  TallyElection election(test::two_styles());
  vote_in_two_styles(election);
  election.agree();
  election.decrypt(1);
  const auto audited = election.audit_now();
  const auto x_2 = decryption_keys(election.state(), 2, election.keys(2), election.random);
  log::DecryptionBody body =
      make_decryption(audited->decryption_context(), 2, *x_2, election.random);
  body.units[1].D[0] += Point::base();
  election.say(EntryType::kDecryption, 2, body.encode());
  const auto refused = election.audit_now();
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message().find(
                "decryption of trustee 2: unit act-two of contest act: the proof does not hold"),
            std::string::npos)
      << refused.error().message();
}

TEST(Auditor, FindsATruncatedDecryption) {
  TallyElection election(test::two_styles());
  vote_in_two_styles(election);
  election.agree();
  election.say(EntryType::kDecryption, 1,
               log::DecryptionBody{{1, *election.state().tally_head()}, {}}.encode());
  EXPECT_FALSE(election.audit_now().ok());
}

TEST(Auditor, FindsAFalseResult) {
  for (int change = 0; change < 4; ++change) {
    TallyElection election(test::two_styles());
    vote_in_two_styles(election);
    election.agree();
    for (const std::uint16_t t : std::initializer_list<std::uint16_t>{1, 3}) election.decrypt(t);
    const auto audited = election.audit_now();
    ASSERT_TRUE(audited.ok());
    log::ResultBody body{election.state().counts(), *audited->totals};
    if (change == 1) ++body.counts.cancelled;
    if (change == 2) std::swap(body.units[0].totals[0], body.units[0].totals[1]);
    if (change == 3) body.units.pop_back();
    election.say(EntryType::kResult, 0, body.encode());
    EXPECT_EQ(election.audit_now().ok(), change == 0) << change;
  }
}

TEST(Auditor, FloorWithholdsAndMerges) {
  test::ElectionOptions options = test::two_styles();
  options.floor = 4;
  TallyElection election(options);
  vote_in_two_styles(election);
  const auto audited = election.audit_now();
  ASSERT_TRUE(audited.ok());
  // act: 3 and 3 counted ballots merge to 6; law has 3: withheld.
  ASSERT_EQ(audited->tally->final_units.size(), 2U);
  EXPECT_EQ(audited->tally->final_units[0].members.size(), 2U);
  EXPECT_EQ(audited->tally->final_units[1].status, UnitStatus::kWithheld);
  election.agree();
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{2, 3}) election.decrypt(t);
  election.state_result();
  const auto finished = election.audit_now();
  ASSERT_TRUE(finished.ok()) << finished.error().message();
  EXPECT_EQ((*finished->totals)[0].totals, (Totals{1, 6, 2}));
  EXPECT_TRUE((*finished->totals)[1].totals.empty());
}

TEST(Auditor, NobodyVoted) {
  TallyElection election(test::two_styles());
  election.ceremony();
  election.open({{0, 1}, {1, 1}});
  election.close();
  election.seal();
  election.agree();
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{1, 2}) election.decrypt(t);
  election.state_result();
  const auto audited = election.audit_now();
  ASSERT_TRUE(audited.ok()) << audited.error().message();
  EXPECT_TRUE(audited->tally->units.empty());
  ASSERT_EQ(audited->totals->size(), 3U);
  EXPECT_EQ((*audited->totals)[2].status, UnitStatus::kEmpty);
}

// What a trustee does: audits up to the seal and keeps the summary; later it decrypts.
TEST(Auditor, EarlierAuditStandsInForTheProofs) {
  TallyElection election(test::two_styles());
  vote_in_two_styles(election);
  const auto first = election.audit_now();
  ASSERT_TRUE(first.ok());
  const TemporaryDirectory state;
  ASSERT_TRUE(first->summary->save(state.path()).ok());
  election.agree();
  AuditOptions options;
  options.earlier = *AuditSummary::load(state.path());
  ASSERT_TRUE(options.earlier.has_value());
  const auto second = election.audit_now(options);
  ASSERT_TRUE(second.ok()) << second.error().message();
  EXPECT_EQ(second->ballots_checked, 0U);
  EXPECT_EQ(second->summary, first->summary);
  for (const std::uint16_t t : std::initializer_list<std::uint16_t>{1, 2}) election.decrypt(t);
  const auto third = election.audit_now(options);
  ASSERT_TRUE(third.ok() && third->totals.has_value());
  expect_right_totals(*third->totals);
}

TEST(Auditor, EarlierAuditOfAnotherHeadIsIgnored) {
  TallyElection election(test::two_styles());
  vote_in_two_styles(election);
  const auto right = election.audit_now();
  ASSERT_TRUE(right.ok());
  const auto check_all = [&](AuditSummary summary) {
    AuditOptions options;
    options.earlier = std::move(summary);
    const auto audited = election.audit_now(options);
    EXPECT_TRUE(audited.ok());
    EXPECT_EQ(audited->ballots_checked, 11U);
    EXPECT_EQ(audited->summary, right->summary);
  };
  for (int change = 0; change < 3; ++change) {
    AuditSummary other = *right->summary;
    std::swap(other.sums[0], other.sums[1]);
    if (change == 0) other.tally_head.size += 1;
    if (change == 1) other.tally_head.root[0] ^= 1;
    if (change == 2) other.election[0] ^= 1;
    check_all(std::move(other));
  }
  // One that does not have this manifest's shape is an error.
  AuditOptions options;
  options.earlier = *right->summary;
  options.earlier->sums.pop_back();
  EXPECT_FALSE(election.audit_now(options).ok());
}

TEST(Auditor, EarlierAuditHelpsNoLogThatIsNotSealed) {
  TallyElection election(test::two_styles());
  vote_in_two_styles(election);
  AuditOptions options;
  options.earlier = *election.audit_now()->summary;
  // The log without its last three statements: close, cancellations and seal.
  const TemporaryDirectory directory;
  election.publish(directory.path(), election.log.entries.size() - 3);
  const auto audited = audit(election.open_log(directory.path()), options, election.random);
  ASSERT_TRUE(audited.ok()) << audited.error().message();
  EXPECT_EQ(audited->ballots_checked, 11U);
}

TEST(Auditor, DamagedFilesAreNoticed) {
  TallyElection election;
  election.ceremony();
  const TemporaryDirectory directory;
  election.publish(directory.path());
  const log::LogReader reader = election.open_log(directory.path());
  ASSERT_TRUE(audit(reader, {}, election.random).ok());
  const log::Tile bundle =
      *log::tile_at(log::Tile::Kind::kEntries, 0, 0, election.log.entries.size());
  const std::filesystem::path path = directory.path() / bundle.path();
  const Bytes right = *log::read_file(path, 1 << 20);
  for (std::size_t i = 0; i < right.size(); i += 97) {
    Bytes changed = right;
    changed[i] ^= 4;
    test::write_plain(path, changed);
    EXPECT_FALSE(audit(reader, {}, election.random).ok()) << "byte " << i;
  }
  for (const viche::test::Damage& damage : viche::test::damages()) {
    damage.apply(path, right);
    EXPECT_FALSE(audit(reader, {}, election.random).ok()) << damage.name;
  }
  std::size_t end = 0;  // of the entries that are left
  for (const Bytes& entry : election.log.entries) {
    viche::test::write_anew(path, ByteView(right).first(end));
    EXPECT_FALSE(audit(reader, {}, election.random).ok()) << "cut at byte " << end;
    end += 2 + entry.size();
  }
  viche::test::write_anew(path, right);
  EXPECT_TRUE(audit(reader, {}, election.random).ok());
}

}  // namespace
}  // namespace viche::tally
