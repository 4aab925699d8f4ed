// B8 to B11: ballots that cheat in their equations.

#include "crypto/proof/generators.h"
#include "crypto/proof/schnorr.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using StepOf = BallotCheat::Step BallotCheat::*;

/// n2, of weight 1, casts one ballot, which counts.
Mutant by_n2(std::string check, std::string name, std::string attack, StepOf at,
             BallotCheat::Step change, CheckSet also = {}) {
  return {std::move(check), std::move(name), std::move(attack),
          [=](Forge& f) { cheat(f, 1, "n2", at, change); }, std::move(also)};
}

/// n2's slots, which are mayor (ann, bob, blank), budget, song.
Mutant slots(std::string check, std::string name, std::string attack,
             std::vector<std::int64_t> values, std::size_t first = 0, CheckSet also = {}) {
  return {std::move(check), std::move(name), std::move(attack),
          [=](Forge& f) {
            std::vector<Scalar>& m = f.plan.ballot(1, "n2").m;
            for (std::size_t p = 0; p < values.size(); ++p) {
              const std::int64_t v = values[p];
              const Scalar size = Scalar::from_u64(static_cast<std::uint64_t>(v < 0 ? -v : v));
              m[first + p] = v < 0 ? -size : size;
            }
          },
          std::move(also)};
}

constexpr std::size_t kBudget = 3, kSong = 9;

std::vector<Mutant> equation_mutants() {
  return {
      slots("B8", "two_ones_in_1_of_n", "A ballot votes for both candidates.", {1, 1, 0}),
      slots("B8", "no_choice_at_all", "A ballot sets no slot where one is due.", {0, 0, 0}),
      slots("B8", "a_vote_and_blank", "A ballot votes and is blank.", {0, 1, 1}),
      slots("B8", "more_points_than_the_total", "A ballot gives four points of three.",
            {1, 1, 1, 1, 0, 0}, kBudget),
      slots("B8", "one_song_on_both_places", "A ballot ranks one song first and second.",
            {1, 0, 1, 0}, kSong),
      slots("B8", "no_song_on_the_first_place", "A ballot leaves the first place open.",
            {0, 0, 1, 0}, kSong),
      by_n2("B8", "answers_that_do_not_sum_up",
            "A ballot's f are moved apart and together again in E1, but not in L f = x b.",
            &BallotCheat::answers,
            [](auto& d) {
              // f_1 and f_2 change so that sum y^p f_p stays; E2 sees each f_p by itself.
              const Scalar by = Scalar::one();
              d.f[0] = (decoded_scalar(d.f[0]) + by * d.y).encode();
              d.f[1] = (decoded_scalar(d.f[1]) - by).encode();
            },
            {"B10"}),
      slots("B8", "a_slot_of_100", "A ballot gives a candidate a hundred votes.", {100, 0, 0}, 0,
            {"B10", "T8"}),
  };
}

std::vector<Mutant> ciphertext_mutants() {
  return {
      by_n2("B9", "C_1_differs_from_M", "A ballot proves one vote and encrypts another.",
            &BallotCheat::witness, [](auto& d) { d.v[0] += Scalar::one(); }),
      by_n2("B9", "two_ciphertexts_that_cancel",
            "A ballot moves a vote from one ciphertext to another: their sum stays.",
            &BallotCheat::witness,
            [](auto& d) {
              d.v[0] += Scalar::one();
              d.v[1] -= Scalar::one();
            }),
      {"B9", "C_0_differs_from_M",
       "C_0 has another r than the proof: nobody could decrypt. The ballot is superseded later.",
       [](Forge& f) {
         cheat(f, 1, "n1", &BallotCheat::commitments,
               [](auto& d) { shift(d.C[0], Point::base()); });
       }},
      {"B9", "another_r_in_one_ciphertext",
       "C_2 has another r than C_0: it would decrypt to noise. The ballot is superseded later.",
       [](Forge& f) {
         cheat(f, 1, "n1", &BallotCheat::commitments,
               [&f](auto& d) { shift(d.C[2], f.election_keys().Y[1]); });
       }},
      by_n2("B9", "M_shifted_by_H_and_z_with_it",
            "M commits to r + 1, and z answers for it: E2 holds, the ciphertext differs.",
            &BallotCheat::commitments,
            [](auto& d) {
              shift(d.M, Generators(1).H());
              d.r += Scalar::one();  // C stands; z = s + x r follows
            }),
      by_n2("B9", "B_altered", "B is not what the masks give.", &BallotCheat::B,
            [](auto& d) { shift(d.B, Point::base()); }),
  };
}

