#include "apps/viche/electionguard/fields.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ballot/manifest.h"

namespace viche::app::electionguard {

using ballot::json_quote;
using ballot::JsonNode;

Fields::Fields(const JsonNode& node, std::initializer_list<const char*> known, Report& report,
               std::string outcome)
    : report_(&report), path_(node.path()), outcome_(std::move(outcome)) {
  const auto members = node.members();
  if (!members) {
    is_object_ = false;
    refuse(members.error().where, members.error().reason);
    return;
  }
  for (const auto& [name, value] : *members) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      report_->note(value.path(), "an unknown member, which is not imported");
    } else if (!value.is_null()) {
      members_.emplace(name, value);
    }
  }
}

void Fields::refuse(const std::string& path, const std::string& reason) {
  ok_ = false;
  if (outcome_.empty()) {
    report_->fatal(path, reason);
  } else {
    report_->fault(path, reason, outcome_);
  }
}

const JsonNode* Fields::find(const char* name) const {
  const auto found = members_.find(name);
  return found == members_.end() ? nullptr : &found->second;
}

std::optional<JsonNode> Fields::member(const char* name) const {
  const JsonNode* node = find(name);
  return node == nullptr ? std::nullopt : std::optional(*node);
}

const JsonNode* Fields::require(const char* name) {
  const JsonNode* node = find(name);
  if (node == nullptr && is_object_) {
    refuse(path_.empty() ? "/" : path_, "the member " + json_quote(name) + " is missing");
  }
  return node;
}

Placed Fields::placed(const char* name) {
  const JsonNode* node = require(name);
  if (node == nullptr) return {};
  Result<std::string> value = node->non_empty_string();
  if (value) return {node->path(), std::move(*value)};
  refuse(value.error().where, value.error().reason);
  return {};
}

std::optional<Placed> Fields::optional_placed(const char* name) {
  const JsonNode* node = find(name);
  if (node == nullptr) return std::nullopt;
  Result<std::string> value = node->string();
  if (!value) {
    refuse(value.error().where, value.error().reason);
    return std::nullopt;
  }
  if (value->empty()) return std::nullopt;
  return Placed{node->path(), std::move(*value)};
}

std::optional<std::uint64_t> Fields::number_of(const JsonNode& node) {
  const auto value = node.integer(0, std::numeric_limits<std::uint64_t>::max());
  if (value) return *value;
  refuse(value.error().where, value.error().reason);
  return std::nullopt;
}

std::optional<std::uint64_t> Fields::number(const char* name) {
  const JsonNode* node = require(name);
  return node == nullptr ? std::nullopt : number_of(*node);
}

std::optional<std::uint64_t> Fields::optional_number(const char* name) {
  const JsonNode* node = find(name);
  return node == nullptr ? std::nullopt : number_of(*node);
}

bool Fields::flag(const char* name) {
  const JsonNode* node = find(name);
  if (node == nullptr) return false;
  const Result<bool> value = node->boolean();
  if (!value) refuse(value.error().where, value.error().reason);
  return value && *value;
}

Words Fields::words_of(const JsonNode& node) {
  Words words{node.path(), {}};
  Fields outer(node, {"text"}, *report_, outcome_);
  for (const JsonNode& item : outer.optional_list("text")) {
    Fields text(item, {"value", "language"}, *report_, "the text is left out");
    std::string value = text.string("value");
    const Placed language = text.placed("language");
    if (!text.ok()) continue;
    const bool again =
        std::any_of(words.texts.begin(), words.texts.end(),
                    [&](const auto& earlier) { return earlier.first == language.value; });
    if (!ballot::is_language_tag(language.value)) {
      text.refuse(language.path, "expected a language tag such as \"en\" or \"pt-BR\"");
    } else if (again) {
      text.refuse(language.path,
                  "there is a text in the language " + json_quote(language.value) + " already");
    } else {
      words.texts.emplace_back(language.value, std::move(value));
    }
  }
  ok_ = ok_ && outer.ok();
  return words;
}

Words Fields::words(const char* name) {
  const JsonNode* node = require(name);
  if (node == nullptr) return {};
  const bool was_ok = std::exchange(ok_, true);
  Words words = words_of(*node);
  if (ok_ && words.texts.empty()) refuse(node->path(), "there is no text");
  ok_ = ok_ && was_ok;
  return words;
}

std::optional<Words> Fields::optional_words(const char* name) {
  const JsonNode* node = find(name);
  if (node == nullptr) return std::nullopt;
  Words words = words_of(*node);
  if (words.texts.empty()) return std::nullopt;
  return words;
}

std::vector<JsonNode> Fields::items_of(const JsonNode& node, std::size_t least) {
  Result<std::vector<JsonNode>> items = node.list(least, std::numeric_limits<std::size_t>::max());
  if (items) return std::move(*items);
  refuse(items.error().where, items.error().reason);
  return {};
}

std::vector<JsonNode> Fields::list(const char* name) {
  const JsonNode* node = require(name);
  return node == nullptr ? std::vector<JsonNode>() : items_of(*node, 1);
}

std::vector<JsonNode> Fields::optional_list(const char* name) {
  const JsonNode* node = find(name);
  return node == nullptr ? std::vector<JsonNode>() : items_of(*node, 0);
}

}  // namespace viche::app::electionguard
