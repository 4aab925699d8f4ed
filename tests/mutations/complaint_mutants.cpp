// Complaints and answers: what stands where (E3), their bodies (E5), and elections that go on after
// one (K6). complaints_test.cpp has the ceremonies that end as section 5.1 says.

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using log::EntryType;

Step complaint(std::uint16_t t, std::uint16_t dealer) {
  return {StepKind::kComplaint, t, {}, dealer};
}
Step answer(std::uint16_t i, std::uint16_t t) { return {StepKind::kAnswer, i, {}, t}; }

void after_shares(Forge& forge, const std::vector<Step>& steps) {
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    forge.plan.insert_after(StepKind::kShare, 3, *step);
  }
}

std::vector<Mutant> ended_mutants() {
  return {
      {"K6", "an_election_after_a_complaint",
       "A trustee complained, and the ceremony goes on as if it had not.",
       [](Forge& f) { after_shares(f, {complaint(2, 1)}); }},
      {"K6", "an_election_after_an_answer",
       "The dealer's answer gave its shares away, and the ceremony goes on with them.",
       [](Forge& f) {
         after_shares(f, {complaint(2, 1), answer(1, 2)});
       }},
      {"K6", "a_complaint_after_all_confirms",
       "A trustee that confirmed complains before the roll, which comes all the same.",
       [](Forge& f) { f.plan.insert_after(StepKind::kConfirm, 3, complaint(3, 2)); }},
      {"K6", "two_complaints_and_two_answers",
       "Two trustees complained of one dealer, and the ceremony goes on.",
       [](Forge& f) {
         after_shares(f, {complaint(2, 1), complaint(3, 1), answer(1, 3), answer(1, 2)});
       }},
  };
}

std::vector<Mutant> order_mutants_of_complaints() {
  return {
      {"E3",
       "a_complaint_before_all_shares",
       "A trustee complains of a box before all boxes are there.",
       [](Forge& f) { f.plan.insert_before(StepKind::kShare, 3, complaint(2, 1)); },
       {"K6"}},
      {"E3",
       "a_complaint_after_the_roll",
       "A trustee that confirmed complains during the vote, to stop it.",
       [](Forge& f) { f.plan.insert_after(StepKind::kBatch, 1, complaint(2, 1)); },
       {"K6"}},
      {"E3",
       "a_second_complaint_of_one_dealer",
       "A trustee complains twice of one dealer.",
       [](Forge& f) {
         after_shares(f, {complaint(2, 1), complaint(2, 1)});
       },
       {"K6"}},
      {"E3",
       "a_complaint_by_the_registrar",
       "The registrar, who has no box, complains of a dealer.",
       [](Forge& f) { after_shares(f, {complaint(0, 1)}); },
       {"K6"}},
      {"E3",
       "a_complaint_by_no_trustee",
       "An agreement signer who is no trustee complains of a dealer.",
       [](Forge& f) { after_shares(f, {complaint(kOtherSigner, 1)}); },
       {"K6"}},
      {"E3", "an_answer_without_a_complaint",
       "A dealer gives the shares in a box away that nobody complained of.",
       [](Forge& f) { after_shares(f, {answer(1, 2)}); }},
      {"E3",
       "an_answer_before_its_complaint",
       "A dealer answers a complaint that comes later.",
       [](Forge& f) {
         after_shares(f, {answer(1, 2), complaint(2, 1)});
       },
       {"K6"}},
      {"E3",
       "an_answer_to_another_ones_complaint",
       "Dealer 3 answers a complaint of dealer 1.",
       [](Forge& f) {
         after_shares(f, {complaint(2, 1), answer(3, 2)});
       },
       {"K6"}},
      {"E3",
       "an_answer_to_another_trustee",
       "A dealer gives away the box of a trustee that did not complain.",
       [](Forge& f) {
         after_shares(f, {complaint(2, 1), answer(1, 3)});
       },
       {"K6"}},
      {"E3",
       "a_second_answer",
       "A dealer answers one complaint twice.",
       [](Forge& f) {
         after_shares(f, {complaint(2, 1), answer(1, 2), answer(1, 2)});
       },
       {"K6"}},
      {"E3",
       "an_answer_after_the_roll",
       "A dealer answers after the roll.",
       [](Forge& f) {
         after_shares(f, {complaint(2, 1)});
         f.plan.insert_after(StepKind::kBatch, 1, answer(1, 2));
       },
       {"K6"}},
  };
}

Mutant ill_formed(std::string name, std::string attack, EntryType type, std::uint16_t signer,
                  std::function<void(Bytes&)> edit) {
  return {"E5",
          std::move(name),
          std::move(attack),
          [=](Forge& f) {
            after_shares(f, {complaint(2, 1), answer(1, 2)});
            edit_body(f, type, signer, edit);
          },
          {"K6"}};
}

std::vector<Mutant> body_mutants_of_complaints() {
  const auto about = [](std::uint16_t dealer) {
    return [dealer](Forge& f) { after_shares(f, {complaint(2, dealer)}); };
  };
  return {
      {"E5", "a_complaint_of_oneself", "A trustee complains of itself.", about(2), {"K6"}},
      {"E5", "a_complaint_of_trustee_0", "A trustee complains of trustee 0.", about(0), {"K6"}},
      {"E5",
       "a_complaint_of_no_trustee",
       "A trustee complains of an agreement signer who is no trustee and made no box.",
       about(kOtherSigner),
       {"K6"}},
      ill_formed("a_complaint_with_a_byte_more", "A complaint's body is longer than its layout.",
                 EntryType::kComplaint, 2, [](Bytes& body) { body.push_back(0); }),
      {"E5",
       "a_complaint_cut_short",
       "A complaint's body ends within the dealer's number.",
       [](Forge& f) {
         after_shares(f, {complaint(2, 1)});
         edit_body(f, EntryType::kComplaint, 2, [](Bytes& body) { body.pop_back(); });
       },
       {"K6"}},
      ill_formed("an_answer_with_a_byte_more", "An answer's body is longer than its layout.",
                 EntryType::kAnswer, 1, [](Bytes& body) { body.push_back(0); }),
      ill_formed("an_answer_cut_short", "An answer's secret is a byte too short.",
                 EntryType::kAnswer, 1, [](Bytes& body) { body.pop_back(); }),
      ill_formed("an_answer_of_one_byte", "An answer ends within the trustee's number.",
                 EntryType::kAnswer, 1, [](Bytes& body) { body.resize(1); }),
  };
}

}  // namespace

std::vector<Mutant> complaint_mutants() {
  std::vector<Mutant> all = ended_mutants();
  for (const auto& group : {order_mutants_of_complaints(), body_mutants_of_complaints()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
