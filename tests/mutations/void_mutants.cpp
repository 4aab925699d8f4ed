// Voids and replacements: docs/protocol.md sections 6 (Voids) and 8.1.

#include "bulletin/log/envelope.h"
#include "bulletin/log/roll_bodies.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using log::EntryType;

const CheckSet kNotJudged{"V5", "V6"};

/// A void more, before batch 4.
void add_void(Forge& forge, PlannedVoid planned) {
  forge.plan.voids.push_back(std::move(planned));
  forge.plan.insert_before(
      StepKind::kBatch, 4,
      {StepKind::kVoid, static_cast<std::uint16_t>(forge.plan.voids.size()), {}});
}

Bytes void_body(const Bytes32& K, const Bytes32& replacement) {
  Bytes body;
  append(body, K);
  append(body, replacement);
  return body;
}

/// A void without replacement of a voter who has not cast, whose bytes `edit` changes.
Mutant ill_formed(std::string name, std::string attack, std::function<void(Bytes&)> edit) {
  return {"E5", std::move(name), std::move(attack),
          [=](Forge& f) {
            f.plan.insert_before(StepKind::kBatch, 4, step([edit](Forge& g) {
                                   Bytes body = void_body(g.plan.voter("n7").K, Bytes32{});
                                   edit(body);
                                   g.say(EntryType::kVoid, 0, std::move(body));
                                 }));
          },
          kNotJudged};
}

std::vector<Mutant> statement_mutants() {
  const auto moved = [](StepKind kind) {
    return [kind](Forge& f) {
      f.plan.remove(StepKind::kVoid, 2);
      f.plan.insert_before(kind, 0, {StepKind::kVoid, 2, {}});
    };
  };
  return {
      {"E3", "a_void_before_the_opening", "A credential is voided before the vote opens.",
       moved(StepKind::kOpening), kNotJudged},
      {"E3", "a_void_after_the_close",
       "The registrar voids a credential after the close, to cancel what it cast.",
       moved(StepKind::kCancellations), kNotJudged},
      {"E3", "a_void_by_a_trustee", "A trustee voids a credential.",
       [](Forge& f) { say_by_another(f, EntryType::kVoid, 0, 1); }},
      {"E3", "a_void_inside_a_batch", "A credential is voided among the ballots of a batch.",
       [](Forge& f) {
         f.hooks.batch = [&f](std::size_t number, Bytes&, std::vector<PostedBallot>& ballots) {
           if (number != 1) return;
           const log::Statement said =
               log::sign_statement(EntryType::kVoid, 0, void_body(f.plan.voter("e1").K, Bytes32{}),
                                   f.manifest_hash(), f.keys.signers[0]);
           ballots.insert(ballots.begin() + 2,
                          PostedBallot{"", {}, log::split_statement(said).front()});
         };
       }},
      ill_formed("a_void_of_the_identity", "The registrar voids the identity.",
                 [](Bytes& body) { std::fill_n(body.begin(), 32, std::uint8_t{0}); }),
      ill_formed("a_void_in_a_second_spelling",
                 "A void names K with its top bit set: some readers would void it, others not.",
                 [](Bytes& body) { body[31] |= 0x80; }),
      ill_formed("a_replacement_that_is_no_point", "A replacement is no point.",
                 [](Bytes& body) { std::fill(body.begin() + 32, body.end(), std::uint8_t{0xff}); }),
      ill_formed("a_void_cut_short", "A void's body is a byte too short.",
                 [](Bytes& body) { body.pop_back(); }),
      ill_formed("a_void_with_a_byte_more", "A void's body is longer than its layout.",
                 [](Bytes& body) { body.push_back(0); }),
      ill_formed("a_void_without_its_replacement", "A void names K and nothing else.",
                 [](Bytes& body) { body.resize(32); }),
      ill_formed("a_void_of_31_bytes", "A void ends within K.",
                 [](Bytes& body) { body.resize(31); }),
  };
}

