#pragma once
// Reads the members of a JSON object by name and type; every error names the JSON path.

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "verifier/json.h"

namespace viche::verifier {

/// An object with exactly the members it was opened with.
class Fields {
 public:
  /// An error if `json` is no object, lacks one of `names` or has another member.
  static Result<Fields> open(const Json& json, std::string path,
                             std::initializer_list<std::string_view> names);

  [[nodiscard]] const Json& operator[](std::string_view name) const;
  [[nodiscard]] std::string path(std::string_view name) const {
    return path_ + "." + std::string(name);
  }

  Result<std::uint64_t> integer(std::string_view name) const;
  Result<bool> boolean(std::string_view name) const;
  Result<std::string> string(std::string_view name) const;
  /// 1 to 64 characters of a-z 0-9 -.
  Result<std::string> id(std::string_view name) const;
  /// A string that is not empty.
  Result<std::string> label(std::string_view name) const;
  /// Exactly 64 lower-case hexadecimal digits.
  Result<Bytes32> hash(std::string_view name) const;

  /// Calls `read(item, path)` for each item of a list.
  Result<void> each(std::string_view name,
                    const std::function<Result<void>(const Json&, const std::string&)>& read) const;
  Result<std::vector<std::uint64_t>> integers(std::string_view name) const;
  Result<std::vector<std::string>> ids(std::string_view name) const;

 private:
  Fields(const Json& json, std::string path) : json_(&json), path_(std::move(path)) {}
  [[nodiscard]] Error error(std::string_view name, std::string reason) const {
    return Error{std::move(reason), path(name)};
  }

  const Json* json_;
  std::string path_;
};

}  // namespace viche::verifier
