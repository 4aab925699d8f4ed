// Errors that cancel each other where a batch weighs all its equations alike: refused because every
// equation has a fresh weight of its own. cancelling_test.cpp shows that they would cancel.

#include "crypto/proof/schnorr.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

/// Any point.
Point error() { return multiply_base(Scalar::from_u64(20'260'501)); }

BallotCheat::Step shifted_B(bool plus) {
  return [plus](BallotDraft& d) { shift(d.B, plus ? error() : -error()); };
}
BallotCheat::Step shifted_A(bool plus) {
  return [plus](BallotDraft& d) { shift(d.A, plus ? error() : -error()); };
}

/// R is shifted before the challenge that covers it.
void shift_R(BallotDraft& d) {
  const Scalar nonce = Scalar::from_u64(20'260'502);
  d.R = (multiply_base(nonce) - error()).encode();
  const Scalar c = schnorr_challenge(ByteView(d.R), ByteView(d.K), signed_message(d));
  d.signature_z = (nonce + c * d.k).encode();
}

}  // namespace

std::vector<Mutant> cancelling_mutants() {
  return {
      {"B9", "errors_of_two_ballots_that_cancel",
       "Two ballots have opposite errors in E1: with equal weights a batch would not see them.",
       [](Forge& f) {
         cheat(f, 1, "n2", &BallotCheat::B, shifted_B(true));
         cheat(f, 1, "n3", &BallotCheat::B, shifted_B(false));
       }},
      {"B9",
       "errors_of_E1_and_E2_that_cancel",
       "A ballot has opposite errors in E1 and E2: with one weight for both a batch would not see "
       "them.",
       [](Forge& f) {
         cheat(f, 1, "n2", &BallotCheat::B, shifted_B(true));
         cheat(f, 1, "n2", &BallotCheat::commitments, shifted_A(false));
       },
       {"B10"}},
      {"B9",
       "errors_of_E1_and_the_signature_that_cancel",
       "A ballot has opposite errors in E1 and in its signature.",
       [](Forge& f) {
         cheat(f, 1, "n2", &BallotCheat::B, shifted_B(true));
         cheat(f, 1, "n2", &BallotCheat::signature, shift_R);
       },
       {"B11"}},
      {"B10", "errors_in_E2_of_two_ballots_that_cancel", "Two ballots have opposite errors in E2.",
       [](Forge& f) {
         cheat(f, 1, "n2", &BallotCheat::commitments, shifted_A(true));
         cheat(f, 1, "n3", &BallotCheat::commitments, shifted_A(false));
       }},
  };
}

}  // namespace viche::mutations
