#include "tests/ballot/sample.h"

#include <fstream>
#include <sstream>

#include "crypto/group/hash.h"
#include "crypto/proof/ed25519_sign.h"
#include "tests/support/seeded_random.h"

namespace viche::test {
namespace {

Json contest(const std::string& id, const char* kind, int options, bool blank) {
  Json json{{"id", id},
            {"title", {{"en", std::string("Contest ") + id}}},
            {"kind", kind},
            {"blank", blank}};
  json["options"] = Json::array();
  for (int i = 1; i <= options; ++i) {
    json["options"].push_back({{"id", std::string("o") + std::to_string(i)},
                               {"title", {{"en", std::string("Option ") + std::to_string(i)}}}});
  }
  return json;
}

Json official(const std::string& name) { return {{"name", name}, {"key", sample_key(name)}}; }

std::vector<Scalar> random_scalars(std::size_t count, RandomSource& random) {
  std::vector<Scalar> scalars;
  for (std::size_t i = 0; i < count; ++i) {
    Bytes64 wide{};
    random.fill(wide);
    scalars.push_back(Scalar::reduce(wide));
  }
  return scalars;
}

std::shared_ptr<const ballot::ElectionContext> make_context(const ballot::Manifest& manifest,
                                                            std::uint8_t election_byte,
                                                            std::vector<Scalar>& secret_keys) {
  ballot::Layout layout(manifest);
  SeededRandom random(election_byte);
  secret_keys = random_scalars(layout.global_slots(), random);
  std::vector<Point> Y;
  for (const Scalar& secret : secret_keys) Y.push_back(multiply_base(secret));
  Bytes32 election{};
  election.fill(election_byte);
  return std::make_shared<const ballot::ElectionContext>(election, std::move(layout), std::move(Y));
}

}  // namespace

std::string sample_key(const std::string& name) {
  return to_hex(Ed25519Signer(Secret<Bytes32>(sha256(as_bytes(name)))).public_key().bytes);
}

Json choose(const std::string& id, int options, int min, int max, bool blank) {
  Json json = contest(id, "choose", options, blank);
  json["min"] = min;
  json["max"] = max;
  return json;
}

Json score(const std::string& id, int options, int max_score, int min_total, int max_total,
           bool blank) {
  Json json = contest(id, "score", options, blank);
  json["max_score"] = max_score;
  json["min_total"] = min_total;
  json["max_total"] = max_total;
  return json;
}

Json rank(const std::string& id, int options, const std::vector<int>& points, bool blank) {
  Json json = contest(id, "rank", options, blank);
  json["points"] = points;
  return json;
}

Json sample_manifest(const std::vector<Json>& contests,
                     const std::vector<std::vector<std::string>>& styles) {
  const Json title{{"en", "Sample"}};
  Json json{{"viche", 1},
            {"id", "sample"},
            {"languages", {"en"}},
            {"title", title},
            {"opens", "2026-01-01T08:00:00Z"},
            {"closes", "2026-01-01T20:00:00Z"},
            {"previous", nullptr},
            {"registrar", official("registrar")},
            {"log", {{"key", sample_key("log")}}},
            {"witnesses", {{"quorum", 1}, {"members", {official("w1"), official("w2")}}}},
            {"trustees",
             {{"threshold", 2}, {"members", {official("t1"), official("t2"), official("t3")}}}},
            {"agreement",
             {{"tolerated_corrupt", 0}, {"tolerated_lost", 0}, {"others", {official("a1")}}}},
            {"revote", "last"},
            {"max_ballots", 20},
            {"floor", 3},
            {"weights", "secret"},
            {"batch_seconds", 5},
            {"contests", contests},
            {"styles", Json::array()},
            {"units", Json::array()},
            {"results", Json::array()}};
  for (std::size_t i = 0; i < styles.size(); ++i) {
    const std::string id = std::string("s") + std::to_string(i + 1);
    json["styles"].push_back(
        {{"id", id}, {"title", title}, {"contests", styles[i]}, {"replacements", 0}});
    for (const std::string& name : styles[i]) {
      json["units"].push_back(
          {{"id", name + "-" + id}, {"title", title}, {"contest", name}, {"styles", {id}}});
    }
  }
  return json;
}

Json sample_manifest(const std::vector<Json>& contests) {
  std::vector<std::string> ids;
  for (const Json& contest : contests) ids.push_back(contest["id"]);
  return sample_manifest(contests, {ids});
}

ballot::Manifest parse(const Json& manifest) {
  return ballot::parse_manifest(as_bytes(manifest.dump())).value();
}

ballot::ContestLayout lay_out(const Json& contest) {
  return ballot::Layout(parse(sample_manifest({contest}))).contest(ballot::ContestIndex(0));
}

std::vector<std::vector<std::uint8_t>> legal_bits(const ballot::StyleLayout& style) {
  std::vector<std::vector<std::uint8_t>> legal;
  for (std::uint32_t value = 0; value < 1U << style.n(); ++value) {
    std::vector<std::uint8_t> m(style.n());
    for (std::size_t p = 0; p < m.size(); ++p) m[p] = static_cast<std::uint8_t>(value >> p & 1);
    if (ballot::vartime_is_legal(style, m)) legal.push_back(std::move(m));
  }
  return legal;
}

SampleElection::SampleElection(const Json& json, std::uint8_t election_byte)
    : manifest(parse(json)),
      context(make_context(manifest, election_byte, secret_keys)),
      prover(context) {}

Bytes SampleElection::cast(ballot::StyleIndex style, const std::vector<std::uint8_t>& m,
                           const ballot::Credential& credential, RandomSource& random) const {
  const Secret<std::vector<std::uint8_t>> bits{std::vector<std::uint8_t>(m)};
  return prover.cast(prover.prove(style, credential, bits, random), Bytes32{}, credential, random);
}

ballot::Ballot SampleElection::decode(ByteView entry) const {
  return ballot::decode_ballot(entry, layout()).value();
}

ballot::Verdict check(const ballot::ElectionContext& context, ByteView entry) {
  SystemRandom random;
  const ballot::Outcome outcome = ballot::Checker(context, random, 1).check({&entry, 1}).front();
  if (outcome.refusal) broken_invariant("a ballot of a test does not decode");
  return outcome.verdict;
}

std::string read_source_file(const std::string& path) {
  std::ifstream file(std::string(VICHE_SOURCE_DIR) + "/" + path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace viche::test
