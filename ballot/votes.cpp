#include "ballot/votes.h"

#include <limits>

#include "ballot/choices_json.h"

namespace viche::ballot {
namespace {

constexpr std::uint64_t kMaxVotes = std::numeric_limits<std::uint32_t>::max();

Result<StyleIndex> find_style(const Manifest& manifest, const JsonNode& node) {
  VICHE_ASSIGN(const std::string id, node.string());
  if (const auto found = manifest.find_style(id)) return *found;
  std::vector<std::string_view> known;
  for (const Style& style : manifest.styles) known.push_back(style.id);
  return node.error("there is no style " + json_quote(id) + nearest_hint(id, known));
}

Result<VoteLine> read_line(const JsonNode& node, const Manifest& manifest, const Layout& layout) {
  VICHE_ASSIGN(const JsonObject object,
               node.object({"style", "count", "choices"}, {"weight", "cancelled"}));
  VoteLine line;
  VICHE_ASSIGN(line.style, find_style(manifest, object["style"]));
  VICHE_ASSIGN(line.count, object["count"].integer(1, kMaxVotes));
  if (object.has("weight")) {
    VICHE_ASSIGN(line.weight,
                 object["weight"].integer32(1, std::numeric_limits<std::uint32_t>::max()));
  }
  if (object.has("cancelled")) {
    VICHE_ASSIGN(line.cancelled, object["cancelled"].integer(0, line.count));
  }
  const JsonNode choices = object["choices"];
  VICHE_ASSIGN(line.choices, read_choices(choices, manifest, line.style));
  auto m = encode_slots(manifest, layout, line.style, line.choices);
  if (!m) return Error{m.error().reason, choices.path() + m.error().where};
  line.m = std::move(*m);
  return line;
}

}  // namespace

Result<Votes> parse_votes(ByteView json, const Manifest& manifest, const Layout& layout) {
  VICHE_ASSIGN(const JsonText text, JsonText::parse(json));
  VICHE_ASSIGN(const JsonObject root, text.root().object({"viche_votes", "ballots"}));
  VICHE_TRY(root["viche_votes"].integer(1, 1));
  VICHE_ASSIGN(const auto items, root["ballots"].list(1, std::numeric_limits<std::size_t>::max()));
  Votes votes;
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(VoteLine line, read_line(item, manifest, layout));
    votes.total += line.count;
    if (votes.total > kMaxVotes) {
      return item.error("more than " + std::to_string(kMaxVotes) + " ballots in all");
    }
    votes.lines.push_back(std::move(line));
  }
  return votes;
}

}  // namespace viche::ballot
