// Every row of the table of entries (docs/protocol.md section 4.3) in every state of a log: legal,
// or refused with exactly the error that says where it could stand and what is next here.

#include "bulletin/log/phase.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/bulletin/log/sample_election.h"

namespace viche::log {
namespace {

using test::SampleElection;
using test::SampleLog;

using T = EntryType;

/// A state of the log, what it waits for, and the entries that may stand there.
struct Place {
  std::string name;
  SampleLog log;
  std::string description;
  std::set<T> legal;
};

const std::map<T, std::string> kWhere = {
    {T::kManifest, "a manifest can stand only as the first entry of a log, once"},
    {T::kCommit,
     "a commit can stand only after the manifest and before the reveals, one per trustee"},
    {T::kReveal,
     "a reveal can stand only after all commits and before the shares, one per trustee"},
    {T::kShare,
     "a share can stand only after all reveals and before the confirms, one per trustee"},
    {T::kConfirm, "a confirm can stand only after all shares and before the roll, one per trustee"},
    {T::kComplaint,
     "a complaint can stand only after all shares and before the roll, one per trustee and "
     "dealer"},
    {T::kAnswer,
     "an answer can stand only after a complaint against the trustee and before the roll, one per "
     "complaint"},
    {T::kRoll, "a roll can stand only after all confirms, once"},
    {T::kOpening, "an opening can stand only next after the roll, once"},
    {T::kBatch, "a batch can stand only between opening and close, not inside a batch"},
    {T::kCast, "a cast can stand only inside a batch"},
    {T::kChallenge, "a challenge can stand only inside a batch"},
    {T::kAdmission, "an admission can stand only between opening and close, not inside a batch"},
    {T::kVoid, "a void can stand only between opening and close, not inside a batch"},
    {T::kNotice, "a notice can stand only between opening and result, not inside a batch"},
    {T::kClose, "a close can stand only after the opening, not inside a batch, once"},
    {T::kCancellations, "cancellations can stand only between close and seal"},
    {T::kSeal, "a seal can stand only after the close, once"},
    {T::kAgreement,
     "an agreement can stand only between seal and result, one per signer and round"},
    {T::kAbstention,
     "an abstention can stand only between seal and result, one per trustee and round"},
    {T::kDecryption,
     "a decryption can stand only after the quorum of agreements of its round and before the "
     "result, one per trustee"},
    {T::kResult, "a result can stand only after enough decryptions, once, as the last entry"},
};

std::vector<Place> make_places(const SampleElection& election) {
  std::vector<Place> places;
  SampleLog log;
  const auto add = [&](const std::string& name, const std::string& description, std::set<T> legal) {
    places.push_back({name, log, description, std::move(legal)});
  };
  const auto say = [&](T type, std::uint16_t signer) {
    log.append(election.statement(log.state, type, signer));
  };
  add("empty", "the log is empty", {T::kManifest});
  log.advance(election, Phase::kCommit);
  add("no commit", "0 of 3 commits are in the log, trustees 1, 2, 3 are missing", {T::kCommit});
  say(T::kCommit, 1);
  say(T::kCommit, 2);
  add("two commits", "2 of 3 commits are in the log, trustee 3 is missing", {T::kCommit});
  log.advance(election, Phase::kReveal);
  say(T::kReveal, 2);
  add("one reveal", "1 of 3 reveals are in the log, trustees 1, 3 are missing", {T::kReveal});
  say(T::kReveal, 1);
  say(T::kReveal, 3);
  add("no share", "0 of 3 shares are in the log, trustees 1, 2, 3 are missing", {T::kShare});
  log.advance(election, Phase::kConfirm);
  say(T::kConfirm, 1);
  say(T::kConfirm, 2);
  add("two confirms", "2 of 3 confirms are in the log, trustee 3 is missing",
      {T::kConfirm, T::kComplaint});
  const SampleLog confirming = log;
  say(T::kComplaint, 1);
  add("a complaint", "the ceremony has ended with 1 complaint, 0 answered",
      {T::kComplaint, T::kAnswer});
  log = confirming;
  say(T::kConfirm, 3);
  add("roll", "all confirms are in the log and the roll is next", {T::kRoll, T::kComplaint});
  log.advance(election, Phase::kOpening);
  add("opening", "the roll is in the log and the opening is next", {T::kOpening});
  log.advance(election, Phase::kVoting);
  const std::set<T> voting = {T::kBatch, T::kAdmission, T::kVoid, T::kNotice, T::kClose};
  add("open", "the vote is open", voting);
  log.append(Batch{1, 2}.encode());
  add("in a batch", "ballot 1 of 2 of batch 1 is next", {T::kCast, T::kChallenge});
  std::vector<Bytes> ballots = {election.formal_ballot(log.state, 0, ballot::BallotType::kCast),
                                election.formal_ballot(log.state, 2, ballot::BallotType::kCast)};
  test::sort_by_tracker(log.state, ballots);
  for (const Bytes& ballot : ballots) log.append(ballot);
  add("after a batch", "the vote is open", voting);
  log.advance(election, Phase::kClosed);
  add("closed", "the vote is closed and not sealed", {T::kNotice, T::kCancellations, T::kSeal});
  log.advance(election, Phase::kSealed);
  const auto sealed = [](int agreements, int decryptions) {
    return "the log is sealed, with " + std::to_string(agreements) +
           " agreements (3 are needed) and " + std::to_string(decryptions) +
           " decryptions (2 are needed)";
  };
  say(T::kAgreement, 1);
  say(T::kAgreement, 4);
  std::set<T> legal = {T::kNotice, T::kAgreement, T::kAbstention};
  add("before the quorum", sealed(2, 0), legal);
  const SampleLog sealed_log = log;
  for (const std::uint16_t i : std::initializer_list<std::uint16_t>{1, 2, 3}) {
    say(T::kAbstention, i);
  }
  for (const std::uint16_t i : std::initializer_list<std::uint16_t>{1, 2}) say(T::kAgreement, i);
  say(T::kAbstention, 2);
  add("round 2",
      "the log is sealed, round 2 is open, with 2 agreements (3 are needed) and 0 decryptions (2 "
      "are needed), and 1 of 3 trustees abstained",
      legal);
  log = sealed_log;
  say(T::kAgreement, 2);
  legal.insert(T::kDecryption);
  add("quorum", sealed(3, 0), legal);
  say(T::kDecryption, 1);
  add("one decryption", sealed(3, 1), legal);
  say(T::kDecryption, 2);
  legal.insert(T::kResult);
  add("enough decryptions", sealed(3, 2), legal);
  say(T::kResult, 0);
  add("finished", "the result is in the log and nothing may follow it", {});
  return places;
}

/// A first entry of this type that is right here if any is.
Bytes make_entry(const SampleElection& election, const ElectionState& state, T type) {
  switch (entry_shape(type)) {
    case EntryShape::kBatch:
      return Batch{state.batches() + 1, 0}.encode();
    case EntryShape::kBallot: {
      if (state.election()) {
        return election.formal_ballot(state, 4, static_cast<ballot::BallotType>(type));
      }
      return Bytes{static_cast<std::uint8_t>(type)};
    }
    case EntryShape::kStatement:
      break;
  }
  static const std::map<T, std::uint16_t> kSigner = {
      {T::kCommit, 3},    {T::kReveal, 3},     {T::kShare, 3},
      {T::kConfirm, 3},   {T::kComplaint, 3},  {T::kAnswer, 3},
      {T::kAgreement, 3}, {T::kAbstention, 3}, {T::kDecryption, 3}};
  const auto found = kSigner.find(type);
  const std::uint16_t signer = found == kSigner.end() ? std::uint16_t{0} : found->second;
  return split_statement(election.statement(state, type, signer)).at(0);
}

TEST(TableOfEntries, EveryTypeInEveryPlace) {
  const SampleElection election;
  std::set<T> seen;
  for (Place& place : make_places(election)) {
    ASSERT_EQ(place.log.state.describe(), place.description) << place.name;
    for (const auto& [type, where] : kWhere) {
      SCOPED_TRACE(place.name + ", " + std::string(entry_name(type)));
      ElectionState state = place.log.state;
      const TreeHead before = state.head();
      const auto applied = state.apply(make_entry(election, state, type));
      if (!place.legal.contains(type)) {
        ASSERT_FALSE(applied.ok());
        EXPECT_EQ(applied.error().reason, where + "; here, " + place.description);
      } else {
        ASSERT_TRUE(applied.ok()) << applied.error().message();
        EXPECT_EQ(state.size(), before.size + 1);
        seen.insert(type);
        continue;
      }
      EXPECT_EQ(applied.error().where, "entry " + std::to_string(before.size));
      EXPECT_EQ(state.head(), before);
    }
    for (const std::uint8_t byte :
         std::initializer_list<std::uint8_t>{0x00, 0x08, 0x0f, 0x1b, 0x24, 0xff}) {
      EXPECT_FALSE(place.log.state.apply(Bytes{byte, 0, 1, 0, 1}).ok());
    }
    EXPECT_FALSE(place.log.state.apply(Bytes{}).ok());
  }
  EXPECT_EQ(seen.size(), kWhere.size());
}

}  // namespace
}  // namespace viche::log
