// E1, E2, E4, E5, E7, E8: types, parts, signatures and bodies of entries.

#include "bulletin/log/envelope.h"
#include "bulletin/log/roll_bodies.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using log::EntryType;

void insert_entry(Forge& forge, Bytes entry) {
  forge.plan.insert_after(StepKind::kOpening, 0, step([entry](Forge& f) { f.append(entry); }));
}

/// A statement more, after the first batch.
void insert_statement(Forge& forge, EntryType type, std::uint16_t signer,
                      std::function<Bytes(Forge&)> body) {
  forge.plan.insert_after(StepKind::kBatch, 1,
                          step([=](Forge& f) { f.say(type, signer, body(f)); }));
}

void edit_signature(Forge& forge, EntryType type, std::uint16_t signer,
                    std::function<void(Bytes64&)> edit) {
  forge.hooks.signature = [=](EntryType said, std::uint16_t by, Bytes64& signature) {
    if (said == type && by == signer) edit(signature);
  };
}

void edit_parts(Forge& forge, EntryType type, std::uint16_t signer,
                std::function<void(std::vector<Bytes>&)> edit) {
  forge.hooks.parts = [=](EntryType said, std::uint16_t by, std::vector<Bytes>& parts) {
    if (said == type && by == signer) edit(parts);
  };
}

Bytes part(EntryType type, std::uint16_t number, std::uint16_t of, ByteView fragment) {
  Bytes out;
  append_u8(out, static_cast<std::uint8_t>(type));
  append_u16(out, number);
  append_u16(out, of);
  append(out, fragment);
  return out;
}

Bytes record(const Bytes32& K) {
  return log::RecordsBody{{{K, ballot::StyleIndex::from_number(kNorth), 1}}}.encode();
}

/// Of notice 2, which is too long for a notice and fills two parts, `edit` changes the second.
Mutant broken_second_part(std::string name, std::string attack, std::function<void(Bytes&)> edit) {
  return {"E2", std::move(name), std::move(attack),
          [=](Forge& f) {
            constexpr std::size_t kTwoParts = 2 * 65'530;
            edit_body(f, EntryType::kNotice, 0, [](Bytes& body) {
              if (body[3] == 2) body.resize(kTwoParts - 2 - 64, 'a');  // signer and signature
            });
            edit_parts(f, EntryType::kNotice, 0, [=](std::vector<Bytes>& parts) {
              if (parts.size() == 2) edit(parts[1]);
            });
          },
          implied::both({"E8"}, implied::kByBrokenParts)};
}

