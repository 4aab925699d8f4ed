#include "tally/ceremony.h"

#include <gtest/gtest.h>

#include "tally/reveal.h"
#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

using log::EntryType;
using test::ElectionOptions;
using test::TallyElection;

ElectionOptions sized(std::uint32_t n, std::uint32_t k) {
  ElectionOptions options;
  options.n = n;
  options.k = k;
  return options;
}

TEST(Ceremony, KeysAndSharesFitTogether) {
  for (const auto& [n, k] : {std::pair{1U, 1U}, {2U, 1U}, {3U, 2U}, {3U, 3U}, {5U, 3U}}) {
    TallyElection election(sized(n, k));
    election.ceremony();
    ASSERT_EQ(election.state().phase(), log::Phase::kRoll);
    const auto keys = election_keys(election.state());
    ASSERT_TRUE(keys.ok());
    EXPECT_TRUE(check_commits(election.state()).ok());
    EXPECT_TRUE(check_confirms(election.state(), *keys).ok());
    for (std::uint16_t t = 1; t <= n; ++t) {
      EXPECT_TRUE(check_reveal_of(election.state(), t).ok());
      const auto x_t = decryption_keys(election.state(), t, election.keys(t), election.random);
      ASSERT_TRUE(x_t.ok()) << x_t.error().message();
      for (std::size_t j = 0; j < keys->Y.size(); ++j) {
        EXPECT_EQ(multiply_base(x_t->expose()[j]), keys->P[t - 1U][j]);
      }
    }
  }
}

TEST(Ceremony, StatementsOutOfTurnAreRefused) {
  TallyElection election(sized(2, 2));
  election.say_manifest();
  const TrusteeKeys keys = election.keys(1);
  EXPECT_FALSE(make_commit(log::ElectionState(), 1, keys).ok());
  EXPECT_FALSE(make_commit(election.state(), 0, keys).ok());
  EXPECT_FALSE(make_commit(election.state(), 3, keys).ok());
  EXPECT_FALSE(make_reveal(election.state(), 1, keys, election.random).ok());
  EXPECT_FALSE(decryption_keys(election.state(), 1, keys, election.random).ok());
  const auto commit = make_commit(election.state(), 1, keys);
  ASSERT_TRUE(commit.ok());
  election.say(EntryType::kCommit, 1, commit->encode());
  EXPECT_FALSE(make_commit(election.state(), 1, keys).ok());                   // a second one
  EXPECT_FALSE(make_reveal(election.state(), 1, keys, election.random).ok());  // one is missing
  election.say(EntryType::kCommit, 2, make_commit(election.state(), 2, election.keys(2))->encode());
  EXPECT_FALSE(make_commit(election.state(), 1, keys).ok());
  EXPECT_FALSE(make_share(election.state(), 1, keys).ok());
  election.reveal();
  EXPECT_FALSE(make_confirm(election.state(), 1, keys, election.random).ok());
  election.share();
  election.confirm();
  EXPECT_FALSE(make_confirm(election.state(), 1, keys, election.random).ok());
}

TEST(Ceremony, AnotherElectionSeedIsNoticed) {
  TallyElection election(sized(3, 2));
  election.say_manifest();
  election.commit();
  const auto reveal = make_reveal(election.state(), 1, election.keys(2), election.random);
  ASSERT_FALSE(reveal.ok());
  EXPECT_NE(reveal.error().reason.find("election seed"), std::string::npos);
  election.reveal();
  EXPECT_FALSE(make_share(election.state(), 1, election.keys(2)).ok());
  election.share();
  EXPECT_FALSE(make_confirm(election.state(), 1, election.keys(2), election.random).ok());
  EXPECT_FALSE(decryption_keys(election.state(), 1, election.keys(2), election.random).ok());
}

TEST(Ceremony, SameReceivingKeyTwiceIsRefused) {
  TallyElection election(sized(3, 2));
  election.say_manifest();
  const auto first = make_commit(election.state(), 1, election.keys(1));
  auto second = make_commit(election.state(), 2, election.keys(2));
  second->receive_key = first->receive_key;
  election.say(EntryType::kCommit, 1, first->encode());
  election.say(EntryType::kCommit, 2, second->encode());
  election.say(EntryType::kCommit, 3, make_commit(election.state(), 3, election.keys(3))->encode());
  const auto checked = check_commits(election.state());
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().where, "trustee 2");
  EXPECT_FALSE(make_reveal(election.state(), 3, election.keys(3), election.random).ok());
}

TEST(Ceremony, ReceivingKeyOfLowOrderIsRefused) {
  TallyElection election(sized(1, 1));
  election.say_manifest();
  const Bytes body = make_commit(election.state(), 1, election.keys(1))->encode();
  for (const std::uint8_t low : std::initializer_list<std::uint8_t>{0, 1}) {
    Bytes changed(32, 0);
    changed[0] = low;
    append(changed, ByteView(body).subspan(32));
    EXPECT_FALSE(log::CommitBody::decode(changed).ok());
  }
  EXPECT_TRUE(log::CommitBody::decode(body).ok());
}

// After all commits, each of these reveals of trustee 2 is in order, and refused by everybody else.
template <class Change>
void expect_bad_reveal(const Change& change, const std::string& reason) {
  TallyElection election(sized(3, 2));
  election.say_manifest();
  election.commit();
  auto bad = make_reveal(election.state(), 2, election.keys(2), election.random);
  ASSERT_TRUE(bad.ok());
  change(election, *bad);
  for (const std::uint16_t i : std::initializer_list<std::uint16_t>{1, 3}) {
    election.say(EntryType::kReveal, i,
                 make_reveal(election.state(), i, election.keys(i), election.random)->encode());
  }
  election.say(EntryType::kReveal, 2, bad->encode());
  EXPECT_TRUE(check_reveal_of(election.state(), 1).ok());
  const auto checked = check_reveal_of(election.state(), 2);
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().where, "reveal of trustee 2");
  EXPECT_NE(checked.error().reason.find(reason), std::string::npos) << checked.error().reason;
  EXPECT_FALSE(make_share(election.state(), 1, election.keys(1)).ok());
}

