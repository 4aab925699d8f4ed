// B1 to B7: batches and the rules about a credential's ballots.

#include <algorithm>

#include "bulletin/log/entry.h"
#include "crypto/proof/schnorr.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using Ballots = std::vector<PostedBallot>;

void edit_batch(Forge& forge, std::size_t number, std::function<void(log::Batch&)> edit) {
  forge.hooks.batch = [=](std::size_t at, Bytes& entry, Ballots&) {
    if (at != number) return;
    log::Batch batch = log::Batch::decode(entry).value();
    edit(batch);
    entry = batch.encode();
  };
}

void add_ballot(Forge& forge, std::size_t batch, PlannedBallot ballot) {
  forge.plan.batches[batch - 1].push_back(std::move(ballot));
}

/// The draft becomes a copy of one that is in the log already, to be sent by the same voter again.
BallotCheat::Step copy_of(Forge& forge, std::size_t batch, const std::string& voter) {
  return [&forge, batch, voter](BallotDraft& draft) {
    const std::uint8_t type = draft.type;
    const Bytes32 prev = draft.prev;
    draft = forge.ballot(batch, voter);
    draft.type = type;
    draft.prev = prev;
  };
}

/// n6's challenge follows its cast in the same batch, rightly chained and rightly sorted.
void vote_twice_in_a_batch(Forge& forge) {
  const PlannedBallot second = forge.plan.ballot(4, "n6");
  std::erase_if(forge.plan.batches[3], [](const auto& ballot) { return ballot.voter == "n6"; });
  forge.hooks.batch = [&forge, second](std::size_t number, Bytes& entry, Ballots& ballots) {
    if (number != 2) return;
    const auto first = std::find_if(ballots.begin(), ballots.end(),
                                    [](const auto& ballot) { return ballot.voter == "n6"; });
    PostedBallot later;
    do {
      later = forge.make(second, log::hash_leaf(first->entry));
    } while (later.draft.tracker <= first->draft.tracker);
    const auto place = std::find_if(first, ballots.end(), [&](const auto& ballot) {
      return ballot.draft.tracker > later.draft.tracker;
    });
    ballots.insert(place, later);
    log::Batch batch = log::Batch::decode(entry).value();
    ++batch.count;
    entry = batch.encode();
  };
}

std::vector<Mutant> place_mutants() {
  return {
      {"B1", "a_batch_left_out", "A batch disappeared: the numbers skip one.",
       [](Forge& f) { edit_batch(f, 4, [](log::Batch& batch) { batch.number = 5; }); }},
      {"B1", "a_ballot_fewer_than_said", "A ballot of a batch disappeared.",
       [](Forge& f) { edit_batch(f, 2, [](log::Batch& batch) { ++batch.count; }); }},
      {"B1", "a_ballot_more_than_said", "A ballot was added to a batch.",
       [](Forge& f) { edit_batch(f, 2, [](log::Batch& batch) { --batch.count; }); }},
      {"B1", "a_byte_after_the_count", "A batch's entry is longer than its layout.",
       [](Forge& f) {
         f.hooks.batch = [](std::size_t number, Bytes& entry, Ballots&) {
           if (number == 3) entry.push_back(0);
         };
       }},
      {"B1", "a_count_cut_short", "A batch's entry is shorter than its layout.",
       [](Forge& f) {
         f.hooks.batch = [](std::size_t number, Bytes& entry, Ballots&) {
           if (number == 3) entry.pop_back();
         };
       }},
      {"B1", "ballots_without_a_batch", "Ballots stand in the log without a batch.",
       [](Forge& f) {
         f.hooks.batch = [](std::size_t number, Bytes& entry, Ballots&) {
           if (number == 1) entry.clear();
         };
       }},
      {"B2", "ballots_in_order_of_arrival",
       "A batch is not sorted: its order could tell who sent what when.",
       [](Forge& f) {
         f.hooks.batch = [](std::size_t number, Bytes&, Ballots& ballots) {
           if (number == 1) std::swap(ballots[0], ballots[1]);
         };
       }},
      {"B2",
       "one_ballot_twice_in_a_batch",
       "Two voters are shown one tracker: one ballot stands in a batch for both.",
       [](Forge& f) {
         f.hooks.batch = [](std::size_t number, Bytes& entry, Ballots& ballots) {
           if (number != 1) return;
           const auto one = std::find_if(ballots.begin(), ballots.end(),
                                         [](const auto& ballot) { return ballot.voter == "n2"; });
           ballots.insert(one, PostedBallot(*one));
           log::Batch batch = log::Batch::decode(entry).value();
           ++batch.count;
           entry = batch.encode();
         };
       },
       {"B5", "B6"}},
      {"B2", "a_credential_twice_in_a_batch",
       "Two ballots of one credential share a batch, whose order is not that of time.",
       vote_twice_in_a_batch},
  };
}