std::vector<Mutant> type_mutants() {
  return {
      {"E1", "an_unknown_type", "The log holds an entry of a type that does not exist.",
       [](Forge& f) {
         insert_entry(f, {0x7f, 1, 2, 3});
       },
       implied::kByUnknownType},
      {"E1", "a_type_beyond_the_table",
       "The log holds an entry of the first type that the table does not have.",
       [](Forge& f) {
         insert_entry(f, {0x24, 0, 1, 0, 1, 0});
       },
       implied::kByUnknownType},
      {"E2", "a_short_statement_in_two_parts", "A statement is split where it must not be.",
       [](Forge& f) {
         edit_parts(f, EntryType::kAgreement, kSpareSigner, [](std::vector<Bytes>& parts) {
           const Bytes whole(parts[0].begin() + 5, parts[0].end());
           const ByteView view(whole);
           parts = {part(EntryType::kAgreement, 1, 2, view.first(50)),
                    part(EntryType::kAgreement, 2, 2, view.subspan(50))};
         });
       },
       implied::both({"E6", "T9"}, implied::kByBrokenParts)},
      {"E2", "a_part_of_none", "A statement says that it has no parts.",
       [](Forge& f) {
         edit_parts(f, EntryType::kAgreement, kSpareSigner, [](std::vector<Bytes>& parts) {
           const Bytes whole(parts[0].begin() + 5, parts[0].end());
           parts = {part(EntryType::kAgreement, 1, 0, whole)};
         });
       },
       implied::both({"E6", "T9"}, implied::kByBrokenParts)},
      {"E2", "a_second_part_alone", "A statement begins with its second part.",
       [](Forge& f) {
         edit_parts(f, EntryType::kAgreement, kSpareSigner, [](std::vector<Bytes>& parts) {
           const Bytes whole(parts[0].begin() + 5, parts[0].end());
           parts = {part(EntryType::kAgreement, 2, 2, whole)};
         });
       },
       implied::both({"E6", "T9"}, implied::kByBrokenParts)},
      broken_second_part("a_second_part_of_another_type",
                         "The second part of a statement is of another type.",
                         [](Bytes& part) { part[0] = 0x01; }),
      broken_second_part("a_second_part_of_three",
                         "The second part of two says that it is of three.",
                         [](Bytes& part) { part[4] = 3; }),
      broken_second_part("a_third_part_for_the_second",
                         "The second part of two says that it is the third.",
                         [](Bytes& part) { part[2] = 3; }),
      {"E2", "a_last_part_never_comes", "A statement says that it has two parts and has one.",
       [](Forge& f) {
         edit_parts(f, EntryType::kAgreement, kSpareSigner, [](std::vector<Bytes>& parts) {
           parts = {part(EntryType::kAgreement, 1, 2, Bytes(65'530))};
         });
       },
       implied::both({"E6", "T9"}, implied::kByBrokenParts)},
  };
}

std::vector<Mutant> statement_signature_mutants() {
  return {
      {"E3",
       "an_agreement_of_nobody",
       "An agreement is of a signer beyond the last one.",
       [](Forge& f) {
         edit_parts(f, EntryType::kAgreement, kSpareSigner,
                    [](std::vector<Bytes>& parts) { parts[0][6] = 99; });
       },
       {"E4"}},
      {"E4", "a_close_signed_by_another_key", "Somebody other than the registrar closes the vote.",
       [](Forge& f) {
         f.plan.insert_before(StepKind::kClose, 0, step([](Forge& g) {
                                std::swap(g.keys.signers[0], g.keys.signers[1]);
                              }));
         f.plan.insert_after(StepKind::kClose, 0, step([](Forge& g) {
                               std::swap(g.keys.signers[0], g.keys.signers[1]);
                             }));
       }},
      {"E4", "a_manifest_that_nobody_signed", "The manifest's signature is not the registrar's.",
       [](Forge& f) {
         edit_signature(f, EntryType::kManifest, 0, [](Bytes64& signature) { signature[40] ^= 1; });
       }},
      {"E4", "a_statement_of_another_election",
       "A notice is copied from another election of the same registrar.",
       [](Forge& f) {
         f.hooks.parts = [&f, done = false](EntryType type, std::uint16_t signer,
                                            std::vector<Bytes>& parts) mutable {
           if (type != EntryType::kNotice || done) return;
           done = true;
           const log::Statement said = log::join_statement(parts).value();
           parts = log::split_statement(
               log::sign_statement(type, signer, said.body, Bytes32{}, f.keys.signers[0]));
         };
       }},
      {"E4", "a_signature_of_another_type",
       "The registrar's signature of the close is used for a seal with the same body.",
       [](Forge& f) {
         edit_signature(f, EntryType::kSeal, 0, [&f](Bytes64& signature) {
           Bytes body;
           append_u64(body, f.head().size);
           append(body, f.head().root);
           signature =
               log::sign_statement(EntryType::kClose, 0, body, f.manifest_hash(), f.keys.signers[0])
                   .signature;
         });
       }},
      {"E4", "a_signature_with_s_plus_l",
       "Somebody adds the group's order to the second half of a signature.",
       [](Forge& f) {
         edit_signature(f, EntryType::kClose, 0,
                        [](Bytes64& signature) { add_order(std::span(signature).subspan(32)); });
       }},
      {"E4",
       "too_short_to_be_signed",
       "A statement is shorter than a signer and a signature.",
       [](Forge& f) {
         edit_parts(f, EntryType::kAgreement, kSpareSigner, [](std::vector<Bytes>& parts) {
           parts = {part(EntryType::kAgreement, 1, 1, Bytes(65))};
         });
       },
       {"E3", "E5", "E6", "T9"}},
  };
}

/// Trustee 3's reveal is not read: there are no keys, and nothing can be checked against them.
Mutant ill_formed_reveal(std::string name, std::string attack, std::function<void(Bytes&)> edit) {
  return {"E5", std::move(name), std::move(attack),
          [=](Forge& f) { edit_body(f, EntryType::kReveal, 3, edit); },
          implied::both({"E6", "K1", "K2", "K5", "V3", "B3", "T1", "T2", "T3", "T5", "T6"},
                        implied::kByUnreadBallot)};
}

std::vector<Mutant> body_mutants() {
  return {
      {"E5",
       "an_agreement_with_a_byte_more",
       "A body is longer than its layout.",
       [](Forge& f) {
         edit_body(f, EntryType::kAgreement, kSpareSigner, [](Bytes& body) { body.push_back(0); });
       },
       {"E6", "T9"}},
      {"E5",
       "a_close_with_a_byte_less",
       "A body is shorter than its layout.",
       [](Forge& f) { edit_body(f, EntryType::kClose, 0, [](Bytes& body) { body.pop_back(); }); },
       {"E6"}},
      {"E5",
       "an_empty_admission",
       "An admission admits nobody.",
       [](Forge& f) {
         insert_statement(f, EntryType::kAdmission, 0, [](Forge&) { return Bytes(); });
       },
       {"V1"}},
      {"E5",
       "a_credential_that_is_the_identity",
       "The identity is admitted as a credential: everybody knows its secret key, zero.",
       [](Forge& f) {
         insert_statement(f, EntryType::kAdmission, 0, [](Forge&) { return record(Bytes32{}); });
       },
       {"V1"}},
      {"E5",
       "a_credential_with_a_second_spelling",
       "A credential is admitted under an encoding whose top bit is set, which a lax decoder reads "
       "as "
       "the point without it.",
       [](Forge& f) {
         insert_statement(f, EntryType::kAdmission, 0, [](Forge& g) {
           Bytes32 K = new_credential(g);
           K[31] |= 0x80;
           return record(K);
         });
       },
       {"V1"}},
      {"E5",
       "a_part_of_a_record",
       "An admission ends within a record.",
       [](Forge& f) {
         insert_statement(f, EntryType::kAdmission, 0, [](Forge& g) {
           Bytes body = record(new_credential(g));
           body.pop_back();
           return body;
         });
       },
       {"V1"}},
      {"E5", "a_key_part_that_is_the_identity",
       "Trustee 3 contributes nothing to the key of slot 1: its E_310 is the identity.",
       [](Forge& f) {
         f.hooks.coefficients = [](auto& coefficients) { coefficients[3][0] = Scalar::zero(); };
       },
       // Without this reveal there are no keys, and nothing can be checked against them.
       implied::both({"E6", "K1", "K2", "K5", "V3", "B3", "T1", "T2", "T3", "T5", "T6"},
                     implied::kByUnreadBallot)},
      ill_formed_reveal("a_reveal_with_bytes_before_its_proof",
                        "A reveal is longer than its layout, before its proof.",
                        [](Bytes& body) { body.insert(body.end() - 64, 0); }),
      ill_formed_reveal("a_reveal_proof_that_is_no_point", "A reveal's R is no point.",
                        [](Bytes& body) { std::fill_n(body.end() - 64, 32, std::uint8_t{0xff}); }),
      ill_formed_reveal("a_reveal_proof_with_the_identity", "A reveal's R is the identity.",
                        [](Bytes& body) { std::fill_n(body.end() - 64, 32, std::uint8_t{0}); }),
      ill_formed_reveal("a_reveal_proof_of_l_or_more", "A reveal's z is l more.",
                        [](Bytes& body) { add_order(std::span(body).last(32)); }),
      {"E5",
       "a_confirm_with_a_byte_more",
       "A confirm is longer than its layout.",
       [](Forge& f) {
         edit_body(f, EntryType::kConfirm, 3, [](Bytes& body) { body.push_back(0); });
       },
       {"E6", "K5"}},
      {"E5", "an_opening_with_a_byte_more", "The opening is longer than its layout.",
       [](Forge& f) {
         edit_body(f, EntryType::kOpening, 0, [](Bytes& body) { body.push_back(0); });
       },
       implied::both({"E6", "V3", "B3", "T1", "T2", "T3", "T5", "T6"}, implied::kByUnreadBallot)},
      {"E5",
       "an_empty_cancellation",
       "A cancellation names nobody.",
       [](Forge& f) {
         f.plan.insert_after(StepKind::kCancellations, 0,
                             step([](Forge& g) { g.say(EntryType::kCancellations, 0, {}); }));
       },
       {"T1"}},
      {"E5",
       "a_part_of_a_cancellation",
       "A cancellation ends within a credential.",
       [](Forge& f) {
         f.plan.insert_after(StepKind::kCancellations, 0, step([](Forge& g) {
                               g.say(EntryType::kCancellations, 0, Bytes(31, 1));
                             }));
       },
       {"T1"}},
      {"E5",
       "a_decryption_proof_of_l_or_more",
       "A decryption's z is l more.",
       [](Forge& f) {
         edit_body(f, EntryType::kDecryption, kSpareTrustee,
                   [](Bytes& body) { add_order(std::span(body).last(32)); });
       },
       {"T4"}},
      {"E5",
       "a_decryption_without_a_head",
       "A decryption ends within the head that it names.",
       [](Forge& f) {
         edit_body(f, EntryType::kDecryption, kSpareTrustee, [](Bytes& body) { body.resize(43); });
       },
       {"E6", "T3", "T9", "T10"}},
      {"E5",
       "a_share_that_is_no_point",
       "A decryption holds bytes that are no point.",
       [](Forge& f) {
         edit_body(f, EntryType::kDecryption, kSpareTrustee,
                   [](Bytes& body) { std::fill_n(body.begin() + 44, 32, std::uint8_t{0xff}); });
       },
       {"T4"}},
      {"E5", "a_result_cut_short", "The result ends within its last unit.",
       [](Forge& f) { edit_body(f, EntryType::kResult, 0, [](Bytes& body) { body.pop_back(); }); },
       implied::kByNoResult},
  };
}

/// Changes the body of one of the two notices.
void edit_notice(Forge& forge, std::uint8_t number, std::function<void(Bytes&)> edit) {
  edit_body(forge, EntryType::kNotice, 0, [=](Bytes& body) {
    if (body[3] == number) edit(body);
  });
}

void set_text(Bytes& body, std::string_view text) {
  body.resize(4);
  append(body, as_bytes(text));
}

std::vector<Mutant> end_mutants() {
  return {
      {"E7", "no_result", "The record ends before the result.",
       [](Forge& f) { f.plan.remove(StepKind::kResult); }, implied::kByNoResult},
      {"E7",
       "a_notice_after_the_result",
       "The registrar goes on speaking after the result.",
       [](Forge& f) {
         f.plan.script.push_back({StepKind::kNotice, 3, {}});
       },
       {"E3"}},
      {"E8", "a_notice_left_out", "A notice disappeared: the numbers skip one.",
       [](Forge& f) { f.plan.find(StepKind::kNotice, 2)->number = 3; }},
      {"E8", "two_notices_of_one_number", "Two notices have one number: one could be hidden.",
       [](Forge& f) { f.plan.find(StepKind::kNotice, 2)->number = 1; }},
      {"E8", "a_notice_without_text", "A notice says nothing.",
       [](Forge& f) { edit_notice(f, 1, [](Bytes& body) { set_text(body, ""); }); }},
      {"E8", "a_notice_of_10001_bytes", "A notice is longer than a notice may be.",
       [](Forge& f) {
         edit_notice(f, 1, [](Bytes& body) { set_text(body, std::string(10'001, 'x')); });
       }},
      {"E8", "a_notice_of_two_parts",
       "A notice is so long that it needs two parts, which are right.",
       [](Forge& f) {
         edit_notice(f, 1, [](Bytes& body) { set_text(body, std::string(70'000, 'x')); });
       }},
      {"E8", "an_overlong_form", "A notice hides a character in an overlong form of UTF-8.",
       [](Forge& f) { edit_notice(f, 1, [](Bytes& body) { set_text(body, "a\xc0\xaf"); }); }},
      {"E8", "a_surrogate", "A notice holds a surrogate, which is no UTF-8.",
       [](Forge& f) { edit_notice(f, 1, [](Bytes& body) { set_text(body, "\xed\xa0\x80"); }); }},
      {"E8", "a_cut_character", "A notice ends within a character.",
       [](Forge& f) { edit_notice(f, 2, [](Bytes& body) { set_text(body, "\xd0"); }); }},
  };
}

}  // namespace

std::vector<Mutant> entry_mutants() {
  std::vector<Mutant> all = type_mutants();
  for (const auto& group : {statement_signature_mutants(), body_mutants(), end_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