std::vector<Mutant> void_meaning_mutants() {
  return {
      {"V5", "a_void_of_nobody", "A credential is voided that nobody admitted.",
       [](Forge& f) {
         f.plan.insert_before(StepKind::kBatch, 4, step([](Forge& g) {
                                g.say(EntryType::kVoid, 0,
                                      void_body(new_credential(g), new_credential(g)));
                              }));
       }},
      {"V5", "a_void_before_the_admission", "A credential is voided that is admitted later.",
       [](Forge& f) {
         f.plan.insert_after(StepKind::kOpening, 0, step([](Forge& g) {
                               g.say(EntryType::kVoid, 0,
                                     void_body(g.plan.voter("n8").K, Bytes32{}));
                             }));
       }},
      {"V5", "a_void_of_a_void_credential",
       "A credential is voided a second time, for a second replacement.",
       [](Forge& f) {
         f.plan.manifest["styles"][kNorth - 1]["replacements"] = 9;
         f.plan.insert_before(StepKind::kBatch, 4, step([](Forge& g) {
                                g.say(EntryType::kVoid, 0,
                                      void_body(g.plan.voter("v1").K, new_credential(g)));
                              }));
       }},
      {"V5", "more_voids_than_replacements",
       "The registrar voids more credentials of a style than its `replacements`.",
       [](Forge& f) {
         add_void(f, {"n7", ""});
       }},
      {"V5", "a_void_in_a_style_without_any",
       "A credential is voided in a style that admits no voids.",
       [](Forge& f) {
         f.plan.manifest["styles"][2]["replacements"] = 0;
         add_void(f, {"e1", ""});
       }},
      {"V6", "a_replacement_that_was_admitted",
       "A replacement is another voter's credential, which would have two weights.",
       [](Forge& f) { f.plan.voids[1].replacement = "n7"; }},
      {"V6", "a_replacement_that_is_void", "A void credential comes back as a replacement.",
       [](Forge& f) { f.plan.voids[1].replacement = "v1"; }},
      {"V6", "a_credential_that_replaces_itself", "A credential is voided and replaces itself.",
       [](Forge& f) { f.plan.voids[1].replacement = "v2"; }},
      {"V6", "one_replacement_for_two", "One new credential replaces two.",
       [](Forge& f) { f.plan.voids[1].replacement = "w1"; }},
      {"V1", "a_void_credential_admitted_again", "An admission brings a void credential back.",
       [](Forge& f) {
         f.plan.insert_before(
             StepKind::kBatch, 4, step([](Forge& g) {
               g.say(EntryType::kAdmission, 0,
                     log::RecordsBody{
                         {{g.plan.voter("v1").K, ballot::StyleIndex::from_number(kNorth), 2}}}
                         .encode());
             }));
       }},
      {"V1", "a_replacement_admitted_again",
       "An admission repeats a replacement, with another weight.",
       [](Forge& f) {
         f.plan.insert_before(
             StepKind::kBatch, 4, step([](Forge& g) {
               g.say(EntryType::kAdmission, 0,
                     log::RecordsBody{
                         {{g.plan.voter("w1").K, ballot::StyleIndex::from_number(kNorth), 9}}}
                         .encode());
             }));
       }},
  };
}

void add_ballot(Forge& forge, std::size_t batch, const std::string& voter,
                const std::vector<Scalar>& slots, std::uint16_t style = 0) {
  forge.plan.batches[batch - 1].push_back({voter, kCast, slots, {}, {}, style});
}

std::vector<Mutant> ballot_mutants() {
  return {
      {"B4", "a_ballot_of_a_void_credential", "Whoever stole a code votes after it was voided.",
       [](Forge& f) { add_ballot(f, 4, "v1", north_slots(1, 1, 0, 1)); }, implied::kByIneligible},
      {"B4", "a_first_ballot_of_a_void_credential",
       "A credential that had not cast is voided and casts.",
       [](Forge& f) { add_ballot(f, 4, "v2", north_slots(1, 1, 0, 1)); }, implied::kByIneligible},
      {"B4", "a_replacement_before_its_void", "A replacement votes before it is admitted.",
       [](Forge& f) { add_ballot(f, 1, "w1", north_slots(1, 1, 0, 1)); }, implied::kByIneligible},
      {"B4", "a_replacement_in_another_style",
       "A replacement votes in another style than the credential that it replaces.",
       [](Forge& f) {
         PlannedBallot& ballot = f.plan.ballot(4, "w1");
         ballot.style = kSouth;
         ballot.m = south_slots(1, 0);
       },
       implied::kByIneligible},
  };
}

/// The result's counts and the mayor's, budget's and song's numbers of ballots as they should be,
/// where the sums and totals hold a void credential's ballot.
void state_right_numbers(log::ResultBody& result) {
  --result.counts.counted;
  ++result.counts.cancelled;
  for (const std::size_t unit : {0U, 2U, 3U}) --result.units[unit].counted;
}

std::vector<Mutant> counting_mutants() {
  return {
      {"T1", "of_a_void_credential",
       "A void credential's ballot is cancelled once more, to be subtracted twice.",
       [](Forge& f) {
         f.plan.cancelled = {"n5", "v1"};
       }},
      {"T4",
       "a_void_ballot_in_the_sums",
       "A void credential's ballot stays in the sums that are decrypted.",
       [](Forge& f) {
         f.plan.voids[0].counts_anyway = true;
         edit_result(f, state_right_numbers);
       },
       {"T7"}},
      {"T4",
       "a_replacement_with_another_weight",
       "A replacement's ballot is summed up with another weight than the void credential's.",
       [](Forge& f) { f.plan.voter("w1").weight = 1; },
       {"T7"}},
      {"T5", "a_void_ballot_called_counted",
       "The result counts a void credential's ballot, which the sums do not hold.",
       [](Forge& f) {
         edit_result(f, [](log::ResultBody& result) {
           ++result.counts.counted;
           --result.counts.cancelled;
         });
       }},
      {"T6",
       "a_void_ballot_counted",
       "A void credential's ballot is counted in the units, the sums and the result.",
       [](Forge& f) { f.plan.voids[0].counts_anyway = true; },
       {"T4", "T5", "T7", "T8"}},
  };
}

}  // namespace

std::vector<Mutant> void_mutants() {
  std::vector<Mutant> all = statement_mutants();
  for (const auto& group : {void_meaning_mutants(), ballot_mutants(), counting_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