std::vector<Mutant> bit_mutants() {
  const auto shifted = [](std::string what, const std::string& in_words,
                          std::function<Point(const Forge&)> by) {
    return Mutant{
        "B10", "M_shifted_by_" + what, "M is shifted by " + in_words + ".", [=](Forge& f) {
          cheat(f, 1, "n2", &BallotCheat::commitments, [=, &f](auto& d) { shift(d.M, by(f)); });
        }};
  };
  return {
      slots("B10", "a_slot_of_2", "A slot holds 2 and another one -1: their sum is right.",
            {2, -1, 0}),
      slots("B10", "a_slot_of_minus_1", "A slot holds -1 and two others 1: their sum is right.",
            {-1, 1, 1}),
      slots("B10", "slots_of_5_and_l_minus_4",
            "Slots hold 5 and l - 4: five votes for one candidate, four fewer for the other.",
            {-4, 5, 0}),
      slots("B10", "a_digit_of_2", "A digit holds 2 and the next one -1.", {2, -1, 1, 0, 1, 0},
            kBudget),
      slots("B10", "ranks_of_2_and_minus_1",
            "A ranking of 2 and -1 meets every place's and every option's equation.",
            {2, -1, -1, 2}, kSong),
      shifted("G", "G", [](const Forge&) { return Point::base(); }),
      shifted("Y", "Y_1", [](const Forge& f) { return f.election_keys().Y[0]; }),
      shifted("H", "H", [](const Forge&) { return Generators(1).H(); }),
      shifted("H_1", "H_1", [](const Forge&) { return Generators(1).H(1); }),
      shifted("K_1", "K_1", [](const Forge&) { return Generators(1).K(1); }),
      by_n2("B10", "A_shifted_by_K", "A is shifted by K_1: a slot's square does not vanish.",
            &BallotCheat::commitments, [](auto& d) { shift(d.A, Generators(1).K(1)); }),
      by_n2("B10", "answers_that_only_E2_sees",
            "Three f of one contest change so that L f and sum y^p f_p stay as they are.",
            &BallotCheat::answers,
            [](auto& d) {
              // Positions 4, 5, 6 have coefficient 1: changes 1, b, c with 1 + b + c = 0 and
              // 1 + b y + c y^2 = 0, hence b = -(y + 1) / y.
              const Scalar b = -((d.y + Scalar::one()) * d.y.inverse());
              const Scalar c = -(Scalar::one() + b);
              d.f[3] = (decoded_scalar(d.f[3]) + Scalar::one()).encode();
              d.f[4] = (decoded_scalar(d.f[4]) + b).encode();
              d.f[5] = (decoded_scalar(d.f[5]) + c).encode();
            }),
  };
}

/// The proof of n2's ballot in the first batch, under n6's credential in the second.
BallotCheat::Step stolen_proof(Forge& forge) {
  return [&forge](BallotDraft& d) {
    BallotDraft mine = d;
    d = forge.ballot(1, "n2");
    d.k = mine.k;
    d.K = mine.K;
    d.prev = mine.prev;
    d.type = mine.type;
  };
}

