#include "verifier/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crypto/group/condition.h"

namespace viche::verifier {
namespace {

constexpr std::size_t kMaxDepth = 16;

/// Builds the tree from nlohmann's events. A handler that returns false ends the parse; `fault`
/// then says why.
class TreeBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  bool null() { return put({}); }
  bool boolean(bool value) {
    Json json;
    json.type = Json::Type::kBoolean;
    json.boolean = value;
    return put(std::move(json));
  }
  bool number_unsigned(number_unsigned_t value) {
    Json json;
    json.type = Json::Type::kInteger;
    json.integer = value;
    return put(std::move(json));
  }
  // Only numbers with a minus sign come here.
  bool number_integer(number_integer_t) { return refuse("a number with a minus sign"); }
  bool number_float(number_float_t, const string_t& text) {
    return refuse("a number that is not a plain integer below 2^64: " + text);
  }
  bool string(string_t& value) {
    Json json;
    json.type = Json::Type::kString;
    json.string = std::move(value);
    return put(std::move(json));
  }
  bool binary(binary_t&) { return refuse("binary data"); }
  bool start_object(std::size_t) { return open(Json::Type::kObject); }
  bool start_array(std::size_t) { return open(Json::Type::kList); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(string_t& name) {
    std::vector<std::string>& names = open_.back().names;
    // Objects of the manifest are small; a hostile one with many members only costs its own reading
    // time.
    if (VICHE_FAULT(std::find(names.begin(), names.end(), name) != names.end())) {
      return refuse("the member \"" + name + "\" occurs twice in one object");
    }
    if (VICHE_FAULT(names.size() >= kMaxMembers)) return refuse("an object with too many members");
    names.push_back(std::move(name));
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
    fault_ = Error{"malformed JSON or UTF-8", "byte " + std::to_string(position)};
    return false;
  }

  Json root;
  [[nodiscard]] const Error& fault() const { return fault_; }

 private:
  static constexpr std::size_t kMaxMembers = 1000;  // no object of the manifest has nearly as many

  bool open(Json::Type type) {
    if (VICHE_FAULT(open_.size() >= kMaxDepth)) return refuse("nested deeper than 16");
    Json json;
    json.type = type;
    open_.push_back(std::move(json));
    return true;
  }
  bool close() {
    Json json = std::move(open_.back());
    open_.pop_back();
    return put(std::move(json));
  }
  bool put(Json json) {
    if (open_.empty()) {
      root = std::move(json);
    } else {
      open_.back().items.push_back(std::move(json));
    }
    return true;
  }
  bool refuse(std::string reason) {
    fault_ = Error{std::move(reason), ""};
    return false;
  }

  std::vector<Json> open_;
  Error fault_;
};

}  // namespace

const Json* Json::find(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? nullptr : &items[static_cast<std::size_t>(found - names.begin())];
}

Result<Json> parse_json(ByteView text) {
  // Two things that the library would let pass: it skips a byte-order mark and takes a zero byte
  // for the end.
  constexpr std::array<std::uint8_t, 3> kByteOrderMark{0xef, 0xbb, 0xbf};
  if (VICHE_FAULT(text.size() >= 3 &&
                  std::equal(kByteOrderMark.begin(), kByteOrderMark.end(), text.begin()))) {
    return Error{"a byte-order mark", "byte 0"};
  }
  const auto zero = std::find(text.begin(), text.end(), std::uint8_t{0});
  if (VICHE_FAULT(zero != text.end())) {
    return Error{"a zero byte", "byte " + std::to_string(zero - text.begin())};
  }
  TreeBuilder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.fault();
  return std::move(builder.root);
}

}  // namespace viche::verifier
