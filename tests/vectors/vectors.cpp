#include "tests/vectors/vectors.h"

#include <nlohmann/json.hpp>

#include "ballot/ballot.h"
#include "crypto/proof/generators.h"
#include "crypto/proof/transcript.h"
#include "tally/reveal.h"
#include "tests/vectors/election.h"

namespace viche::test {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kSeed = 20260301;

std::string hex(ByteView bytes) { return to_hex(bytes); }
std::string hex(const Scalar& scalar) { return to_hex(scalar.encode()); }
std::string hex(const Point& point) { return to_hex(point.encode()); }
template <class T>
Json hex_list(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(hex(item));
  return list;
}

Json generators() {
  constexpr std::size_t kCount = 16;
  const Generators all(kCount);
  Json out{{"section", "1"}, {"H", hex(all.H())}, {"H_p", Json::array()}, {"K_p", Json::array()}};
  for (std::size_t p = 1; p <= kCount; ++p) {
    out["H_p"].push_back(hex(all.H(p)));
    out["K_p"].push_back(hex(all.K(p)));
  }
  return out;
}

Json transcript(const std::string& tag, const std::vector<Bytes>& items) {
  Transcript hashed(tag);
  for (const Bytes& item : items) hashed.add(ByteView(item));
  return {{"tag", tag},
          {"items", hex_list(items)},
          {"H64", hex(hashed.digest64())},
          {"H32", hex(hashed.digest32())},
          {"Hs", hex(hashed.challenge())}};
}

Json transcripts() {
  return {{"section", "1"},
          {"vectors",
           {transcript("viche/v1/test", {}), transcript("viche/v1/test", {{}}),
            transcript("viche/v1/test", {{}, {}}), transcript("viche/v1/test", {{1, 2, 3}}),
            transcript("viche/v1/test", {{1}, {2, 3}}), transcript("viche/v1/test2", {{1, 2, 3}}),
            transcript("viche/v1/test", {Bytes(300, 0xff), {0, 0, 0, 1}})}}};
}

/// A ballot with everything that it was made from. s and a follow from the proof and (r, m).
Json ballot_vector(const VectorElection& election) {
  const VectorBallot& made = election.challenged();
  const ballot::Ballot ballot = *ballot::decode_ballot(made.entry, election.context().layout());
  const ballot::BallotView view =
      *ballot::BallotView::parse(made.entry, election.context().layout());
  const Bytes32 tracker = ballot::tracker(election.context().election(), view);
  const std::string opening = election.opening();
  const Scalar r = *Scalar::decode(*from_hex(Json::parse(opening)["r"].get<std::string>()));
  std::vector<Point> C{ballot.C_0};
  C.insert(C.end(), ballot.C.begin(), ballot.C.end());
  const Scalar y = Transcript("viche/v1/ballot-y")
                       .add(ByteView(election.context().election()))
                       .add_u16(static_cast<std::uint16_t>(ballot.style.number()))
                       .add(ballot.K)
                       .add_points(C)
                       .add(ballot.M)
                       .add(ballot.A)
                       .challenge();
  const Scalar x = Transcript("viche/v1/ballot-x").add(y).add(ballot.B).challenge();
  Json a = Json::array();
  for (std::size_t p = 0; p < made.m.size(); ++p) {
    a.push_back(hex(ballot.f[p] - x * Scalar::from_u64(made.m[p])));
  }
  return {{"section", "7"},
          {"election", hex(election.context().election())},
          {"style", 1},
          {"Y", hex_list(election.context().Y())},
          {"equations", {{{"L", {1, 1, 1}}, {"b", 1}}}},
          {"k", hex(election.voters()[made.voter].credential.k.expose())},
          {"K", hex(ballot.K)},
          {"prev", hex(made.prev)},
          {"m", made.m},
          {"r", hex(r)},
          {"s", hex(ballot.z - x * r)},
          {"a", a},
          {"y", hex(y)},
          {"x", hex(x)},
          {"C", hex_list(C)},
          {"M", hex(ballot.M)},
          {"A", hex(ballot.A)},
          {"B", hex(ballot.B)},
          {"f", hex_list(ballot.f)},
          {"z", hex(ballot.z)},
          {"tracker", hex(tracker)},
          {"tracker_shown", ballot::display_tracker(tracker)},
          {"signed_message", hex(ballot::signed_message(ballot.type, election.context().election(),
                                                        made.prev, tracker))},
          {"signature", hex(ballot.signature.encode())},
          {"entry", hex(made.entry)},
          {"opening", Json::parse(opening)}};
}

Json ceremony(const VectorElection& election) {
  const log::ElectionState& state = election.state();
  Json trustees = Json::array();
  for (std::size_t i = 0; i < state.shape().n; ++i) {
    const std::string role = "trustee-" + std::to_string(i + 1);
    trustees.push_back({{"i", i + 1},
                        {"identity_seed", hex(election.keys().at(role).seed)},
                        {"election_seed", hex(election.election_seeds()[i])},
                        {"commit_body", hex(state.commits()[i]->encode())},
                        {"reveal_body", hex(state.reveals()[i]->encode())},
                        {"share_body", hex(state.shares()[i]->encode())},
                        {"confirm_body", hex(state.confirms()[i]->encode())},
                        {"x", hex_list(election.shares()[i])},
                        {"P", hex_list(election.election_keys().P[i])}});
  }
  return {{"section", "5"},
          {"manifest_hash", hex(state.manifest_hash())},
          {"n", state.shape().n},
          {"k", state.shape().k},
          {"J", state.shape().J},
          {"trustees", trustees},
          {"Y", hex_list(election.election_keys().Y)},
          {"keys_root", hex(election.election_keys().root())},
          {"opening_body", hex(state.opening()->encode())},
          {"election", hex(*state.election())}};
}

Json decryption(const VectorElection& election) {
  const tally::EncryptedTally& tally = election.tally();
  const tally::EncryptedUnit& unit = tally.units.front();
  Json bodies = Json::array();
  for (std::size_t t = 0; t < election.state().decryptions().size(); ++t) {
    const auto& body = election.state().decryptions()[t];
    if (body) bodies.push_back({{"t", t + 1}, {"body", hex(*body)}});
  }
  return {{"section", "8.4"},
          {"election", hex(tally.election)},
          {"round", tally.head.round},
          {"tally_head",
           {{"size", tally.head.tally_head.size}, {"root", hex(tally.head.tally_head.root)}}},
          {"members", {1}},
          {"rows", {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
          {"S_0", hex(unit.S_0)},
          {"S_o", hex_list(unit.S_o)},
          {"decryptions", bodies},
          {"totals", election.state().result()->units.front().totals},
          {"result_body", hex(election.state().result()->encode())}};
}

Json record(const VectorElection& election) {
  Json keys = Json::object();
  for (const auto& [role, key] : election.keys()) keys[role] = hex(key.seed);
  Json voters = Json::array();
  for (const VectorVoter& voter : election.voters()) {
    voters.push_back({{"k", hex(voter.credential.k.expose())}, {"weight", voter.weight}});
  }
  Json files = Json::object();
  for (const auto& [path, bytes] : election.record()) files[path] = hex(bytes);
  const log::BallotCounts& counts = election.state().counts();
  return {{"section", "10"},
          {"ed25519_seeds", keys},
          {"election_seeds", hex_list(election.election_seeds())},
          {"credentials", voters},
          {"fingerprint", hex(*election.state().election())},
          {"counts",
           {{"cast", counts.cast},
            {"counted", counts.counted},
            {"superseded", counts.superseded},
            {"cancelled", counts.cancelled},
            {"challenged", counts.challenged}}},
          {"totals", election.state().result()->units.front().totals},
          {"manifest", election.manifest()},
          {"files", files}};
}

}  // namespace

std::map<std::string, std::string> make_vectors() {
  const VectorElection election(kSeed);
  std::map<std::string, std::string> files;
  const auto add = [&](const std::string& name, const Json& json) {
    files[name + ".json"] = json.dump(1) + "\n";
  };
  add("generators", generators());
  add("transcripts", transcripts());
  add("ballot", ballot_vector(election));
  add("ceremony", ceremony(election));
  add("decryption", decryption(election));
  add("record", record(election));
  return files;
}

}  // namespace viche::test
