// K1 to K5 and V1 to V4: the key ceremony, roll and opening.

#include <algorithm>

#include "bulletin/log/bodies.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using log::EntryType;

constexpr std::size_t kBox = 84 + 32 * kSlots;

/// The body of trustee i's commit starts with its X25519 key.
Mutant receiving_key(std::string name, std::string attack, const std::string& hex) {
  return {"K3", std::move(name), std::move(attack), [=](Forge& f) {
            edit_body(f, EntryType::kCommit, 2, [=](Bytes& body) {
              const Bytes key = from_hex(hex).value();
              std::copy(key.begin(), key.end(), body.begin());
            });
          }};
}

std::vector<Mutant> ceremony_mutants() {
  return {
      {"K1", "other_points_than_committed",
       "A trustee reveals other points than it committed to, after it saw the others'.",
       [](Forge& f) { edit_body(f, EntryType::kCommit, 2, [](Bytes& body) { body[40] ^= 1; }); }},
      {"K2", "a_proof_of_nothing",
       "A trustee does not know the logarithms of its key parts: its proof does not hold.",
       [](Forge& f) {
         edit_body(f, EntryType::kReveal, 2, [](Bytes& body) { body[body.size() - 32] ^= 1; });
       }},
      {"K2", "a_key_and_proof_copied",
       "Trustee 2 reveals the points of trustee 1 and its proof, which names trustee 1.",
       [](Forge& f) {
         f.hooks.coefficients = [](auto& coefficients) { coefficients[2] = coefficients[1]; };
         f.hooks.body = [first = Bytes()](EntryType type, std::uint16_t signer,
                                          Bytes& body) mutable {
           if (type != EntryType::kReveal) return;
           if (signer == 1) first = body;
           if (signer == 2) body = first;
         };
       }},
      receiving_key("a_zero_key", "An X25519 key is zero: everybody could open the boxes to it.",
                    std::string(64, '0')),
      receiving_key("a_key_of_order_8", "An X25519 key is of order 8.",
                    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
      receiving_key("a_key_of_low_order_in_another_spelling",
                    "An X25519 key is the field's prime, a second spelling of zero.",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
      {"K3", "the_key_of_another_trustee_in_a_second_spelling",
       "A trustee commits to another one's X25519 key with the top bit set, which X25519 ignores.",
       [](Forge& f) {
         f.hooks.body = [first = Bytes()](EntryType type, std::uint16_t signer,
                                          Bytes& body) mutable {
           if (type != EntryType::kCommit) return;
           if (signer == 1) first = body;
           if (signer != 2) return;
           std::copy_n(first.begin(), 32, body.begin());
           body[31] |= 0x80;
         };
       }},
      {"K3", "the_key_of_another_trustee",
       "A trustee commits to another one's X25519 key, so that a box can be answered for by two.",
       [](Forge& f) {
         f.hooks.body = [first = Bytes()](EntryType type, std::uint16_t signer,
                                          Bytes& body) mutable {
           if (type != EntryType::kCommit) return;
           if (signer == 1) first = body;
           if (signer == 2) std::copy_n(first.begin(), 32, body.begin());
         };
       }},
      {"K4", "a_box_left_out", "A dealer sends one trustee no shares.",
       [](Forge& f) {
         edit_body(f, EntryType::kShare, 3, [](Bytes& body) { body.resize(kBox); });
       }},
      {"K4", "a_box_with_a_byte_more", "A dealer's box is longer than a box.",
       [](Forge& f) {
         edit_body(f, EntryType::kShare, 1, [](Bytes& body) { body.push_back(0); });
       }},
      {"K5", "a_confirm_of_other_keys", "A trustee confirmed other keys than were revealed.",
       [](Forge& f) {
         edit_body(f, EntryType::kConfirm, 3, [](Bytes& body) { body.back() ^= 1; });
       }},
      {"K5", "a_key_that_is_the_identity",
       "Trustees together make Y_1 the identity: slot 1 of every ballot would be readable.",
       [](Forge& f) {
         f.hooks.coefficients = [](auto& coefficients) {
           coefficients[3][0] = -(coefficients[1][0] + coefficients[2][0]);
         };
       }},
  };
}

/// Changes the roll's records, which are sorted.
void edit_roll(Forge& forge, std::function<void(std::vector<log::VoterRecord>&)> edit) {
  edit_body(forge, EntryType::kRoll, 0, [=](Bytes& body) {
    log::RecordsBody roll = log::RecordsBody::decode(body).value();
    edit(roll.records);
    body = roll.encode();
  });
}

/// The voter who casts nothing.
constexpr const char* kAbstainer = "n7";

std::vector<Mutant> roll_mutants() {
  return {
      {"V1", "records_out_of_order", "The roll is not sorted: two rolls could say the same.",
       [](Forge& f) { edit_roll(f, [](auto& records) { std::swap(records[0], records[1]); }); }},
      {"V1", "a_credential_twice", "The roll holds a credential twice, with two weights.",
       [](Forge& f) {
         edit_roll(f, [](auto& records) {
           records.insert(records.begin() + 1, records[0]);
           records[1].weight = 5;
         });
       }},
      {"V1", "a_credential_admitted_again",
       "An admission repeats a credential of the roll, with another weight.",
       [](Forge& f) {
         f.plan.insert_after(
             StepKind::kBatch, 1, step([](Forge& g) {
               const Bytes32 K = g.plan.voter(kAbstainer).K;
               g.say(EntryType::kAdmission, 0,
                     log::RecordsBody{{{K, ballot::StyleIndex::from_number(kNorth), 9}}}.encode());
             }));
       }},
      {"V1", "an_unknown_style", "A voter is admitted to a style that does not exist.",
       [](Forge& f) { f.plan.voter(kAbstainer).style = 4; }},
      {"V1", "style_0", "A voter is admitted to style 0.",
       [](Forge& f) { f.plan.voter(kAbstainer).style = 0; }},
      {"V1", "weight_0", "A voter is admitted with weight 0.",
       [](Forge& f) { f.plan.voter(kAbstainer).weight = 0; }},
      {"V2", "more_weight_than_can_be_decrypted",
       "The roll's weight times the largest row is above 2^40: totals could not be found.",
       [](Forge& f) {
         f.plan.manifest["contests"][2]["points"] = {1'000'000, 1};
         f.plan.voter(kAbstainer).weight = 0xffffffff;
       }},
  };
}

std::vector<Mutant> opening_mutants() {
  return {
      {"V3", "an_opening_of_another_manifest", "The opening names another manifest.",
       [](Forge& f) { edit_body(f, EntryType::kOpening, 0, [](Bytes& body) { body[0] ^= 1; }); }},
      {"V3", "an_opening_of_other_keys",
       "The opening names other keys than were confirmed: a board that made them reads the votes.",
       [](Forge& f) { edit_body(f, EntryType::kOpening, 0, [](Bytes& body) { body[103] ^= 1; }); }},
      {"V4",
       "another_election",
       "The record is of another election than the caller expects.",
       [](Forge&) {},
       {},
       [](verifier::Options& options, const Record& record, const Forge&) {
         options.fingerprint = record.election;
         (*options.fingerprint)[31] ^= 1;
       }},
  };
}

}  // namespace

std::vector<Mutant> setup_mutants() {
  std::vector<Mutant> all = ceremony_mutants();
  for (const auto& group : {roll_mutants(), opening_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
