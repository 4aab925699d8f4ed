#include "apps/viche/electionguard/languages.h"

#include <algorithm>
#include <map>

#include "ballot/json.h"

namespace viche::app::electionguard {

Languages::Languages(const Words& name, Report& report) : report_(&report) {
  for (const auto& [language, text] : name.texts) tags_.push_back(language);
}

ballot::Text Languages::fill(const Words& words) {
  const std::map<std::string, std::string> given(words.texts.begin(), words.texts.end());
  const auto first = std::find_if(tags_.begin(), tags_.end(),
                                  [&](const auto& tag) { return given.contains(tag); });
  const std::string& fallback = first == tags_.end() ? words.texts.front().first : *first;
  ballot::Text text;
  for (const std::string& tag : tags_) {
    const auto found = given.find(tag);
    text[tag] = found == given.end() ? given.at(fallback) : found->second;
    if (found == given.end()) {
      report_->note(words.path, "no text in " + ballot::json_quote(tag) + ": the one in " +
                                    ballot::json_quote(fallback) + " stands for it");
    }
  }
  for (const auto& [language, value] : words.texts) {
    if (text.contains(language)) continue;
    report_->note(words.path, "the text in " + ballot::json_quote(language) +
                                  " is left out: the election's name is not in that language");
  }
  return text;
}

ballot::Text Languages::same(const std::string& text) const {
  ballot::Text all;
  for (const std::string& tag : tags_) all[tag] = text;
  return all;
}

ballot::Text joined(ballot::Text first, const std::string& before, const ballot::Text& second,
                    const std::string& after) {
  for (auto& [language, text] : first) text += before + second.at(language) + after;
  return first;
}

}  // namespace viche::app::electionguard
