// T1 to T8: cancellations, agreement, decryption, result.

#include <algorithm>

#include "bulletin/log/bodies.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using log::EntryType;
using log::ResultBody;

constexpr std::size_t kHeadOfDecryption = 44;  // round and tally head
// The decrypted units: mayor (3 rows), budget (2), song in the north (2); each with a proof.
constexpr std::size_t kMayorBytes = 32 * (3 + 3);
// The final units of the honest result.
constexpr std::size_t kMayor = 0, kEmptyMayor = 1, kSongNorth = 3, kSongSouth = 4;

void say_cancellations(Forge& forge, std::function<std::vector<Bytes32>(Forge&)> keys) {
  forge.plan.insert_after(StepKind::kCancellations, 0, step([=](Forge& f) {
                            Bytes body;
                            for (const Bytes32& K : keys(f)) append(body, K);
                            f.say(EntryType::kCancellations, 0, std::move(body));
                          }));
}

std::vector<Mutant> cancellation_mutants() {
  return {
      {"T1", "of_a_voter_who_cast_nothing", "A ballot is cancelled that was never cast.",
       [](Forge& f) {
         say_cancellations(f, [](Forge& g) { return std::vector{g.plan.voter("n7").K}; });
       }},
      {"T1", "of_nobody", "A credential is cancelled that nobody admitted.",
       [](Forge& f) {
         say_cancellations(f, [](Forge& g) {
           return std::vector{multiply_base(random_scalar(g.random)).encode()};
         });
       }},
      {"T1", "twice", "A ballot is cancelled twice, to be subtracted twice.",
       [](Forge& f) {
         say_cancellations(f, [](Forge& g) { return std::vector{g.plan.voter("n5").K}; });
       }},
      {"T1", "twice_in_one_statement", "A ballot is cancelled twice in one statement.",
       [](Forge& f) {
         f.plan.cancelled = {"n5", "n5"};
       }},
      {"T1", "out_of_order", "Cancellations are not sorted.",
       [](Forge& f) {
         f.plan.cancelled = {"n5", "n2"};
         edit_body(f, EntryType::kCancellations, 0,
                   [](Bytes& body) { std::rotate(body.begin(), body.begin() + 32, body.end()); });
       }},
  };
}

std::vector<Mutant> agreement_mutants() {
  return {
      {"T2", "too_few_agreements",
       "A board that showed trustees different logs decrypts without the quorum's agreement.",
       [](Forge& f) {
         f.plan.remove(StepKind::kAgreement, 2);
         f.plan.remove(StepKind::kAgreement, 3);
       }},
      {"T2", "the_quorum_after_the_first_decryption",
       "The agreement that completes the quorum comes after a trustee has decrypted.",
       [](Forge& f) { f.plan.remove(StepKind::kAgreement, 2); }},
      {"T3",
       "a_unit_left_out",
       "A trustee does not decrypt one of the units.",
       [](Forge& f) {
         edit_body(f, EntryType::kDecryption, kSpareTrustee, [](Bytes& body) {
           body.erase(body.begin() + kHeadOfDecryption,
                      body.begin() + kHeadOfDecryption + kMayorBytes);
         });
       },
       {"T4"}},
      {"T3",
       "a_unit_more",
       "A trustee also decrypts something that is not to be decrypted, for example a withheld "
       "unit.",
       [](Forge& f) {
         edit_body(f, EntryType::kDecryption, kSpareTrustee, [](Bytes& body) {
           body.insert(body.end(), body.end() - 32 * (2 + 3), body.end());
         });
       },
       {"T4"}},
  };
}

/// Trustee 1 shifts its D of mayor: one vote more for ann and one fewer for bob.
void shift_shares(Forge& forge, std::vector<Point>& D) {
  D[0] += forge.share_shift(1, 1);
  D[1] += forge.share_shift(1, -1);
}

void shift_totals(ResultBody& result) {
  ++result.units[kMayor].totals[0];
  --result.units[kMayor].totals[1];
}

