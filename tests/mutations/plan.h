#pragma once
// The small election that the forge builds, as data: a mutant changes it before the build.
//
// Three trustees of whom two decrypt, one more agreement signer, two witnesses of whom one is the
// quorum. Three contests: mayor (one of two, or blank), budget (scores), song (a ranking whose
// totals a rank_points rule reads). Style north holds all three, south mayor and song, east mayor
// alone. The floor is 2 ballots: mayor's unit south merges with north, east stays empty, and song's
// unit south is withheld. Two credentials are voided: v1, which has cast and whose replacement w1
// casts too, and v2, which has not cast and has no replacement.

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "crypto/proof/ed25519_sign.h"
#include "tests/mutations/ballot_draft.h"

namespace viche::mutations {

class Forge;

inline constexpr std::uint32_t kTrustees = 3;
inline constexpr std::uint32_t kThreshold = 2;
inline constexpr std::uint16_t kOtherSigner = 4;  // the agreement signer who is no trustee
inline constexpr std::uint32_t kSlots = 13;       // J, and n of style north
/// The agreement that stands behind the first decryption: the quorum does without it.
inline constexpr std::uint16_t kSpareSigner = 3;
/// Decrypts after the threshold was reached; trustees 1 and 3 make the totals.
inline constexpr std::uint16_t kSpareTrustee = 2;

/// The types of ballots.
inline constexpr std::uint8_t kCast = 0x13, kChallenge = 0x14;

inline constexpr std::uint16_t kNorth = 1, kSouth = 2, kEast = 3;

/// All signing keys of the election, from fixed seeds.
struct SigningKeys {
  SigningKeys();

  std::vector<Ed25519Signer> signers;  // by their number: registrar, trustees, other signer
  Ed25519Signer log;
  std::vector<Ed25519Signer> witnesses;
};

inline const std::vector<std::string> kWitnessNames{"witness.one", "witness.two"};

struct Voter {
  std::string name;
  std::uint16_t style = kNorth;
  std::uint32_t weight = 1;
  bool admitted_late = false;  // by the admission instead of the roll
  Scalar k;
  Bytes32 K{};
  bool replacement = false;  // by a void alone
};

struct PlannedVoid {
  std::string voter;
  std::string replacement;     // a voter's name, or nothing
  bool counts_anyway = false;  // for whoever sums up, decrypts and states the result
};

struct PlannedBallot {
  std::string voter;
  std::uint8_t type = 0x13;
  std::vector<Scalar> m;
  BallotCheat cheat;
  std::function<void(Bytes&)> bytes;  // the entry's last change
  std::uint16_t style = 0;            // if it is not the voter's
};

enum class StepKind {
  kManifest,
  kCommit,
  kReveal,
  kShare,
  kConfirm,
  kComplaint,
  kAnswer,
  kRoll,
  kOpening,
  kBatch,
  kAdmission,
  kVoid,
  kNotice,
  kClose,
  kCancellations,
  kSeal,
  kAgreement,
  kAbstention,
  kDecryption,
  kResult,
  kCustom,
};

/// One step of the election: `number` is the signer's, the batch's, the void's or the notice's;
/// `about` is the dealer of a complaint and the complaining trustee of an answer.
struct Step {
  StepKind kind = StepKind::kCustom;
  std::uint16_t number = 0;
  std::function<void(Forge&)> custom;
  std::uint16_t about = 0;
};

struct Plan {
  explicit Plan(const SigningKeys& keys, RandomSource& random);

  nlohmann::json manifest;
  std::vector<Voter> voters;
  std::vector<std::vector<PlannedBallot>> batches;
  std::vector<PlannedVoid> voids;
  std::vector<std::string> cancelled;
  std::map<std::uint16_t, std::uint32_t> rounds;  // of a trustee's decryption, if not the open one
  std::vector<Step> script;

  Voter& voter(const std::string& name);
  /// A voter's ballot in a batch (counted from 1).
  PlannedBallot& ballot(std::size_t batch, const std::string& name);

  // Changes to the script; a step is found by its kind and, if it has one, its number.
  using Place = std::vector<Step>::iterator;
  Place find(StepKind kind, std::uint16_t number = 0);
  void remove(StepKind kind, std::uint16_t number = 0);
  void insert_before(StepKind kind, std::uint16_t number, Step step);
  void insert_after(StepKind kind, std::uint16_t number, Step step);
};

/// The slots of a legal ballot. `mayor`: 0 ann, 1 bob, 2 blank; `first`: the song in first place.
std::vector<Scalar> north_slots(unsigned mayor, unsigned parks, unsigned roads, unsigned first);
std::vector<Scalar> south_slots(unsigned mayor, unsigned first);
std::vector<Scalar> east_slots(unsigned mayor);

}  // namespace viche::mutations
