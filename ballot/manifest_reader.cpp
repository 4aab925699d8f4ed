#include "ballot/manifest_reader.h"

#include <algorithm>
#include <limits>
#include <set>

namespace viche::ballot {
namespace {

constexpr std::size_t kMaxLanguages = 32;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_lower(c) || is_digit(c) || c == '-';
  });
}

/// YYYY-MM-DDThh:mm:ssZ with fields in their ranges.
bool is_time(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !is_digit(text[i]) : text[i] != kShape[i]) return false;
  }
  const auto two = [text](std::size_t at) { return 10 * (text[at] - '0') + (text[at + 1] - '0'); };
  return two(5) >= 1 && two(5) <= 12 && two(8) >= 1 && two(8) <= 31 && two(11) <= 23 &&
         two(14) <= 59 && two(17) <= 60;
}

Result<std::vector<std::string>> read_languages(const JsonNode& node) {
  VICHE_ASSIGN(const auto items, node.list(1, kMaxLanguages));
  std::vector<std::string> languages;
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(std::string tag, item.string());
    if (!is_language_tag(tag))
      return item.error("expected a language tag such as \"uk\" or \"pt-BR\"");
    if (std::find(languages.begin(), languages.end(), tag) != languages.end()) {
      return item.error("the language " + json_quote(tag) + " is listed already");
    }
    languages.push_back(std::move(tag));
  }
  return languages;
}

Result<std::string> read_time(const JsonNode& node) {
  VICHE_ASSIGN(std::string text, node.string());
  if (!is_time(text)) return node.error("expected a time in UTC as YYYY-MM-DDThh:mm:ssZ");
  return text;
}

Result<std::optional<PreviousLog>> read_previous(const JsonNode& node) {
  if (node.is_null()) return std::optional<PreviousLog>();
  VICHE_ASSIGN(const JsonObject object, node.object({"manifest", "size", "root"}));
  PreviousLog previous;
  VICHE_ASSIGN(previous.manifest, object["manifest"].bytes32());
  VICHE_ASSIGN(previous.size, object["size"].integer(0, std::numeric_limits<std::uint64_t>::max()));
  VICHE_ASSIGN(previous.root, object["root"].bytes32());
  return std::optional(previous);
}

/// The members that are neither people nor contests, styles, units and rules.
Result<void> read_settings(Manifest& manifest, const JsonObject& root) {
  VICHE_ASSIGN(manifest.opens, read_time(root["opens"]));
  VICHE_ASSIGN(manifest.closes, read_time(root["closes"]));
  VICHE_ASSIGN(manifest.previous, read_previous(root["previous"]));
  VICHE_ASSIGN(manifest.revote, read_enum<Revote>(root["revote"], {{"last", Revote::kLast},
                                                                   {"first", Revote::kFirst}}));
  VICHE_ASSIGN(manifest.max_ballots, root["max_ballots"].integer32(1, 1000));
  VICHE_ASSIGN(manifest.floor, root["floor"].integer(1, std::numeric_limits<std::uint64_t>::max()));
  VICHE_ASSIGN(manifest.weights, read_enum<WeightPrivacy>(
                                     root["weights"], {{"secret", WeightPrivacy::kSecret},
                                                       {"not-secret", WeightPrivacy::kNotSecret}}));
  VICHE_ASSIGN(manifest.batch_seconds, root["batch_seconds"].integer32(1, 3600));
  return {};
}

}  // namespace

bool is_language_tag(std::string_view tag) {
  const std::size_t head = std::min(tag.find('-'), tag.size());
  if (head < 2 || head > 3 || !std::all_of(tag.begin(), tag.begin() + head, is_lower)) return false;
  for (std::string_view rest = tag.substr(head); !rest.empty();) {
    rest.remove_prefix(1);  // the hyphen
    const std::size_t size = std::min(rest.find('-'), rest.size());
    if (size < 2 || size > 8) return false;
    if (!std::all_of(rest.begin(), rest.begin() + size,
                     [](char c) { return is_lower(c) || is_upper(c) || is_digit(c); })) {
      return false;
    }
    rest.remove_prefix(size);
  }
  return true;
}

Result<std::string> IdList::add(const JsonNode& node) {
  VICHE_ASSIGN(std::string id, node.string());
  if (!is_id(id)) return node.error("expected an id: 1 to 64 characters of a-z, 0-9 and -");
  if (!places_.emplace(id, static_cast<std::uint32_t>(places_.size())).second) {
    return node.error("the id " + json_quote(id) + " occurs already in this list");
  }
  return id;
}

Result<std::uint32_t> IdList::find(const JsonNode& node, const char* what) const {
  VICHE_ASSIGN(const std::string id, node.string());
  if (const auto found = places_.find(id); found != places_.end()) return found->second;
  std::vector<std::string_view> known;
  for (const auto& [name, place] : places_) known.push_back(name);
  std::sort(known.begin(), known.end());
  return node.error("there is no " + std::string(what) + " " + json_quote(id) +
                    nearest_hint(id, known));
}

Result<Text> ManifestReader::text(const JsonNode& node) const {
  VICHE_ASSIGN(const auto members, node.members());
  Text text;
  for (const auto& [language, value] : members) {
    if (std::find(manifest.languages.begin(), manifest.languages.end(), language) ==
        manifest.languages.end()) {
      return value.error("the language " + json_quote(language) + " is not in /languages");
    }
    VICHE_ASSIGN(text[language], value.non_empty_string());
  }
  for (const std::string& language : manifest.languages) {
    if (!text.contains(language))
      return node.error("no text in the language " + json_quote(language));
  }
  return text;
}

Result<Manifest> parse_manifest(ByteView json, KeyPolicy keys) {
  VICHE_ASSIGN(const JsonText parsed, JsonText::parse(json));
  VICHE_ASSIGN(
      const JsonObject root,
      parsed.root().object(
          {"viche",    "id",          "languages", "title",     "opens",         "closes",
           "previous", "registrar",   "log",       "witnesses", "trustees",      "agreement",
           "revote",   "max_ballots", "floor",     "weights",   "batch_seconds", "contests",
           "styles",   "units",       "results"}));
  VICHE_TRY(root["viche"].integer(1, 1));
  ManifestReader reader{keys, {}, {}, {}, {}};
  Manifest& manifest = reader.manifest;
  VICHE_ASSIGN(manifest.id, IdList().add(root["id"]));
  VICHE_ASSIGN(manifest.languages, read_languages(root["languages"]));
  VICHE_ASSIGN(manifest.title, reader.text(root["title"]));
  VICHE_TRY(read_settings(manifest, root));
  VICHE_TRY(read_people(reader, root));
  VICHE_TRY(read_contests(reader, root["contests"]));
  VICHE_TRY(read_styles(reader, root["styles"]));
  VICHE_TRY(read_units(reader, root["units"]));
  VICHE_TRY(read_rules(reader, root["results"]));
  return std::move(reader.manifest);
}

}  // namespace viche::ballot
