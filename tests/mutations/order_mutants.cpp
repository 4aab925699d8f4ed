// E3 and E6: what stands where, and the heads that statements name.

#include "bulletin/log/envelope.h"
#include "bulletin/log/roll_bodies.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using log::EntryType;

void move_before(Plan& plan, StepKind kind, std::uint16_t number, StepKind before,
                 std::uint16_t before_number) {
  const Step moved = *plan.find(kind, number);
  plan.remove(kind, number);
  plan.insert_before(before, before_number, moved);
}

void repeat_after(Plan& plan, StepKind kind, std::uint16_t number, StepKind after,
                  std::uint16_t after_number) {
  plan.insert_after(after, after_number, *plan.find(kind, number));
}

void say_after(Plan& plan, StepKind after, std::uint16_t after_number, EntryType type,
               std::uint16_t signer, std::function<Bytes(Forge&)> body) {
  plan.insert_after(after, after_number,
                    step([=](Forge& forge) { forge.say(type, signer, body(forge)); }));
}

Bytes own_head(Forge& forge) { return log::HeadBody{forge.head()}.encode(); }

/// The notices get the numbers from 2 on; the mutant places a first one elsewhere.
void renumber_notices(Plan& plan) {
  plan.find(StepKind::kNotice, 2)->number = 3;
  plan.find(StepKind::kNotice, 1)->number = 2;
}

std::vector<Mutant> ceremony_order_mutants() {
  return {
      {"E3", "a_second_commit", "A trustee commits a second time.",
       [](Forge& f) { repeat_after(f.plan, StepKind::kCommit, 1, StepKind::kCommit, 3); }},
      {"E3", "a_commit_of_no_trustee", "An agreement signer who is no trustee commits.",
       [](Forge& f) {
         say_after(f.plan, StepKind::kCommit, 3, EntryType::kCommit, kOtherSigner,
                   [](Forge&) { return Bytes(64); });
       }},
      {"E3",
       "a_reveal_before_the_last_commit",
       "Trustee 3 sees a key part before it commits to its own.",
       [](Forge& f) { move_before(f.plan, StepKind::kReveal, 1, StepKind::kCommit, 3); },
       // Trustee 1 could not name commits that were not there.
       {"E6", "K2"}},
      {"E3", "a_share_before_the_last_reveal", "Shares are sent before all keys are revealed.",
       [](Forge& f) { move_before(f.plan, StepKind::kShare, 1, StepKind::kReveal, 3); }},
      {"E3",
       "a_confirm_before_the_last_share",
       "A trustee confirms shares that it has not got.",
       [](Forge& f) { move_before(f.plan, StepKind::kConfirm, 1, StepKind::kShare, 3); },
       {"E6"}},
      {"E3",
       "a_confirm_missing",
       "The vote opens although trustee 3 did not confirm the keys.",
       [](Forge& f) { f.plan.remove(StepKind::kConfirm, 3); },
       {"K5"}},
      {"E3",
       "a_second_roll",
       "The registrar publishes a second roll after the opening.",
       [](Forge& f) {
         say_after(f.plan, StepKind::kOpening, 0, EntryType::kRoll, 0,
                   [](Forge&) { return Bytes(); });
       },
       {"V1"}},
      {"E3", "a_notice_before_the_opening", "Something stands between the roll and the opening.",
       [](Forge& f) {
         renumber_notices(f.plan);
         f.plan.insert_after(StepKind::kRoll, 0, {StepKind::kNotice, 1, {}});
       }},
      {"E3", "a_second_opening", "The vote is opened twice, for two fingerprints.",
       [](Forge& f) { repeat_after(f.plan, StepKind::kOpening, 0, StepKind::kOpening, 0); }},
      {"E3", "a_manifest_of_a_trustee", "The manifest is signed by a trustee.",
       [](Forge& f) { say_by_another(f, EntryType::kManifest, 0, 1); }},
      {"E3", "a_second_manifest", "The registrar changes the manifest during the vote.",
       [](Forge& f) { repeat_after(f.plan, StepKind::kManifest, 0, StepKind::kBatch, 1); }},
  };
}

