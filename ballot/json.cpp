#include "ballot/json.h"

#include <algorithm>
#include <limits>
#include <set>

namespace viche::ballot {
namespace {

using Json = nlohmann::json;

std::string escape_pointer(std::string_view name) {  // RFC 6901
  std::string escaped;
  for (const char c : name) {
    if (c == '~')
      escaped += "~0";
    else if (c == '/')
      escaped += "~1";
    else
      escaped += c;
  }
  return escaped;
}

std::string line_and_column(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(before.size() - start + 1);
}

/// A pass over the text that builds nothing: finds what nlohmann's parser would let through.
class StrictPass final : public nlohmann::json_sax<Json> {
 public:
  explicit StrictPass(std::string_view text) : text_(text) {}

  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

  bool null() override { return next(); }
  bool boolean(bool) override { return next(); }
  bool number_integer(number_integer_t) override { return next() && refuse_number(); }
  bool number_unsigned(number_unsigned_t) override { return next(); }
  bool number_float(number_float_t, const string_t&) override { return next() && refuse_number(); }
  bool string(string_t&) override { return next(); }
  bool binary(binary_t&) override { return refuse("binary data"); }
  bool start_object(std::size_t) override { return next() && push(Level{true, {}, "", 0}); }
  bool start_array(std::size_t) override { return next() && push(Level{false, {}, "", 0}); }
  bool end_object() override { return pop(); }
  bool end_array() override { return pop(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    level.name = name;
    if (level.names.insert(name).second) return true;
    return refuse("this member occurs twice in its object");
  }

  bool parse_error(std::size_t position, const std::string&,
                   const Json::exception& problem) override {
    std::string reason =
        problem.what();  // "[json.exception...] parse error at line 1, column 2: what"
    if (const std::size_t at = reason.find(": "); at != std::string::npos) reason.erase(0, at + 2);
    failure_ = Error{"not JSON in UTF-8: " + reason,
                     line_and_column(text_, position == 0 ? 0 : position - 1)};
    return false;
  }

 private:
  struct Level {
    bool object;
    std::set<std::string> names;
    std::string name;
    std::size_t index;  // 1 + the index of the current item of an array
  };

  bool next() {
    if (!levels_.empty()) ++levels_.back().index;
    return true;
  }
  bool push(Level level) {
    levels_.push_back(std::move(level));
    if (levels_.size() <= kMaxJsonDepth) return true;
    levels_.pop_back();
    return refuse("nested deeper than " + std::to_string(kMaxJsonDepth) + " levels");
  }
  bool pop() {
    levels_.pop_back();
    return true;
  }
  bool refuse_number() {
    return refuse("expected a whole number from 0, in plain decimal digits, below 2^64");
  }
  bool refuse(std::string reason) {
    std::string path;
    for (const Level& level : levels_) {
      path += '/';
      path += level.object ? escape_pointer(level.name) : std::to_string(level.index - 1);
    }
    failure_ = Error{std::move(reason), path.empty() ? "/" : path};
    return false;
  }

  std::string_view text_;
  std::vector<Level> levels_;
  std::optional<Error> failure_;
};

std::string range(std::uint64_t least, std::uint64_t most) {
  if (least == most) return std::to_string(least);
  if (most == std::numeric_limits<std::uint64_t>::max()) return "at least " + std::to_string(least);
  return "from " + std::to_string(least) + " to " + std::to_string(most);
}

std::string counted(std::size_t least, std::size_t most) {
  return most == std::numeric_limits<std::size_t>::max() ? "at least " + std::to_string(least)
                                                         : range(least, most);
}

}  // namespace

Result<JsonText> JsonText::parse(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  if (text.starts_with("\xef\xbb\xbf")) {
    return Error{"starts with a byte-order mark, which must be removed", line_and_column(text, 0)};
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return Error{"not JSON in UTF-8: a zero byte", line_and_column(text, nul)};
  }
  StrictPass pass(text);
  Json::sax_parse(text.begin(), text.end(), &pass);
  if (pass.failure()) return *pass.failure();
  return JsonText(Json::parse(text.begin(), text.end()));
}

JsonNode JsonObject::operator[](const char* name) const {
  return {(*object_)[name], path_ + "/" + escape_pointer(name)};
}

Error JsonNode::expected(const std::string& what) const {
  return error("expected " + what + ", found " +
               (value_->is_number() ? value_->dump() : std::string(value_->type_name())));
}

Result<JsonObject> JsonNode::object(std::initializer_list<const char*> required,
                                    std::initializer_list<const char*> optional) const {
  if (!value_->is_object()) return expected("an object");
  for (const auto& [name, value] : value_->items()) {
    const auto is_name = [&name = name](const char* known) { return name == known; };
    if (std::any_of(required.begin(), required.end(), is_name) ||
        std::any_of(optional.begin(), optional.end(), is_name)) {
      continue;
    }
    std::vector<std::string_view> known(required.begin(), required.end());
    known.insert(known.end(), optional.begin(), optional.end());
    return Error{"unknown member" + nearest_hint(name, known), path_ + "/" + escape_pointer(name)};
  }
  for (const char* name : required) {
    if (!value_->contains(name)) return error("the member " + json_quote(name) + " is missing");
  }
  return JsonObject(*value_, path_);
}

Result<std::vector<std::pair<std::string, JsonNode>>> JsonNode::members() const {
  if (!value_->is_object()) return expected("an object");
  std::vector<std::pair<std::string, JsonNode>> members;
  for (const auto& [name, value] : value_->items()) {
    members.emplace_back(name, JsonNode(value, path_ + "/" + escape_pointer(name)));
  }
  return members;
}

Result<std::vector<JsonNode>> JsonNode::list(std::size_t least, std::size_t most) const {
  if (!value_->is_array()) return expected("a list");
  if (value_->size() < least || value_->size() > most) {
    return error("expected a list of " + counted(least, most) + " items, found " +
                 std::to_string(value_->size()));
  }
  std::vector<JsonNode> items;
  items.reserve(value_->size());
  for (std::size_t i = 0; i < value_->size(); ++i) {
    items.emplace_back((*value_)[i], path_ + "/" + std::to_string(i));
  }
  return items;
}

Result<std::string> JsonNode::string() const {
  if (!value_->is_string()) return expected("a string");
  return value_->get<std::string>();
}

Result<std::string> JsonNode::non_empty_string() const {
  VICHE_ASSIGN(std::string text, string());
  if (text.empty()) return error("expected a string that is not empty");
  return text;
}

Result<std::uint64_t> JsonNode::integer(std::uint64_t least, std::uint64_t most) const {
  if (!value_->is_number_unsigned()) return expected("an integer");
  const auto value = value_->get<std::uint64_t>();
  if (value < least || value > most) return expected("an integer " + range(least, most));
  return value;
}

Result<std::uint32_t> JsonNode::integer32(std::uint32_t least, std::uint32_t most) const {
  VICHE_ASSIGN(const std::uint64_t value, integer(least, most));
  return static_cast<std::uint32_t>(value);
}

Result<bool> JsonNode::boolean() const {
  if (!value_->is_boolean()) return expected("true or false");
  return value_->get<bool>();
}

Result<Bytes32> JsonNode::bytes32() const {
  VICHE_ASSIGN(const std::string text, string());
  Result<Bytes32> bytes = bytes32_from_hex(text);
  if (!bytes) return error("expected 64 lower-case hexadecimal digits");
  return bytes;
}

std::string json_quote(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string nearest_hint(std::string_view name, const std::vector<std::string_view>& candidates) {
  std::size_t best = std::max<std::size_t>(1, name.size() / 3) + 1;
  std::string_view nearest;
  if (name.size() > 100) return "";
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > 100) continue;
    std::vector<std::size_t> row(candidate.size() + 1);  // Levenshtein's distance, row by row
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 0; i < name.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i + 1;
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        const std::size_t substituted = diagonal + (name[i] == candidate[j] ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, substituted});
      }
    }
    if (row.back() < best) {
      best = row.back();
      nearest = candidate;
    }
  }
  if (nearest.empty()) return "";
  return "; did you mean " + json_quote(nearest) + "?";
}

}  // namespace viche::ballot
