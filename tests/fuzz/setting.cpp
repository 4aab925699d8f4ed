#include "tests/fuzz/setting.h"

#include "bulletin/log/tile.h"
#include "verifier/layout.h"

namespace viche::fuzz {
namespace {

constexpr std::uint16_t kOtherSigner = 4;  // the agreement signer who is no trustee

}  // namespace

Setting::Setting() : arithmetic(verifier::make_sodium_arithmetic()) {
  std::map<std::string, Bytes> record = election.record();
  const Bytes& checkpoint_file = record.at("checkpoint");
  checkpoint.assign(checkpoint_file.begin(), checkpoint_file.end());
  const log::Tile bundle{log::Tile::Kind::kEntries, 0, 0, static_cast<unsigned>(state().size())};
  const auto framed = log::decode_bundle(record.at(bundle.path()), state().size());
  for (const ByteView entry : framed.value()) {
    entries.emplace_back(entry.begin(), entry.end());
  }

  manifest = verifier::read_manifest(state().manifest_bytes(), *arithmetic).value();
  if (!verifier::resolve(manifest)) broken_invariant("the setting's manifest");
  layout = verifier::lay_out(manifest).value();

  const auto element = [this](const Point& point) { return *arithmetic->decode(point.encode()); };
  for (const Point& Y : election.election_keys().Y) bases_.Y.push_back(element(Y));
  bases_.H = verifier::generator_H(*arithmetic);
  bases_.H_p = verifier::generators(*arithmetic, "viche/v1/generator-Hp", layout.longest_style);
  bases_.K_p = verifier::generators(*arithmetic, "viche/v1/generator-Kp", layout.longest_style);
  for (const std::vector<Point>& of_trustee : election.election_keys().P) {
    std::vector<verifier::Element>& row = P_.emplace_back();
    for (const Point& P : of_trustee) row.push_back(element(P));
  }

  const auto key = [](const std::string& name, log::SignatureType type,
                      const Ed25519PublicKey& public_key) {
    return log::VerifierKey::create(name, type, public_key).value();
  };
  const ballot::Official& witness = state().manifest().witnesses.members.front();
  policy_ = std::make_unique<log::LogPolicy>(
      log::LogPolicy::create(key(log::election_origin(state().manifest_hash()),
                                 log::SignatureType::kEd25519, state().manifest().log_key),
                             {key(witness.name, log::SignatureType::kCosignature, witness.key)}, 0)
          .value());
}

verifier::Election Setting::verifier_election(verifier::Checks& checks) const {
  verifier::Election known(checks, *arithmetic, 1);
  known.manifest = manifest;
  known.manifest_hash = state().manifest_hash();
  known.layout = layout;
  known.keys_known = true;
  known.P = P_;
  known.bases = bases_;
  known.keys_root = election.election_keys().root();
  known.fingerprint = *state().election();
  return known;
}

const Ed25519Signer& Setting::signer(std::uint16_t number) const {
  const std::string role = number == 0              ? "registrar"
                           : number >= kOtherSigner ? "other-1"
                                                    : "trustee-" + std::to_string(number);
  return *election.keys().at(role).signer;
}

const Setting& setting() {
  static const Setting kSetting;
  return kSetting;
}

}  // namespace viche::fuzz
