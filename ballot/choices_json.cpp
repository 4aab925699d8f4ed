#include "ballot/choices_json.h"

#include <algorithm>

namespace viche::ballot {
namespace {

constexpr const char* kBlank = "blank";

Result<ContestChoice> read_choice(const JsonNode& node, const Contest& contest) {
  const auto option_of = [&](const std::string& id, const JsonNode& at) -> Result<OptionIndex> {
    if (const auto found = contest.find_option(id)) return *found;
    std::vector<std::string_view> known;
    for (const Option& option : contest.options) known.push_back(option.id);
    return at.error("the contest " + json_quote(contest.id) + " has no option " + json_quote(id) +
                    nearest_hint(id, known));
  };
  ContestChoice choice;
  if (node.is_string()) {
    VICHE_ASSIGN(const std::string text, node.string());
    if (text != kBlank) return node.error("expected the options that are marked, or \"blank\"");
    choice.blank = true;
    return choice;
  }
  if (contest.kind == ContestKind::kScore) {
    VICHE_ASSIGN(const auto members, node.members());
    choice.scores.resize(contest.options.size());
    for (const auto& [id, value] : members) {
      VICHE_ASSIGN(const OptionIndex option, option_of(id, value));
      VICHE_ASSIGN(choice.scores[option.value()], value.integer32(0, contest.max_score));
    }
    return choice;
  }
  VICHE_ASSIGN(const auto items, node.list(0, contest.options.size()));
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(const std::string id, item.string());
    VICHE_ASSIGN(const OptionIndex option, option_of(id, item));
    choice.options.push_back(option);
  }
  return choice;
}

}  // namespace

Result<Choices> read_choices(const JsonNode& node, const Manifest& manifest, StyleIndex style) {
  const std::vector<ContestIndex>& contests = manifest.style(style).contests;
  VICHE_ASSIGN(const auto members, node.members());
  std::vector<const JsonNode*> found(contests.size(), nullptr);
  for (const auto& [id, value] : members) {
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i < contests.size(); ++i) {
      known.push_back(manifest.contest(contests[i]).id);
      if (known.back() == id) found[i] = &value;
    }
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      return value.error("the style " + json_quote(manifest.style(style).id) + " has no contest " +
                         json_quote(id) + nearest_hint(id, known));
    }
  }
  Choices choices;
  for (std::size_t i = 0; i < contests.size(); ++i) {
    const Contest& contest = manifest.contest(contests[i]);
    if (found[i] == nullptr) {
      return node.error("no choice in the contest " + json_quote(contest.id));
    }
    VICHE_ASSIGN(ContestChoice choice, read_choice(*found[i], contest));
    choices.contests.push_back(std::move(choice));
  }
  return choices;
}

Result<Choices> parse_choices(std::string_view json, const Manifest& manifest, StyleIndex style) {
  VICHE_ASSIGN(const JsonText text, JsonText::parse(as_bytes(json)));
  return read_choices(text.root(), manifest, style);
}

std::string format_choices(const Choices& choices, const Manifest& manifest, StyleIndex style) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < choices.contests.size(); ++i) {
    const Contest& contest = manifest.contest(manifest.style(style).contests[i]);
    const ContestChoice& choice = choices.contests[i];
    nlohmann::ordered_json& value = out[contest.id];
    if (choice.blank) {
      value = kBlank;
    } else if (contest.kind == ContestKind::kScore) {
      value = nlohmann::ordered_json::object();
      for (std::size_t option = 0; option < choice.scores.size(); ++option) {
        if (choice.scores[option] > 0) value[contest.options[option].id] = choice.scores[option];
      }
    } else {
      value = nlohmann::ordered_json::array();
      for (const OptionIndex option : choice.options) {
        value.push_back(contest.options[option.value()].id);
      }
    }
  }
  return out.dump();
}

}  // namespace viche::ballot