std::vector<Mutant> voting_mutants() {
  return {
      {"E3", "a_notice_inside_a_batch", "A statement stands among the ballots of a batch.",
       [](Forge& f) {
         renumber_notices(f.plan);
         f.hooks.batch = [&f](std::size_t number, Bytes&, std::vector<PostedBallot>& ballots) {
           if (number != 1) return;
           const log::Statement notice =
               log::sign_statement(EntryType::kNotice, 0, log::NoticeBody{1, "now"}.encode(),
                                   f.manifest_hash(), f.keys.signers[0]);
           ballots.insert(ballots.begin() + 2,
                          PostedBallot{"", {}, log::split_statement(notice).front()});
         };
       }},
      {"E3", "a_batch_after_the_close", "Voting goes on after the close.",
       [](Forge& f) {
         f.plan.batches.emplace_back();
         f.plan.insert_after(StepKind::kClose, 0, {StepKind::kBatch, 5, {}});
       }},
      {"E3",
       "an_admission_after_the_close",
       "The registrar admits a voter after the close.",
       [](Forge& f) {
         say_after(f.plan, StepKind::kClose, 0, EntryType::kAdmission, 0, [](Forge& g) {
           const Bytes32 K = multiply_base(random_scalar(g.random)).encode();
           return log::RecordsBody{{{K, ballot::StyleIndex::from_number(kNorth), 1}}}.encode();
         });
       },
       {"V1"}},
      {"E3",
       "a_cancellation_before_the_close",
       "The registrar cancels a ballot during the vote.",
       [](Forge& f) {
         say_after(f.plan, StepKind::kBatch, 1, EntryType::kCancellations, 0, [](Forge& g) {
           return log::CancellationsBody{{g.plan.voter("n2").K}}.encode();
         });
       },
       {"T1"}},
      {"E3", "a_close_by_a_trustee", "A trustee closes the vote.",
       [](Forge& f) {
         say_after(f.plan, StepKind::kClose, 0, EntryType::kClose, 1, own_head);
         f.plan.remove(StepKind::kClose);
       }},
      {"E3", "a_second_close", "The vote is closed twice.",
       [](Forge& f) { repeat_after(f.plan, StepKind::kClose, 0, StepKind::kClose, 0); }},
      {"E3", "a_second_seal", "The log is sealed twice, for two tally heads.",
       [](Forge& f) { repeat_after(f.plan, StepKind::kSeal, 0, StepKind::kSeal, 0); }},
  };
}

std::vector<Mutant> tally_order_mutants() {
  return {
      {"E3",
       "an_agreement_before_the_seal",
       "A signer agrees on a head that is not there yet.",
       [](Forge& f) { move_before(f.plan, StepKind::kAgreement, 3, StepKind::kSeal, 0); },
       {"E6", "T9"}},
      {"E3", "a_second_agreement", "A signer agrees twice, to count twice.",
       [](Forge& f) { repeat_after(f.plan, StepKind::kAgreement, 1, StepKind::kAgreement, 4); }},
      {"E3", "an_agreement_by_the_registrar", "The registrar, who is no agreement signer, agrees.",
       [](Forge& f) {
         f.plan.insert_after(StepKind::kAgreement, 4, {StepKind::kAgreement, 0, {}});
       }},
      {"E3",
       "a_second_decryption",
       "A trustee decrypts twice, to count twice.",
       [](Forge& f) { repeat_after(f.plan, StepKind::kDecryption, 1, StepKind::kDecryption, 3); },
       {"T3"}},
      {"E3",
       "a_decryption_by_no_trustee",
       "An agreement signer who is no trustee decrypts.",
       [](Forge& f) {
         f.plan.insert_after(StepKind::kDecryption, 3, {StepKind::kDecryption, kOtherSigner, {}});
       },
       {"T3"}},
      {"E3",
       "a_result_before_enough_decryptions",
       "The registrar states totals that one trustee alone "
       "decrypted.",
       [](Forge& f) {
         f.plan.remove(StepKind::kDecryption, 2);
         f.plan.remove(StepKind::kDecryption, 3);
       },
       {"T3", "T4", "T7"}},
      {"E3", "a_result_by_a_trustee", "A trustee states the result.",
       [](Forge& f) { say_by_another(f, EntryType::kResult, 0, 1); }},
  };
}

/// A head that differs in one bit, at `offset` in the body.
Mutant wrong_head(std::string name, std::string attack, EntryType type, std::uint16_t signer,
                  std::size_t offset) {
  return {"E6", std::move(name), std::move(attack), [=](Forge& f) {
            edit_body(f, type, signer, [=](Bytes& body) { body[offset + 39] ^= 1; });
          }};
}

std::vector<Mutant> head_mutants() {
  return {
      wrong_head("a_reveal_after_other_commits", "A trustee was shown other commits.",
                 EntryType::kReveal, 1, 0),
      wrong_head("a_confirm_of_other_shares", "A trustee was shown other shares.",
                 EntryType::kConfirm, 2, 0),
      wrong_head("an_opening_of_another_log", "The opening names another history.",
                 EntryType::kOpening, 0, 32),
      wrong_head("a_close_of_another_log", "The close names another history.", EntryType::kClose, 0,
                 0),
      wrong_head("a_seal_of_another_log", "The seal names another history.", EntryType::kSeal, 0,
                 0),
      wrong_head("an_agreement_on_another_head",
                 "A signer was shown a log without one ballot, and agreed on its head.",
                 EntryType::kAgreement, 1, 4),
      wrong_head("a_decryption_of_another_head", "A trustee decrypted another log's sums.",
                 EntryType::kDecryption, 1, 4),
      {"E6", "a_head_of_another_size", "The close names the right root and another size.",
       [](Forge& f) { edit_body(f, EntryType::kClose, 0, [](Bytes& body) { body[7] ^= 1; }); }},
  };
}

}  // namespace

std::vector<Mutant> order_mutants() {
  std::vector<Mutant> all = ceremony_order_mutants();
  for (const auto& group : {voting_mutants(), tally_order_mutants(), head_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
