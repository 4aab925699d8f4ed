#pragma once
// Strict JSON (specification, section 2): RFC 8259 in UTF-8 without byte-order mark, no member
// twice, integers only, bounded nesting; and a cursor that knows its path, so that every error
// names it.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::ballot {

constexpr std::size_t kMaxJsonDepth = 16;

class JsonNode;

/// The members of an object whose names have been checked.
class JsonObject {
 public:
  JsonObject(const nlohmann::json& object, const std::string& path)
      : object_(&object), path_(path) {}

  /// A member that was required, or that `has`.
  [[nodiscard]] JsonNode operator[](const char* name) const;
  [[nodiscard]] bool has(const char* name) const { return object_->contains(name); }

 private:
  const nlohmann::json* object_;
  std::string path_;
};

/// A value and the path to it ("" is the whole text). Points into a JsonText.
class JsonNode {
 public:
  JsonNode(const nlohmann::json& value, std::string path)
      : value_(&value), path_(std::move(path)) {}

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] Error error(std::string reason) const {
    return Error{std::move(reason), path_.empty() ? "/" : path_};
  }
  [[nodiscard]] bool is_null() const { return value_->is_null(); }
  [[nodiscard]] bool is_string() const { return value_->is_string(); }

  /// An object with all of `required`, any of `optional`, and no other member.
  [[nodiscard]] Result<JsonObject> object(std::initializer_list<const char*> required,
                                          std::initializer_list<const char*> optional = {}) const;
  /// The members of an object with free names, by ascending name.
  [[nodiscard]] Result<std::vector<std::pair<std::string, JsonNode>>> members() const;
  /// A list of `least` to `most` items.
  [[nodiscard]] Result<std::vector<JsonNode>> list(std::size_t least, std::size_t most) const;
  [[nodiscard]] Result<std::string> string() const;
  [[nodiscard]] Result<std::string> non_empty_string() const;
  [[nodiscard]] Result<std::uint64_t> integer(std::uint64_t least, std::uint64_t most) const;
  [[nodiscard]] Result<std::uint32_t> integer32(std::uint32_t least, std::uint32_t most) const;
  [[nodiscard]] Result<bool> boolean() const;
  /// 64 lower-case hexadecimal digits.
  [[nodiscard]] Result<Bytes32> bytes32() const;

 private:
  [[nodiscard]] Error expected(const std::string& what) const;

  const nlohmann::json* value_;
  std::string path_;
};

/// A parsed text; owns what its nodes point to.
class JsonText {
 public:
  static Result<JsonText> parse(ByteView text);
  [[nodiscard]] JsonNode root() const { return {value_, ""}; }

 private:
  explicit JsonText(nlohmann::json value) : value_(std::move(value)) {}
  nlohmann::json value_;
};

/// A name as JSON writes it, for error messages.
std::string json_quote(std::string_view text);

/// "; did you mean "x"?" for the candidate nearest to `name`, if one is near; else nothing.
std::string nearest_hint(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace viche::ballot
