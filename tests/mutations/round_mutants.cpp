// Rounds of agreement and abstentions: docs/protocol.md section 8.4.

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using log::EntryType;

Step abstention(std::uint16_t t) { return {StepKind::kAbstention, t, {}}; }

void set_round(Forge& forge, EntryType type, std::uint16_t signer, std::uint8_t round) {
  edit_body(forge, type, signer, [round](Bytes& body) { body[3] = round; });
}

std::vector<Mutant> order_mutants_of_abstentions() {
  return {
      {"E3",
       "an_abstention_before_the_seal",
       "A trustee abstains before there is a round.",
       [](Forge& f) {
         f.plan.remove(StepKind::kDecryption, kSpareTrustee);
         f.plan.insert_before(StepKind::kSeal, 0, abstention(kSpareTrustee));
       },
       {"T9", "T10"}},
      {"E3", "an_abstention_by_no_trustee",
       "An agreement signer who is no trustee abstains, to open a round.",
       [](Forge& f) { f.plan.insert_after(StepKind::kSeal, 0, abstention(kOtherSigner)); }},
      {"E3", "a_second_abstention", "A trustee abstains twice from one round, to count twice.",
       [](Forge& f) {
         f.plan.remove(StepKind::kDecryption, kSpareTrustee);
         f.plan.insert_after(StepKind::kSeal, 0, abstention(kSpareTrustee));
         f.plan.insert_after(StepKind::kSeal, 0, abstention(kSpareTrustee));
       }},
      {"E3",
       "an_abstention_after_the_result",
       "A trustee abstains when the result is there.",
       [](Forge& f) {
         f.plan.remove(StepKind::kDecryption, kSpareTrustee);
         f.plan.script.push_back(abstention(kSpareTrustee));
       },
       {"E7"}},
      {"E3", "a_second_agreement_in_round_2", "A signer agrees twice in the second round.",
       [](Forge& f) {
         go_to_a_second_round(f);
         f.plan.insert_before(StepKind::kDecryption, 1, {StepKind::kAgreement, 1, {}});
       }},
      {"E5",
       "an_abstention_with_a_byte_more",
       "An abstention's body is longer than its layout.",
       [](Forge& f) {
         f.plan.remove(StepKind::kDecryption, kSpareTrustee);
         f.plan.insert_after(StepKind::kSeal, 0, abstention(kSpareTrustee));
         edit_body(f, EntryType::kAbstention, kSpareTrustee,
                   [](Bytes& body) { body.push_back(0); });
       },
       {"T9", "T10"}},
      {"E5",
       "an_abstention_cut_short",
       "An abstention ends within its round.",
       [](Forge& f) {
         f.plan.remove(StepKind::kDecryption, kSpareTrustee);
         f.plan.insert_after(StepKind::kSeal, 0, abstention(kSpareTrustee));
         edit_body(f, EntryType::kAbstention, kSpareTrustee, [](Bytes& body) { body.pop_back(); });
       },
       {"T9", "T10"}},
  };
}

std::vector<Mutant> open_round_mutants() {
  return {
      {"T2", "a_quorum_of_two_rounds",
       "The quorum of round 1 and one agreement less in round 2 are added up.",
       [](Forge& f) {
         go_to_a_second_round(f);
         f.plan.remove(StepKind::kAgreement, kOtherSigner);
         f.plan.insert_before(StepKind::kAbstention, 1, {StepKind::kAgreement, kOtherSigner, {}});
       }},
      {"T9", "an_agreement_of_round_2", "A signer agrees in a round that was not opened.",
       [](Forge& f) { set_round(f, EntryType::kAgreement, kSpareSigner, 2); }},
      {"T9",
       "a_quorum_of_a_round_that_opens_later",
       "An agreement of round 2 is signed in round 1, before all trustees have abstained.",
       [](Forge& f) {
         go_to_a_second_round(f);
         f.plan.remove(StepKind::kAgreement, kOtherSigner);
         f.plan.insert_before(StepKind::kAbstention, 3, {StepKind::kAgreement, kOtherSigner, {}});
         set_round(f, EntryType::kAgreement, kOtherSigner, 2);
       },
       {"T2"}},
      {"T9", "an_abstention_from_round_2", "A trustee abstains from a round that was not opened.",
       [](Forge& f) {
         f.plan.remove(StepKind::kDecryption, kSpareTrustee);
         f.plan.insert_after(StepKind::kSeal, 0, abstention(kSpareTrustee));
         set_round(f, EntryType::kAbstention, kSpareTrustee, 2);
       }},
      {"T9", "a_decryption_of_round_2", "A decryption names a round that was not opened.",
       [](Forge& f) { f.plan.rounds[kSpareTrustee] = 2; }},
      {"T9", "a_decryption_of_round_0", "A decryption names round 0.",
       [](Forge& f) { f.plan.rounds[kSpareTrustee] = 0; }},
      {"T9",
       "a_second_round_with_one_abstention_too_few",
       "Round 2 begins although a trustee has not abstained: it may have decrypted another head.",
       [](Forge& f) {
         go_to_a_second_round(f);
         *f.plan.find(StepKind::kAbstention, 3) = step([](Forge& g) { g.open_next_round(); });
       },
       {"T2"}},
      {"T9",
       "a_decryption_of_round_1_in_round_2",
       "A trustee decrypts the round that all trustees have abstained from.",
       [](Forge& f) {
         go_to_a_second_round(f);
         f.plan.rounds[kSpareTrustee] = 1;
       },
       {"T10"}},
      {"T9", "an_agreement_of_round_1_in_round_2", "A signer agrees in the round that has ended.",
       [](Forge& f) {
         go_to_a_second_round(f);
         set_round(f, EntryType::kAgreement, kSpareSigner, 1);
       }},
  };
}

std::vector<Mutant> abstention_mutants() {
  return {
      {"T10", "an_abstention_after_a_decryption", "A trustee that has decrypted abstains.",
       [](Forge& f) { f.plan.insert_after(StepKind::kDecryption, 3, abstention(1)); }},
      {"T10", "a_decryption_after_an_abstention",
       "A trustee abstains and decrypts in the same round.",
       [](Forge& f) { f.plan.insert_after(StepKind::kSeal, 0, abstention(kSpareTrustee)); }},
      {"T10", "decryptions_of_two_rounds",
       "A trustee decrypts in round 1 and abstains; the others decrypt another round.",
       [](Forge& f) {
         go_to_a_second_round(f);
         f.plan.remove(StepKind::kDecryption, 1);
         f.plan.insert_before(StepKind::kAbstention, 1, {StepKind::kAgreement, kOtherSigner, {}});
         f.plan.insert_before(StepKind::kAbstention, 1, {StepKind::kDecryption, 1, {}});
       }},
  };
}

}  // namespace

std::vector<Mutant> round_mutants() {
  std::vector<Mutant> all = order_mutants_of_abstentions();
  for (const auto& group : {open_round_mutants(), abstention_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
