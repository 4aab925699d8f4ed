#pragma once
// The parts of reading a manifest. Private to this folder.

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "ballot/json.h"
#include "ballot/manifest.h"

namespace viche::ballot {

/// Of one place or one option's score in a result rule.
inline constexpr std::uint32_t kMaxPoints = 1'000'000;

/// Ids of one list, with their places in it.
class IdList {
 public:
  /// Reads the member `id` of the list's next item: 1 to 64 characters of a-z 0-9 -, not seen
  /// before.
  Result<std::string> add(const JsonNode& node);
  /// Reads an id that must be in the list. `what` is its kind, for the error: "contest".
  Result<std::uint32_t> find(const JsonNode& node, const char* what) const;

 private:
  std::unordered_map<std::string, std::uint32_t> places_;
};

/// What is known while a manifest is read: the part of it that stands, and what must not occur
/// again.
struct ManifestReader {
  KeyPolicy policy;
  Manifest manifest;
  std::map<Bytes32, std::string> key_paths;
  IdList contest_ids, style_ids;

  /// An object with exactly one string that is not empty for each language.
  Result<Text> text(const JsonNode& node) const;
  /// An Ed25519 public key that no other member has.
  Result<Ed25519PublicKey> key(const JsonNode& node);
  /// {name, key}; `name` is checked by the caller where it is more than a label.
  Result<Official> official(const JsonNode& node);
  Result<std::vector<Official>> officials(const JsonNode& node, std::size_t least,
                                          std::size_t most);
};

/// registrar, log, witnesses, trustees, agreement; the quorum must be reachable.
Result<void> read_people(ManifestReader& reader, const JsonObject& root);
/// contests, styles, units.
Result<void> read_contests(ManifestReader& reader, const JsonNode& contests);
Result<void> read_styles(ManifestReader& reader, const JsonNode& styles);
Result<void> read_units(ManifestReader& reader, const JsonNode& units);
/// Result rules (section 9).
Result<void> read_rules(ManifestReader& reader, const JsonNode& results);

/// One of the strings of a list of choices.
template <class Value>
Result<Value> read_enum(const JsonNode& node,
                        const std::vector<std::pair<std::string_view, Value>>& values) {
  VICHE_ASSIGN(const std::string text, node.string());
  std::vector<std::string_view> names;
  std::string listed;
  for (const auto& [name, value] : values) {
    if (name == text) return value;
    names.push_back(name);
    listed += (listed.empty() ? "" : ", ") + json_quote(name);
  }
  return node.error("expected one of " + listed + nearest_hint(text, names));
}

}  // namespace viche::ballot