std::vector<Mutant> decryption_mutants() {
  return {
      {"T4", "an_altered_proof", "A decryption's proof does not hold.",
       [](Forge& f) {
         edit_body(f, EntryType::kDecryption, kSpareTrustee,
                   [](Bytes& body) { body[kHeadOfDecryption + kMayorBytes - 32] ^= 1; });
       }},
      {"T4", "a_proof_for_S_0_alone", "A decryption's proof shows the logarithm of Z alone.",
       [](Forge& f) {
         f.hooks.commitments = [](std::uint16_t t, std::size_t unit, std::vector<Point>& a) {
           if (t == 1 && unit == 0) a[0] += Point::base();
         };
       }},
      {"T4", "a_proof_for_G_alone", "A decryption's proof shows the logarithm of X alone.",
       [](Forge& f) {
         f.hooks.commitments = [](std::uint16_t t, std::size_t unit, std::vector<Point>& a) {
           if (t == 1 && unit == 0) a[1] += Point::base();
         };
       }},
      {"T4", "a_shifted_total", "A trustee shifts a total in its D and proves what it posts.",
       [](Forge& f) {
         edit_result(f, shift_totals);
         f.hooks.shares = [&f](std::uint16_t t, std::size_t unit, std::vector<Point>& D) {
           if (t == 1 && unit == 0) shift_shares(f, D);
         };
       }},
      {"T4", "a_shifted_total_beside_the_proof",
       "A trustee proves the right D and posts shifted ones, as if w did not cover D.",
       [](Forge& f) {
         f.hooks.body = [&f](EntryType type, std::uint16_t signer, Bytes& body) {
           if (type == EntryType::kResult) {
             ResultBody result = ResultBody::decode(body).value();
             shift_totals(result);
             body = result.encode();
           }
           if (type != EntryType::kDecryption || signer != 1) return;
           std::vector<Point> D;
           for (std::size_t o = 0; o < 2; ++o) {
             D.push_back(
                 Point::decode(ByteView(body).subspan(kHeadOfDecryption + 32 * o, 32)).value());
           }
           shift_shares(f, D);
           for (std::size_t o = 0; o < 2; ++o) {
             const Bytes32 encoded = D[o].encode();
             std::copy(encoded.begin(), encoded.end(),
                       body.begin() + static_cast<std::ptrdiff_t>(kHeadOfDecryption + 32 * o));
           }
         };
       }},
      {"T4", "the_decryption_of_another_trustee",
       "A trustee posts another one's decryption as its own.",
       [](Forge& f) {
         f.hooks.body = [first = Bytes()](EntryType type, std::uint16_t signer,
                                          Bytes& body) mutable {
           if (type != EntryType::kDecryption) return;
           if (signer == 1) first = body;
           if (signer == kSpareTrustee) body = first;
         };
       }},
      {"T4", "the_sums_without_one_ballot",
       "A trustee decrypts the sums of a log that lacks one ballot, whose vote is the difference.",
       [](Forge& f) {
         f.hooks.sum = [&f](std::uint16_t t, std::size_t unit, Point& S_0) {
           if (t == kSpareTrustee && unit == 0) S_0 -= decoded(f.ballot(1, "n2").C[0]);
         };
       }},
      {"T4", "two_units_exchanged", "A trustee posts the shares of two units for each other.",
       [](Forge& f) {
         edit_body(f, EntryType::kDecryption, kSpareTrustee, [](Bytes& body) {
           // Budget and song have two rows each.
           const auto budget = body.begin() + kHeadOfDecryption + kMayorBytes;
           std::swap_ranges(budget, budget + 32 * 5, budget + 32 * 5);
         });
       }},
  };
}

Mutant result_mutant(std::string check, std::string name, std::string attack,
                     std::function<void(ResultBody&)> edit, CheckSet also = {}) {
  return {std::move(check), std::move(name), std::move(attack),
          [=](Forge& f) { edit_result(f, edit); }, std::move(also)};
}

