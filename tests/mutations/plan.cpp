#include "tests/mutations/plan.h"

#include <algorithm>

namespace viche::mutations {
namespace {

using nlohmann::json;

Ed25519Signer signer(std::uint8_t seed) {
  Bytes32 bytes;
  bytes.fill(seed);
  return Ed25519Signer(Secret<Bytes32>(std::move(bytes)));
}

std::string key_of(const Ed25519Signer& signer) { return to_hex(signer.public_key().bytes); }

json text(const std::string& words) { return {{"en", words}, {"uk", words}}; }

json options(const std::vector<std::string>& ids) {
  json list = json::array();
  for (const std::string& id : ids) list.push_back({{"id", id}, {"title", text(id)}});
  return list;
}

json people(const std::vector<const Ed25519Signer*>& signers,
            const std::vector<std::string>& names) {
  json list = json::array();
  for (std::size_t i = 0; i < signers.size(); ++i) {
    list.push_back({{"name", names[i]}, {"key", key_of(*signers[i])}});
  }
  return list;
}

json contests() {
  return json::array({
      {{"id", "mayor"},
       {"title", text("Mayor")},
       {"kind", "choose"},
       {"blank", true},
       {"options", options({"ann", "bob"})},
       {"min", 1},
       {"max", 1}},
      {{"id", "budget"},
       {"title", text("Budget")},
       {"kind", "score"},
       {"blank", false},
       {"options", options({"parks", "roads"})},
       {"max_score", 2},
       {"min_total", 1},
       {"max_total", 3}},
      {{"id", "song"},
       {"title", text("Song")},
       {"kind", "rank"},
       {"blank", false},
       {"options", options({"spring", "winter"})},
       {"points", {3, 1}}},
  });
}

json style(const std::string& id, const std::vector<std::string>& held) {
  return {{"id", id}, {"title", text(id)}, {"contests", held}, {"replacements", 2}};
}

json unit(const std::string& contest, const std::string& style_id) {
  const std::string id = contest + "-" + style_id;
  return {{"id", id}, {"title", text(id)}, {"contest", contest}, {"styles", {style_id}}};
}

json rules() {
  return json::array({
      {{"id", "elected"},
       {"title", text("Elected")},
       {"rule", "top"},
       {"contests", {"mayor"}},
       {"seats", 1},
       {"threshold", {1, 10}}},
      {{"id", "shares"},
       {"title", text("Shares")},
       {"rule", "dhondt"},
       {"contests", {"budget"}},
       {"seats", 3},
       {"threshold", nullptr}},
      {{"id", "winner"},
       {"title", text("Winner")},
       {"rule", "rank_points"},
       {"contests", {"song"}},
       {"seats", 1},
       {"points", {12, 10}},
       {"added", {{{"option", "winter"}, {"points", 7}}}}},
  });
}

json manifest_of(const SigningKeys& keys) {
  const auto& s = keys.signers;
  return {
      {"viche", 1},
      {"id", "forged"},
      {"languages", {"en", "uk"}},
      {"title", text("A small election")},
      {"opens", "2026-05-01T08:00:00Z"},
      {"closes", "2026-05-01T20:00:00Z"},
      {"previous", nullptr},
      {"registrar", {{"name", "Registrar"}, {"key", key_of(s[0])}}},
      {"log", {{"key", key_of(keys.log)}}},
      {"witnesses",
       {{"quorum", 1},
        {"members", people({&keys.witnesses[0], &keys.witnesses[1]}, kWitnessNames)}}},
      {"trustees",
       {{"threshold", kThreshold},
        {"members", people({&s[1], &s[2], &s[3]}, {"First", "Second", "Third"})}}},
      {"agreement",
       {{"tolerated_corrupt", 0},
        {"tolerated_lost", 0},
        {"others", people({&s[kOtherSigner]}, {"Observer"})}}},
      {"revote", "last"},
      {"max_ballots", 2},
      {"floor", 2},
      {"weights", "secret"},
      {"batch_seconds", 5},
      {"contests", contests()},
      {"styles", json::array({style("north", {"mayor", "budget", "song"}),
                              style("south", {"mayor", "song"}), style("east", {"mayor"})})},
      {"units",
       json::array({unit("mayor", "north"), unit("mayor", "south"), unit("mayor", "east"),
                    unit("budget", "north"), unit("song", "north"), unit("song", "south")})},
      {"results", rules()},
  };
}

std::vector<Voter> make_voters(RandomSource& random) {
  std::vector<Voter> voters{
      {"n1", kNorth, 1, false, {}, {}}, {"n2", kNorth, 1, false, {}, {}},
      {"n3", kNorth, 2, false, {}, {}}, {"n4", kNorth, 2, false, {}, {}},
      {"n5", kNorth, 1, false, {}, {}}, {"n6", kNorth, 1, false, {}, {}},
      {"n7", kNorth, 1, false, {}, {}}, {"n8", kNorth, 2, true, {}, {}},
      {"s1", kSouth, 1, false, {}, {}}, {"s2", kSouth, 1, false, {}, {}},
      {"e1", kEast, 1, false, {}, {}},  {"v1", kNorth, 2, false, {}, {}},
      {"v2", kNorth, 1, false, {}, {}}, {"w1", kNorth, 2, false, {}, {}, true},
  };
  for (Voter& voter : voters) {
    voter.k = random_scalar(random);
    voter.K = multiply_base(voter.k).encode();
  }
  return voters;
}

std::vector<std::vector<PlannedBallot>> make_batches() {
  return {
      {{"n1", kCast, north_slots(0, 1, 2, 0), {}, {}, 0},
       {"n2", kCast, north_slots(1, 0, 1, 1), {}, {}, 0},
       {"n3", kCast, north_slots(2, 2, 1, 0), {}, {}, 0},
       {"n4", kChallenge, north_slots(0, 1, 1, 1), {}, {}, 0},
       {"n5", kCast, north_slots(0, 2, 0, 0), {}, {}, 0},
       {"s1", kCast, south_slots(1, 0), {}, {}, 0},
       {"v1", kCast, north_slots(0, 0, 1, 0), {}, {}, 0}},
      {{"n1", kCast, north_slots(1, 1, 0, 1), {}, {}, 0},
       {"n4", kCast, north_slots(1, 0, 2, 0), {}, {}, 0},
       {"n6", kCast, north_slots(0, 1, 1, 0), {}, {}, 0}},
      {},
      {{"n6", kChallenge, north_slots(2, 2, 0, 1), {}, {}, 0},
       {"n8", kCast, north_slots(0, 0, 2, 1), {}, {}, 0},
       {"s1", kCast, south_slots(0, 1), {}, {}, 0},
       {"w1", kCast, north_slots(1, 2, 1, 0), {}, {}, 0}},
  };
}

std::vector<Step> make_script() {
  std::vector<Step> script{{StepKind::kManifest, 0, {}}};
  for (const StepKind kind :
       {StepKind::kCommit, StepKind::kReveal, StepKind::kShare, StepKind::kConfirm}) {
    for (std::uint16_t i = 1; i <= kTrustees; ++i) script.push_back({kind, i, {}});
  }
  const std::vector<Step> rest{
      {StepKind::kRoll, 0, {}},       {StepKind::kOpening, 0, {}},
      {StepKind::kBatch, 1, {}},      {StepKind::kAdmission, 0, {}},
      {StepKind::kBatch, 2, {}},      {StepKind::kNotice, 1, {}},
      {StepKind::kVoid, 1, {}},       {StepKind::kBatch, 3, {}},
      {StepKind::kVoid, 2, {}},       {StepKind::kBatch, 4, {}},
      {StepKind::kClose, 0, {}},      {StepKind::kCancellations, 0, {}},
      {StepKind::kNotice, 2, {}},     {StepKind::kSeal, 0, {}},
      {StepKind::kAgreement, 1, {}},  {StepKind::kAgreement, 2, {}},
      {StepKind::kAgreement, 4, {}},  {StepKind::kDecryption, 1, {}},
      {StepKind::kAgreement, 3, {}},  {StepKind::kDecryption, 3, {}},
      {StepKind::kDecryption, 2, {}}, {StepKind::kResult, 0, {}},
  };
  script.insert(script.end(), rest.begin(), rest.end());
  return script;
}

void append_bits(std::vector<Scalar>& slots, std::initializer_list<bool> bits) {
  for (const bool bit : bits) slots.push_back(Scalar::from_u64(bit ? 1 : 0));
}

}  // namespace

std::vector<Scalar> east_slots(unsigned mayor) {
  std::vector<Scalar> slots;
  append_bits(slots, {mayor == 0, mayor == 1, mayor == 2});
  return slots;
}

std::vector<Scalar> south_slots(unsigned mayor, unsigned first) {
  std::vector<Scalar> slots = east_slots(mayor);
  append_bits(slots, {first == 0, first == 1, first == 1, first == 0});
  return slots;
}

// Scores up to 2 have the digits 1, 1, and so has the slack up to 2.
std::vector<Scalar> north_slots(unsigned mayor, unsigned parks, unsigned roads, unsigned first) {
  const unsigned slack = 3 - parks - roads;
  std::vector<Scalar> slots = east_slots(mayor);
  for (const unsigned value : {parks, roads, slack}) append_bits(slots, {value >= 1, value >= 2});
  append_bits(slots, {first == 0, first == 1, first == 1, first == 0});
  return slots;
}

SigningKeys::SigningKeys() : log(signer(100)) {
  for (std::uint8_t number = 0; number <= kOtherSigner; ++number) {
    signers.push_back(signer(number + 1));
  }
  witnesses.push_back(signer(101));
  witnesses.push_back(signer(102));
}

Plan::Plan(const SigningKeys& keys, RandomSource& random)
    : manifest(manifest_of(keys)),
      voters(make_voters(random)),
      batches(make_batches()),
      voids({{"v1", "w1"}, {"v2", ""}}),
      cancelled({"n5"}),
      script(make_script()) {}

Voter& Plan::voter(const std::string& name) {
  const auto found = std::find_if(voters.begin(), voters.end(),
                                  [&](const Voter& voter) { return voter.name == name; });
  if (found == voters.end()) broken_invariant("no voter of this name");
  return *found;
}

PlannedBallot& Plan::ballot(std::size_t batch, const std::string& name) {
  std::vector<PlannedBallot>& ballots = batches.at(batch - 1);
  const auto found = std::find_if(ballots.begin(), ballots.end(), [&](const PlannedBallot& ballot) {
    return ballot.voter == name;
  });
  if (found == ballots.end()) broken_invariant("no such ballot");
  return *found;
}

Plan::Place Plan::find(StepKind kind, std::uint16_t number) {
  const auto found = std::find_if(script.begin(), script.end(), [&](const Step& step) {
    return step.kind == kind && step.number == number;
  });
  if (found == script.end()) broken_invariant("no such step");
  return found;
}

void Plan::remove(StepKind kind, std::uint16_t number) { script.erase(find(kind, number)); }

void Plan::insert_before(StepKind kind, std::uint16_t number, Step step) {
  script.insert(find(kind, number), std::move(step));
}

void Plan::insert_after(StepKind kind, std::uint16_t number, Step step) {
  script.insert(find(kind, number) + 1, std::move(step));
}

}  // namespace viche::mutations
