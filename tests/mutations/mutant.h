#pragma once
// One mutant of the honest election: what is changed, and which checks must see it.

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "bulletin/log/tally_bodies.h"
#include "tests/mutations/forge.h"
#include "tests/mutations/verdict.h"

namespace viche::mutations {

struct Mutant {
  std::string check;   // the one that is meant to refuse it
  std::string name;    // of the test, in words joined by underscores
  std::string attack;  // one sentence, for docs/attacks.md
  std::function<void(Forge&)> change;
  CheckSet also = {};  // what therefore fails too, or cannot run
  /// What the verifier is handed besides the record.
  std::function<void(verifier::Options&, const Record&, const Forge&)> given = {};

  /// "R1_origin_of_another_election".
  [[nodiscard]] std::string test_name() const { return check + "_" + name; }
  [[nodiscard]] CheckSet failing() const;
};

/// For messages of tests.
void PrintTo(const Mutant& mutant, std::ostream* out);

/// In the order of the specification's checks.
const std::vector<Mutant>& all_mutants();

// The groups, each in a file of its own.
std::vector<Mutant> record_mutants();      // R
std::vector<Mutant> entry_mutants();       // E1, E2, E4, E5, E7, E8
std::vector<Mutant> order_mutants();       // E3, E6
std::vector<Mutant> manifest_mutants();    // M
std::vector<Mutant> setup_mutants();       // K1 to K5, V1 to V4
std::vector<Mutant> complaint_mutants();   // complaints and answers: E3, E5, K6
std::vector<Mutant> void_mutants();        // voids and replacements: E3, E5, V1, V5, V6, B4, T
std::vector<Mutant> round_mutants();       // agreements and abstentions: E3, E5, T2, T9, T10
std::vector<Mutant> batch_mutants();       // B1 to B7
std::vector<Mutant> proof_mutants();       // B8 to B11
std::vector<Mutant> late_mutants();        // B8: what is chosen after the challenge
std::vector<Mutant> transcript_mutants();  // K1, K2, B8, B11, T4, E4: transcripts that lack an item
std::vector<Mutant> cancelling_mutants();  // B9, B10: errors that equal weights would hide
std::vector<Mutant> tally_mutants();       // T

/// Why one fault makes several checks fail. The checks that a mutant lists besides its own are made
/// of these.
namespace implied {

inline const CheckSet kByUnknownType{"E3"};              // an entry of no known type has no place
inline const CheckSet kByBrokenParts{"E3", "E4", "E5"};  // what is not joined is not judged
inline const CheckSet kByUnreadBallot{"B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11"};
inline const CheckSet kByIneligible{"B5", "B6", "B7"};  // rules per credential need one
inline const CheckSet kByNoResult{"T5", "T6", "T7", "T8"};
inline const CheckSet kByOtherUnits{"T7", "T8"};  // totals of other units are not compared
/// A proof that was made for something else has another y and x: all three equations break.
inline const CheckSet kByOtherChallenge{"B9", "B10"};
/// Without the manifest's meaning no statement and no ballot can be judged. T4, T7 and T8 have no
/// units that they would have to run for.
inline const CheckSet kByUnknownElection{"E3",  "E5", "E6", "E7", "E8", "M3", "K1", "K2",
                                         "K3",  "K4", "K5", "V1", "V2", "V3", "V5", "V6",
                                         "B3",  "B4", "B5", "B6", "B7", "B8", "B9", "B10",
                                         "B11", "T1", "T2", "T3", "T5", "T6", "T9", "T10"};

CheckSet both(const CheckSet& a, const CheckSet& b);

}  // namespace implied

// Small changes that several mutants make.

/// Changes the body of the statements of this type and signer before they are signed.
void edit_body(Forge& forge, log::EntryType type, std::uint16_t signer,
               std::function<void(Bytes&)> edit);
void edit_result(Forge& forge, const std::function<void(log::ResultBody&)>& edit);
/// Changes one ballot's making.
void cheat(Forge& forge, std::size_t batch, const std::string& voter,
           BallotCheat::Step BallotCheat::*step, BallotCheat::Step change);
/// Notices after the opening, from number 1 on, before those of the plan.
void add_notices(Forge& forge, std::uint16_t count);
/// A step of the mutant's own.
Step step(std::function<void(Forge&)> custom);
/// Two signers agree in round 1, all trustees abstain, and what the plan has after the seal follows
/// in round 2.
void go_to_a_second_round(Forge& forge);
/// The statement of this type and signer is said by somebody else, with a signature of its own.
void say_by_another(Forge& forge, log::EntryType type, std::uint16_t signer, std::uint16_t by);
/// Adds l to an encoding: the same number modulo l, not canonical.
void add_order(std::span<std::uint8_t> scalar);
Bytes text_bytes(std::string_view text);
/// K of a voter who has no part in the plan.
Bytes32 new_credential(Forge& forge);

}  // namespace viche::mutations