std::vector<Mutant> result_mutants() {
  return {
      result_mutant("T5", "a_cast_more", "The result states a cast more.",
                    [](ResultBody& result) { ++result.counts.cast; }),
      result_mutant("T5", "a_ballot_counted_and_superseded",
                    "The result counts a superseded ballot; cast is still their sum.",
                    [](ResultBody& result) {
                      ++result.counts.counted;
                      --result.counts.superseded;
                    }),
      result_mutant("T5", "a_cancelled_ballot_hidden",
                    "The result hides that a ballot was "
                    "cancelled.",
                    [](ResultBody& result) {
                      --result.counts.cancelled;
                      --result.counts.cast;
                    }),
      result_mutant("T5", "a_challenge_fewer", "The result hides a challenge.",
                    [](ResultBody& result) { --result.counts.challenged; }),
      result_mutant(
          "T6", "a_withheld_unit_called_empty", "The result calls a withheld unit empty.",
          [](ResultBody& result) { result.units[kSongSouth].status = log::UnitStatus::kEmpty; },
          implied::kByOtherUnits),
      result_mutant(
          "T6", "totals_of_a_withheld_unit", "The result states totals of a unit below the floor.",
          [](ResultBody& result) {
            result.units[kSongSouth].status = log::UnitStatus::kDecrypted;
            result.units[kSongSouth].totals = {3, 1};
          },
          implied::kByOtherUnits),
      result_mutant(
          "T6", "a_unit_not_merged", "The result hides that a unit was merged.",
          [](ResultBody& result) { result.units[kMayor].members.pop_back(); },
          implied::kByOtherUnits),
      result_mutant(
          "T6", "other_numbers_of_ballots", "A unit's number of ballots is another one.",
          [](ResultBody& result) { ++result.units[kSongNorth].counted; }, implied::kByOtherUnits),
      result_mutant(
          "T6", "a_row_left_out", "A unit's last row is left out.",
          [](ResultBody& result) { result.units[kMayor].totals.pop_back(); },
          implied::kByOtherUnits),
      result_mutant(
          "T6", "units_in_another_order", "Two units are exchanged.",
          [](ResultBody& result) { std::swap(result.units[kMayor], result.units[kEmptyMayor]); },
          implied::kByOtherUnits),
      result_mutant(
          "T6", "an_empty_unit_left_out", "The result leaves out an empty unit.",
          [](ResultBody& result) { result.units.erase(result.units.begin() + kEmptyMayor); },
          implied::kByOtherUnits),
      result_mutant(
          "T6", "an_invented_unit", "The result ends with a unit that does not exist.",
          [](ResultBody& result) { result.units.push_back(result.units.back()); },
          implied::kByOtherUnits),
      result_mutant("T7", "a_vote_more", "The registrar states a vote more than decrypted.",
                    [](ResultBody& result) { ++result.units[kMayor].totals[0]; }),
      result_mutant("T7", "a_vote_moved", "The registrar moves a vote between candidates.",
                    shift_totals),
      result_mutant("T7", "blank_votes_dropped", "The registrar drops the blank votes.",
                    [](ResultBody& result) { result.units[kMayor].totals[2] = 0; }),
      result_mutant("T8", "more_than_its_ballots_can_give",
                    "A total is larger than all ballots of its unit together.",
                    [](ResultBody& result) { result.units[kMayor].totals[0] = 13; },
                    // No decryption that passes T4 opens legal ballots to such a total.
                    {"T7"}),
      result_mutant("T8", "a_total_of_2_to_the_64", "A total is the largest number there is.",
                    [](ResultBody& result) { result.units[kMayor].totals[0] = UINT64_MAX; },
                    {"T7"}),
  };
}

}  // namespace

std::vector<Mutant> tally_mutants() {
  std::vector<Mutant> all = cancellation_mutants();
  for (const auto& group : {agreement_mutants(), decryption_mutants(), result_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
