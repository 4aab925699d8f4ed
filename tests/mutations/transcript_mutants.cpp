// Every item of every transcript, one at a time: whoever makes a proof hashes another value there
// than the one that it posts, as it might if the item were left out.

#include "bulletin/log/envelope.h"
#include "crypto/proof/schnorr.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using log::EntryType;

struct Item {
  std::string name;
  std::string in_words;
};

/// One mutant for each item of a transcript that trustee 2 makes.
void add_of_trustee(const std::string& check, const std::string& prefix, std::string_view tag,
                    const std::vector<Item>& items, std::vector<Mutant>& out) {
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (items[at].name.empty()) continue;
    out.push_back(
        {check, prefix + "_of_" + items[at].name,
         "The hash of " + std::string(tag) + " covers another " + items[at].in_words + ".",
         [=, name = std::string(tag)](Forge& f) {
           f.hooks.transcript = [=](std::string_view hashed, std::uint16_t who, Items& list) {
             if (hashed == name && who == kSpareTrustee) list[at].back() ^= 1;
           };
         }});
  }
}

struct Field {
  Item item;
  BallotCheat::Step alter;
};

std::vector<Field> statement_fields() {
  return {
      {{"election", "election"}, [](auto& d) { d.election[0] ^= 1; }},
      {{"style", "style"}, [](auto& d) { d.style ^= 1; }},
      {{"K", "credential"}, [](auto& d) { d.K[0] ^= 1; }},
      {{"C_0", "C_0"}, [](auto& d) { d.C.front()[0] ^= 1; }},
      {{"C_n", "C_n"}, [](auto& d) { d.C.back()[0] ^= 1; }},
      {{"M", "M"}, [](auto& d) { d.M[0] ^= 1; }},
      {{"A", "A"}, [](auto& d) { d.A[0] ^= 1; }},
  };
}

/// n2's ballot, of which one field is altered between two steps and put back as it was.
Mutant with_altered(std::string check, std::string name, std::string attack, const Field& field,
                    BallotCheat::Step BallotCheat::*from, BallotCheat::Step BallotCheat::*to,
                    CheckSet also) {
  return {std::move(check), std::move(name), std::move(attack),
          [=](Forge& f) {
            const auto kept = std::make_shared<BallotDraft>();
            cheat(f, 1, "n2", from, [=](BallotDraft& d) {
              *kept = d;
              field.alter(d);
            });
            cheat(f, 1, "n2", to, [=](BallotDraft& d) {
              d.election = kept->election;
              d.style = kept->style;
              d.K = kept->K;
              d.C = kept->C;
              d.M = kept->M;
              d.A = kept->A;
              if (from == &BallotCheat::commitments) return;
              d.y = kept->y;
              d.B = kept->B;
              if (from == &BallotCheat::B) return;
              d.f = kept->f;
              d.z = kept->z;
            });
          },
          std::move(also)};
}

std::vector<Mutant> ballot_transcripts() {
  std::vector<Mutant> all;
  for (const Field& field : statement_fields()) {
    all.push_back(with_altered("B8", "y_of_another_" + field.item.name,
                               "A ballot's y covers another " + field.item.in_words + ".", field,
                               &BallotCheat::commitments, &BallotCheat::B,
                               implied::kByOtherChallenge));
  }
  const std::vector<Field> of_x{{{"y", "y"}, [](auto& d) { d.y += Scalar::one(); }},
                                {{"B", "B"}, [](auto& d) { d.B[0] ^= 1; }}};
  for (const Field& field : of_x) {
    all.push_back(with_altered("B8", "x_of_another_" + field.item.name,
                               "A ballot's x covers another " + field.item.in_words + ".", field,
                               &BallotCheat::B, &BallotCheat::answers, implied::kByOtherChallenge));
  }
  std::vector<Field> of_tracker = statement_fields();
  of_tracker.push_back({{"B", "B"}, [](auto& d) { d.B[0] ^= 1; }});
  of_tracker.push_back({{"f_1", "f_1"}, [](auto& d) { d.f.front()[0] ^= 1; }});
  of_tracker.push_back({{"f_n", "f_n"}, [](auto& d) { d.f.back()[0] ^= 1; }});
  of_tracker.push_back({{"z", "z"}, [](auto& d) { d.z[0] ^= 1; }});
  for (const Field& field : of_tracker) {
    all.push_back(
        with_altered("B11", "a_tracker_of_another_" + field.item.name,
                     "A voter signs a tracker that covers another " + field.item.in_words + ".",
                     field, &BallotCheat::answers, &BallotCheat::signing, {}));
  }
  return all;
}