std::vector<Mutant> moved_mutants() {
  return {
      {"B8", "a_proof_of_another_credential",
       "A voter copies another one's encryption and proof, to vote alike without knowing how.",
       [](Forge& f) { cheat(f, 2, "n6", &BallotCheat::answers, stolen_proof(f)); },
       implied::kByOtherChallenge},
      {"B8", "a_copy_with_another_randomness",
       "A voter copies another one's ballot and shifts its randomness, so that it looks different.",
       [](Forge& f) {
         cheat(f, 2, "n6", &BallotCheat::answers, [&f](auto& d) {
           stolen_proof(f)(d);
           const Scalar by = random_scalar(f.random);
           shift(d.C[0], multiply_base(by));
           for (std::size_t p = 1; p < d.C.size(); ++p) {
             shift(d.C[p], multiply(by, f.election_keys().Y[p - 1]));
           }
           shift(d.M, multiply(by, Generators(1).H()));
           d.y = challenge_y(d);
           d.x = challenge_x(d);
           d.z = (decoded_scalar(d.z) + d.x * by).encode();
         });
       },
       implied::kByOtherChallenge},
      {"B8", "a_proof_of_another_style",
       "A proof for one style stands under another one with the same contests.",
       [](Forge& f) {
         nlohmann::json& manifest = f.plan.manifest;
         nlohmann::json west = manifest["styles"][1];
         west["id"] = "west";
         manifest["styles"].push_back(west);
         for (const int index : {1, 5}) {  // mayor-south, song-south
           nlohmann::json unit = manifest["units"][index];
           unit["id"] = unit["contest"].get<std::string>() + "-west";
           unit["styles"] = {"west"};
           manifest["units"].push_back(unit);
         }
         constexpr std::uint16_t kWest = 4;
         f.plan.voter("s1").style = kWest;
         for (const std::size_t batch : {1U, 4U}) {
           cheat(f, batch, "s1", &BallotCheat::given, [](auto& d) { d.style = kSouth; });
           cheat(f, batch, "s1", &BallotCheat::answers, [](auto& d) { d.style = kWest; });
         }
       },
       implied::kByOtherChallenge},
      {"B8", "a_proof_of_another_election",
       "A proof that was made under another fingerprint stands in this election.",
       [](Forge& f) {
         const auto other = [](BallotDraft& d) { d.election[0] ^= 1; };
         cheat(f, 1, "n2", &BallotCheat::given, other);
         cheat(f, 1, "n2", &BallotCheat::answers, other);
       },
       implied::kByOtherChallenge},
  };
}

std::vector<Mutant> ballot_signature_mutants() {
  return {
      by_n2("B11", "signed_by_another_key", "Somebody else signs a voter's ballot.",
            &BallotCheat::signing, [](auto& d) { d.k += Scalar::one(); }),
      by_n2("B11", "signed_for_another_election", "A signature is of another election.",
            &BallotCheat::signature,
            [](auto& d) {
              BallotDraft other = d;
              other.election[0] ^= 1;
              const Scalar nonce = Scalar::from_u64(7);
              d.R = other.R = multiply_base(nonce).encode();
              const Scalar c =
                  schnorr_challenge(ByteView(d.R), ByteView(d.K), signed_message(other));
              d.signature_z = (nonce + c * d.k).encode();
            }),
      by_n2("B11", "a_signature_of_another_ballot",
            "The board puts a voter's signature under another ballot.", &BallotCheat::signing,
            [](auto& d) { d.tracker[0] ^= 1; }),
      {"B11", "chained_anew_by_the_board",
       "The board withheld a ballot and gives a later one the prev that it now needs.",
       [](Forge& f) {
         cheat(f, 2, "n1", &BallotCheat::signing, [](auto& d) { d.signed_prev[0] ^= 1; });
       }},
      {"B11", "a_cast_posted_as_a_challenge",
       "The board posts a cast ballot as a challenge, so that it does not count.",
       [](Forge& f) {
         f.plan.ballot(1, "n2").type = 0x14;
         cheat(f, 1, "n2", &BallotCheat::signing, [](auto& d) { d.signed_type = 0x13; });
       }},
      {"B11", "a_challenge_posted_as_a_cast", "The board posts a challenged ballot as a cast.",
       [](Forge& f) {
         f.plan.ballot(1, "n4").type = 0x13;
         cheat(f, 1, "n4", &BallotCheat::signing, [](auto& d) { d.signed_type = 0x14; });
       }},
  };
}

}  // namespace

std::vector<Mutant> proof_mutants() {
  std::vector<Mutant> all = equation_mutants();
  for (const auto& group : {ciphertext_mutants(), bit_mutants(), moved_mutants(),
                            cancelling_mutants(), ballot_signature_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