/// Changes the challenge that n4 posts in the first batch: it counts for nothing.
Mutant unread(std::string name, std::string attack, BallotCheat::Step BallotCheat::*at,
              BallotCheat::Step change) {
  return {"B3", std::move(name), std::move(attack),
          [=](Forge& f) { cheat(f, 1, "n4", at, change); }, implied::kByUnreadBallot};
}

std::vector<Mutant> ballot_form_mutants() {
  return {
      {"B3", "a_byte_missing", "A ballot is a byte too short.",
       [](Forge& f) { f.plan.ballot(1, "n4").bytes = [](Bytes& entry) { entry.pop_back(); }; },
       implied::kByUnreadBallot},
      {"B3", "an_unknown_style", "A ballot is of a style that does not exist.",
       [](Forge& f) { cheat(f, 1, "n4", &BallotCheat::answers, [](auto& d) { d.style = 9; }); },
       implied::kByUnreadBallot},
      unread("C_1_is_no_point", "A ciphertext is no point.", &BallotCheat::commitments,
             [](auto& d) { d.C[1].fill(0xff); }),
      unread("C_1_in_a_second_spelling",
             "A ciphertext has its top bit set, which a lax decoder ignores; everything else is "
             "right.",
             &BallotCheat::commitments, [](auto& d) { d.C[1][31] |= 0x80; }),
      unread("f_1_plus_l", "f_1 is spelled f_1 + l: the same number, another tracker.",
             &BallotCheat::answers, [](auto& d) { add_order(d.f[0]); }),
      unread("signature_z_plus_l", "The signature's z is spelled z + l.", &BallotCheat::signature,
             [](auto& d) { add_order(d.signature_z); }),
      unread("R_is_the_identity", "The signature's nonce is zero: its R is the identity.",
             &BallotCheat::signature,
             [](auto& d) {
               d.R = Point::identity().encode();
               const Scalar c = schnorr_challenge(ByteView(d.R), ByteView(d.K), signed_message(d));
               d.signature_z = (c * d.k).encode();
             }),
      {"B3", "r_is_zero",
       "A device encrypts with r = 0, which publishes the vote: C_0 is the identity. The ballot is "
       "superseded later.",
       [](Forge& f) {
         cheat(f, 1, "n1", &BallotCheat::witness, [](auto& d) { d.r = Scalar::zero(); });
       },
       implied::kByUnreadBallot},
  };
}

std::vector<Mutant> eligibility_mutants() {
  return {
      {"B4", "nobody", "A ballot is of a credential that nobody admitted.",
       [](Forge& f) {
         cheat(f, 1, "n4", &BallotCheat::given, [&f](auto& d) {
           d.k = random_scalar(f.random);
           d.K = multiply_base(d.k).encode();
         });
       },
       implied::kByIneligible},
      {"B4", "a_stuffed_box",
       "The box is stuffed: in several batches ballots stand, rightly made and proved, whose "
       "credentials are not on the roll.",
       [](Forge& f) {
         for (const std::size_t batch : {1U, 2U}) {
           for (PlannedBallot& ballot : f.plan.batches[batch - 1]) {
             // The cancellation of n5 needs a cast (T1).
             if (ballot.type != kCast || ballot.voter == "n5") continue;
             ballot.cheat.given = [&f](auto& d) {
               d.k = random_scalar(f.random);
               d.K = multiply_base(d.k).encode();
             };
           }
         }
       },
       implied::kByIneligible},
      {"B4", "a_ballot_of_another_style",
       "A voter of the north casts a ballot of the south, rightly proved.",
       [](Forge& f) {
         PlannedBallot& ballot = f.plan.ballot(1, "n4");
         ballot.style = kSouth;
         ballot.m = south_slots(0, 0);
       },
       implied::kByIneligible},
      {"B4", "a_vote_before_the_admission", "A voter votes before being admitted.",
       [](Forge& f) {
         add_ballot(f, 1, f.plan.ballot(4, "n8"));
         std::erase_if(f.plan.batches[3], [](const auto& b) { return b.voter == "n8"; });
       },
       implied::kByIneligible},
  };
}