/// A signature of n2's ballot whose challenge covers something else.
Mutant signed_with(std::string name, std::string attack,
                   std::function<Scalar(const BallotDraft&)> challenge) {
  return {"B11", std::move(name), std::move(attack), [=](Forge& f) {
            cheat(f, 1, "n2", &BallotCheat::signature, [=](BallotDraft& d) {
              const Scalar nonce = Scalar::from_u64(7);
              d.R = multiply_base(nonce).encode();
              d.signature_z = (nonce + challenge(d) * d.k).encode();
            });
          }};
}

std::vector<Mutant> signature_transcripts() {
  return {
      signed_with("a_challenge_of_another_R", "A ballot's signature is for another nonce R.",
                  [](const BallotDraft& d) {
                    const Bytes32 R = multiply_base(Scalar::from_u64(8)).encode();
                    return schnorr_challenge(ByteView(R), ByteView(d.K), signed_message(d));
                  }),
      signed_with("a_challenge_of_another_K", "A ballot's signature is for another key.",
                  [](const BallotDraft& d) {
                    const Bytes32 K = multiply_base(d.k + Scalar::one()).encode();
                    return schnorr_challenge(ByteView(d.R), ByteView(K), signed_message(d));
                  }),
  };
}

/// The opening's signature is one for another signer or another body.
Mutant signed_statement(std::string name, std::string attack, std::uint16_t signer,
                        bool other_body) {
  return {"E4", std::move(name), std::move(attack), [=](Forge& f) {
            f.hooks.parts = [=, &f](EntryType type, std::uint16_t, std::vector<Bytes>& parts) {
              if (type != EntryType::kClose) return;
              log::Statement said = log::join_statement(parts).value();
              Bytes body = said.body;
              if (other_body) body.back() ^= 1;
              said.signature =
                  log::sign_statement(type, signer, body, f.manifest_hash(), f.keys.signers[0])
                      .signature;
              parts = log::split_statement(said);
            };
          }};
}

}  // namespace

std::vector<Mutant> transcript_mutants() {
  std::vector<Mutant> all = ballot_transcripts();
  for (const Mutant& mutant : signature_transcripts()) all.push_back(mutant);
  add_of_trustee("K1", "a_commit", "viche/v1/commit",
                 {{"another_manifest", "manifest's hash"}, {"another_trustee", "trustee"}, {}},
                 all);
  add_of_trustee("K2", "a_reveal", "viche/v1/reveal",
                 {{"another_manifest", "manifest's hash"},
                  {"another_trustee", "trustee"},
                  {"other_commits", "list of commits"},
                  {"other_points", "list of points"}},
                 all);
  add_of_trustee("K2", "a_proof", "viche/v1/reveal-proof",
                 {{"another_tag", "tag"},
                  {"another_manifest", "manifest's hash"},
                  {"another_trustee", "trustee"},
                  {"another_w", "w"}},
                 all);
  add_of_trustee("T4", "a_decryption", "viche/v1/decryption",
                 {{"another_election", "election"},
                  {"another_round", "round"},
                  {"another_head", "tally head"},
                  {"another_unit", "list of members"},
                  {"another_trustee", "trustee"},
                  {"another_S_0", "S_0"},
                  {"other_P", "list of P"},
                  {"other_D", "list of D"}},
                 all);
  add_of_trustee("T4", "a_chaum_pedersen_proof", "viche/v1/chaum-pedersen",
                 {{"another_w", "w"}, {"another_a_1", "a_1"}, {"another_a_2", "a_2"}}, all);
  all.push_back(signed_statement("a_signature_of_another_signer",
                                 "The close's signature names another signer.", 1, false));
  all.push_back(signed_statement("a_signature_of_another_body",
                                 "The close's signature is of another body.", 0, true));
  return all;
}

}  // namespace viche::mutations
