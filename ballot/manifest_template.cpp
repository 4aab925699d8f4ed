// Filling in the keys of a manifest's template.

#include <algorithm>

#include "ballot/json.h"
#include "ballot/manifest.h"

namespace viche::ballot {
namespace {

using Json = nlohmann::ordered_json;

void fill(Json& object, const Ed25519PublicKey& key) {
  if (!object.contains("key")) object["key"] = to_hex(key.bytes);
}

void fill_all(Json& members, const std::vector<Ed25519PublicKey>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) fill(members[i], keys[i]);
}

}  // namespace

Result<std::string> complete_manifest(std::string_view template_json, const ManifestKeys& keys) {
  VICHE_ASSIGN(const Manifest manifest,
               parse_manifest(as_bytes(template_json), KeyPolicy::kMayBeMissing));
  if (keys.witnesses.size() != manifest.witnesses.members.size() ||
      keys.trustees.size() != manifest.trustees.size() ||
      keys.others.size() != manifest.others.size()) {
    return Error{"not one key for each member of the manifest's lists", ""};
  }
  Json json = Json::parse(template_json);
  fill(json["registrar"], keys.registrar);
  fill(json["log"], keys.log);
  fill_all(json["witnesses"]["members"], keys.witnesses);
  fill_all(json["trustees"]["members"], keys.trustees);
  fill_all(json["agreement"]["others"], keys.others);
  std::string completed = json.dump(2) + "\n";
  VICHE_TRY(parse_manifest(as_bytes(completed)));
  return completed;
}

}  // namespace viche::ballot