std::vector<Mutant> chain_mutants() {
  return {
      {"B5", "a_withheld_ballot_after_a_newer_one",
       "The board withheld a voter's first ballot (prev zero) and posts it after the second.",
       [](Forge& f) {
         cheat(f, 2, "n1", &BallotCheat::given, [](auto& d) { d.prev = Bytes32{}; });
       }},
      {"B5", "two_ballots_in_the_wrong_order",
       "The board posts a voter's two ballots in the wrong order: the older one would count.",
       [](Forge& f) {
         // The second one is made after the first one and names it, but stands before it.
         f.plan.insert_before(StepKind::kBatch, 1, step([](Forge& g) {
                                const PostedBallot first = g.make(g.plan.ballot(1, "n1"));
                                const PostedBallot second =
                                    g.make(g.plan.ballot(2, "n1"), log::hash_leaf(first.entry));
                                const auto post = [](const BallotDraft& made) {
                                  return [made](BallotDraft& d) { d = made; };
                                };
                                g.plan.ballot(1, "n1").cheat.signature = post(second.draft);
                                g.plan.ballot(2, "n1").cheat.signature = post(first.draft);
                              }));
       }},
      {"B5", "a_chain_of_another_voter", "prev is the leaf of another voter's ballot.",
       [](Forge& f) {
         cheat(f, 2, "n1", &BallotCheat::given,
               [&f](auto& d) { d.prev = log::hash_leaf(f.ballot(1, "n2").entry()); });
       }},
      {"B6", "a_ballot_sent_again", "A device sends the same encryption again, signed anew.",
       [](Forge& f) {
         add_ballot(f, 2, {"n2", kCast, north_slots(1, 0, 1, 1), {}, {}, 0});
         cheat(f, 2, "n2", &BallotCheat::answers, copy_of(f, 1, "n2"));
       }},
      {"B6", "a_cast_ballot_challenged",
       "A device challenges a ballot that was cast: opening it would tell the vote.",
       [](Forge& f) {
         add_ballot(f, 2, {"n2", kChallenge, north_slots(1, 0, 1, 1), {}, {}, 0});
         cheat(f, 2, "n2", &BallotCheat::answers, copy_of(f, 1, "n2"));
       }},
      {"B6", "a_challenged_ballot_cast", "A device casts a ballot that was challenged and opened.",
       [](Forge& f) { cheat(f, 2, "n4", &BallotCheat::answers, copy_of(f, 1, "n4")); }},
      {"B6",
       "a_replay",
       "The board posts the bytes of a ballot a second time.",
       [](Forge& f) {
         add_ballot(f, 2, {"n2", kCast, north_slots(1, 0, 1, 1), {}, {}, 0});
         cheat(f, 2, "n2", &BallotCheat::signature, [&f](auto& d) { d = f.ballot(1, "n2"); });
       },
       {"B5"}},
      {"B7", "more_casts_than_max_ballots", "A voter casts more often than `max_ballots`.",
       [](Forge& f) {
         add_ballot(f, 4, {"n1", kCast, north_slots(0, 1, 0, 0), {}, {}, 0});
       }},
      {"B7", "more_challenges_than_max_ballots",
       "A voter challenges so often that the memory of all verifiers would fill.",
       [](Forge& f) {
         add_ballot(f, 4, {"n4", kChallenge, north_slots(0, 1, 0, 0), {}, {}, 0});
       }},
      {"B7", "a_second_cast_where_the_first_counts",
       "Voters cast again although the first cast counts.",
       [](Forge& f) { f.plan.manifest["revote"] = "first"; }},
  };
}

}  // namespace

std::vector<Mutant> batch_mutants() {
  std::vector<Mutant> all = place_mutants();
  for (const auto& group : {ballot_form_mutants(), eligibility_mutants(), chain_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
