// What a cheat chooses after the challenge that should have covered it: section 7's y and x cover
// all of it, so that nothing is left to choose. late_test.cpp shows that each would work otherwise.

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

/// n1's first ballot, which its second one supersedes: no total depends on it.
constexpr const char* kVoter = "n1";

std::vector<Mutant> after_a_challenge() {
  return {
      {"B8", "values_chosen_after_y",
       "A voter moves the encrypted values after it knows y, so that their sum with powers of y "
       "stays: one is huge, another one makes up for it.",
       [](Forge& f) {
         cheat(f, 1, kVoter, &BallotCheat::B, [](BallotDraft& d) {
           // y^1 y - y^2 1 = 0
           shift(d.C[1], multiply_base(d.y));
           shift(d.C[2], -Point::base());
         });
       },
       implied::kByOtherChallenge},
      {"B8", "B_chosen_after_x",
       "A voter encrypts another vote than it proves, and chooses B after it knows x.",
       [](Forge& f) {
         cheat(f, 1, kVoter, &BallotCheat::witness,
               [](BallotDraft& d) { d.v[0] += Scalar::from_u64(1124); });
         cheat(f, 1, kVoter, &BallotCheat::answers,
               [&f](BallotDraft& d) { shift(d.B, -residual_E1(d, f.setting(kNorth))); });
       },
       implied::kByOtherChallenge},
  };
}

/// All trustees together make the ballot first, under some other keys, and then keys under which it
/// opens to 1,125 votes: r Y_1 falls by 1124 G, and r Y_2 rises so that r Y* stays.
void choose_keys_after_the_challenge(Forge& forge) {
  Forge before;
  (void)before.build();
  const BallotDraft made = before.ballot(1, kVoter);
  forge.hooks.coefficients = [made](auto& coefficients) {
    const Scalar votes = Scalar::from_u64(1124) * made.r.inverse();
    coefficients[1][0] -= votes;
    coefficients[1][kThreshold] += votes * made.y.inverse();
  };
  cheat(forge, 1, kVoter, &BallotCheat::answers, [made](BallotDraft& d) {
    const BallotDraft mine = d;
    d = made;
    d.election = mine.election;
  });
}

}  // namespace

std::vector<Mutant> late_mutants() {
  std::vector<Mutant> all = after_a_challenge();
  all.push_back({"B8", "keys_chosen_after_the_challenge",
                 "All trustees together choose the keys after a ballot's challenge, so that it "
                 "opens to 1,125 votes.",
                 choose_keys_after_the_challenge, implied::kByOtherChallenge});
  return all;
}

}  // namespace viche::mutations
