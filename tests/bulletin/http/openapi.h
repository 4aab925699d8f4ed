#pragma once
// Holds responses against docs/openapi.json.

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace viche::test {

class OpenApi {
 public:
  /// Reads the file of this source tree.
  OpenApi();

  /// What the description does not allow in this response; empty if nothing. `headers` have names
  /// in lower case.
  [[nodiscard]] std::string fault(const std::string& method, const std::string& path,
                                  unsigned status,
                                  const std::map<std::string, std::string>& headers,
                                  const std::string& body) const;
  /// Of a value: what the schema does not allow.
  [[nodiscard]] std::string schema_fault(const nlohmann::json& schema,
                                         const nlohmann::json& value) const;

 private:
  [[nodiscard]] const nlohmann::json& resolve(const nlohmann::json& part) const;
  /// The description of this path, or null.
  [[nodiscard]] const nlohmann::json* find_path(const std::string& path) const;

  nlohmann::json document_;
};

}  // namespace viche::test
