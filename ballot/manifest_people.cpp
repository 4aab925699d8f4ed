// The manifest's people: registrar, log, witnesses, trustees, agreement signers.

#include <algorithm>

#include "ballot/manifest_reader.h"

namespace viche::ballot {
namespace {

constexpr std::size_t kMaxWitnesses = 32;
constexpr std::size_t kMaxTrustees = 64;
constexpr std::size_t kMaxOthers = 64;

/// What a signed note can hold: 1 to 100 characters of printable ASCII without space or +.
bool is_note_name(std::string_view name) {
  return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char c) {
    return c > ' ' && c <= '~' && c != '+';
  });
}

Result<void> read_witnesses(ManifestReader& reader, const JsonNode& node) {
  VICHE_ASSIGN(const JsonObject object, node.object({"quorum", "members"}));
  Witnesses& witnesses = reader.manifest.witnesses;
  VICHE_ASSIGN(witnesses.members, reader.officials(object["members"], 0, kMaxWitnesses));
  for (std::size_t i = 0; i < witnesses.members.size(); ++i) {
    const std::string& name = witnesses.members[i].name;
    const std::string path = object["members"].path() + "/" + std::to_string(i) + "/name";
    if (!is_note_name(name)) {
      return Error{"expected 1 to 100 characters of printable ASCII without space or +", path};
    }
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (witnesses.members[earlier].name == name) {
        return Error{"another witness has the name " + json_quote(name), path};
      }
    }
  }
  VICHE_ASSIGN(witnesses.quorum,
               object["quorum"].integer32(0, static_cast<std::uint32_t>(witnesses.members.size())));
  return {};
}

Result<void> read_trustees(ManifestReader& reader, const JsonNode& node) {
  VICHE_ASSIGN(const JsonObject object, node.object({"threshold", "members"}));
  Manifest& manifest = reader.manifest;
  VICHE_ASSIGN(manifest.trustees, reader.officials(object["members"], 1, kMaxTrustees));
  VICHE_ASSIGN(manifest.threshold, object["threshold"].integer32(
                                       1, static_cast<std::uint32_t>(manifest.trustees.size())));
  return {};
}

Result<void> read_agreement(ManifestReader& reader, const JsonNode& node) {
  VICHE_ASSIGN(const JsonObject object,
               node.object({"tolerated_corrupt", "tolerated_lost", "others"}));
  Manifest& manifest = reader.manifest;
  VICHE_ASSIGN(manifest.others, reader.officials(object["others"], 0, kMaxOthers));
  const auto others = static_cast<std::uint32_t>(manifest.others.size());
  VICHE_ASSIGN(manifest.tolerated_corrupt, object["tolerated_corrupt"].integer32(0, others));
  VICHE_ASSIGN(manifest.tolerated_lost, object["tolerated_lost"].integer32(0, others));

  // N - (n - k) - d signers are left when all that may be lost are lost; q of them must be able to
  // agree.
  const std::uint32_t left = others + manifest.threshold;
  const std::uint32_t quorum = manifest.agreement_quorum();
  if (left < quorum + manifest.tolerated_lost) {
    return node.error("the quorum of " + std::to_string(quorum) + " agreement signers of " +
                      std::to_string(manifest.agreement_signers()) +
                      " could not be reached when all but threshold trustees and " +
                      std::to_string(manifest.tolerated_lost) +
                      " others are lost; add others, raise the threshold or tolerate fewer");
  }
  return {};
}

}  // namespace

Result<Ed25519PublicKey> ManifestReader::key(const JsonNode& node) {
  VICHE_ASSIGN(const Bytes32 bytes, node.bytes32());
  Result<Ed25519PublicKey> key = Ed25519PublicKey::decode(bytes);
  if (!key) return node.error("not an Ed25519 public key: " + key.error().reason);
  const auto [earlier, fresh] = key_paths.emplace(bytes, node.path());
  if (!fresh) return node.error("the same key as " + earlier->second);
  return key;
}

Result<Official> ManifestReader::official(const JsonNode& node) {
  const bool required = policy == KeyPolicy::kRequired;
  VICHE_ASSIGN(const JsonObject object,
               required ? node.object({"name", "key"}) : node.object({"name"}, {"key"}));
  Official official;
  VICHE_ASSIGN(official.name, object["name"].non_empty_string());
  if (object.has("key")) {
    VICHE_ASSIGN(official.key, key(object["key"]));
  }
  return official;
}

Result<std::vector<Official>> ManifestReader::officials(const JsonNode& node, std::size_t least,
                                                        std::size_t most) {
  VICHE_ASSIGN(const auto items, node.list(least, most));
  std::vector<Official> officials;
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(Official next, official(item));
    officials.push_back(std::move(next));
  }
  return officials;
}

Result<void> read_people(ManifestReader& reader, const JsonObject& root) {
  Manifest& manifest = reader.manifest;
  VICHE_ASSIGN(manifest.registrar, reader.official(root["registrar"]));
  const bool required = reader.policy == KeyPolicy::kRequired;
  VICHE_ASSIGN(const JsonObject log,
               required ? root["log"].object({"key"}) : root["log"].object({}, {"key"}));
  if (log.has("key")) {
    VICHE_ASSIGN(manifest.log_key, reader.key(log["key"]));
  }
  VICHE_TRY(read_witnesses(reader, root["witnesses"]));
  VICHE_TRY(read_trustees(reader, root["trustees"]));
  return read_agreement(reader, root["agreement"]);
}

}  // namespace viche::ballot