TEST(Ceremony, RushingTrusteeIsRefused) {
  // It has seen trustee 1's constants and chooses its own so that the sum is a key it knows.
  expect_bad_reveal(
      [](TallyElection& election, log::RevealBody& reveal) {
        const std::vector<Point> E_1 = election.keys(1).public_coefficients();
        reveal.E[0] = multiply_base(Scalar::from_u64(5)) - E_1[0];
      },
      "commitment");
}

TEST(Ceremony, RepeatingAnothersRevealIsRefused) {
  expect_bad_reveal(
      [](TallyElection& election, log::RevealBody& reveal) {
        reveal = *make_reveal(election.state(), 1, election.keys(1), election.random);
      },
      "commitment");
}

TEST(Ceremony, OtherProofOfKnowledgeIsRefused) {
  const std::string reason = "proof of knowledge";
  expect_bad_reveal(
      [](TallyElection&, log::RevealBody& reveal) { reveal.proof.z += Scalar::one(); }, reason);
  expect_bad_reveal(
      [](TallyElection&, log::RevealBody& reveal) { reveal.proof.R += Point::base(); }, reason);
  expect_bad_reveal(
      [](TallyElection& election, log::RevealBody& reveal) {  // the proof of another trustee
        reveal.proof = make_reveal(election.state(), 1, election.keys(1), election.random)->proof;
      },
      reason);
  expect_bad_reveal(
      [](TallyElection& election, log::RevealBody& reveal) {  // a proof over other commits
        const Bytes other(64 * 3, 0);
        reveal.proof = prove_knowledge(CeremonyParameters::of(election.state()), 2,
                                       election.keys(2), other, reveal.E, election.random);
      },
      reason);
  expect_bad_reveal(
      [](TallyElection& election, log::RevealBody& reveal) {  // a proof in another's name
        Bytes commits;
        for (const auto& commit : election.state().commits()) append(commits, commit->encode());
        reveal.proof = prove_knowledge(CeremonyParameters::of(election.state()), 1,
                                       election.keys(2), commits, reveal.E, election.random);
      },
      reason);
}

TEST(Ceremony, ConstantThatIsTheIdentityIsRefused) {
  TallyElection election(sized(1, 1));
  election.say_manifest();
  election.commit();
  auto reveal = make_reveal(election.state(), 1, election.keys(1), election.random);
  reveal->E[2] = Point::identity();
  EXPECT_FALSE(log::RevealBody::decode(reveal->encode(), election.state().shape()).ok());
}

// Trustee 2's box to trustee 3 is changed; the others' are right.
template <class Change>
std::string confirm_error(const Change& change) {
  TallyElection election(sized(3, 2));
  election.say_manifest();
  election.commit();
  election.reveal();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    auto share = make_share(election.state(), i, election.keys(i));
    if (i == 2) change(election, share->boxes[log::box_position(2, 3)]);
    election.say(EntryType::kShare, i, share->encode());
  }
  EXPECT_TRUE(make_confirm(election.state(), 1, election.keys(1), election.random).ok());
  EXPECT_TRUE(make_confirm(election.state(), 2, election.keys(2), election.random).ok());
  const auto confirm = make_confirm(election.state(), 3, election.keys(3), election.random);
  EXPECT_FALSE(decryption_keys(election.state(), 3, election.keys(3), election.random).ok());
  return confirm ? "it was accepted" : confirm.error().message();
}

TEST(Ceremony, BoxThatDoesNotOpenNamesTheDealer) {
  const std::string error = confirm_error([](TallyElection&, Bytes& box) { box.back() ^= 1; });
  EXPECT_NE(error.find("box of trustee 2 to trustee 3"), std::string::npos) << error;
}

TEST(Ceremony, SharesThatDoNotFitNameTheDealer) {
  const std::string error = confirm_error([](TallyElection& election, Bytes& box) {
    // A well-made box whose first share is one too high.
    const Secret<std::vector<Scalar>> shares = election.keys(2).shares_for(3);
    Bytes plain;
    append(plain, election.state().manifest_hash());
    append_u16(plain, 2);
    append_u16(plain, 3);
    for (std::size_t j = 0; j < shares.expose().size(); ++j) {
      append(plain, (j == 0 ? shares.expose()[j] + Scalar::one() : shares.expose()[j]).encode());
    }
    box =
        seal_box(plain, election.state().commits()[2]->receive_key, election.keys(2).box_secret(3));
  });
  EXPECT_NE(error.find("trustee 2: the shares for trustee 3 do not fit"), std::string::npos)
      << error;
}

TEST(Ceremony, OtherKeysRootInAConfirmIsFound) {
  TallyElection election(sized(2, 1));
  election.say_manifest();
  election.commit();
  election.reveal();
  election.share();
  auto confirm = make_confirm(election.state(), 1, election.keys(1), election.random);
  election.say(EntryType::kConfirm, 1, confirm->encode());
  confirm = make_confirm(election.state(), 2, election.keys(2), election.random);
  confirm->keys_root[0] ^= 1;
  election.say(EntryType::kConfirm, 2, confirm->encode());
  const auto checked = check_confirms(election.state(), *election_keys(election.state()));
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().where, "trustee 2");
}

}  // namespace
}  // namespace viche::tally
