#include "tests/bulletin/http/openapi.h"

#include <fstream>
#include <regex>

namespace viche::test {
namespace {

using nlohmann::json;

bool has_type(const json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  throw std::logic_error("a type that is not known here: " + type);
}

bool has_one_type(const json& value, const json& types) {
  if (types.is_string()) return has_type(value, types);
  return std::any_of(types.begin(), types.end(),
                     [&](const json& type) { return has_type(value, type); });
}

/// Of operation or path: a parameter that stands for several segments of a path.
bool has_many_segments(const json& item) {
  return item.dump().find("\"x-segments\":\"many\"") != std::string::npos;
}

}  // namespace

OpenApi::OpenApi() {
  std::ifstream file(VICHE_SOURCE_DIR "/docs/openapi.json");
  document_ = json::parse(file);
}

const json& OpenApi::resolve(const json& part) const {
  const auto reference = part.find("$ref");
  if (reference == part.end()) return part;
  return document_.at(json::json_pointer(reference->get<std::string>().substr(1)));
}

const json* OpenApi::find_path(const std::string& path) const {
  const json& paths = document_.at("paths");
  if (const auto exact = paths.find(path); exact != paths.end()) return &*exact;
  for (const auto& [name, item] : paths.items()) {
    const std::size_t brace = name.find('{');
    if (brace == std::string::npos || path.compare(0, brace, name, 0, brace) != 0) continue;
    if (path.find('/', brace) == std::string::npos || has_many_segments(item)) return &item;
  }
  return nullptr;
}

std::string OpenApi::schema_fault(const json& given, const json& value) const {
  const json& schema = resolve(given);
  if (schema.contains("type") && !has_one_type(value, schema["type"])) {
    return value.dump() + " is not of type " + schema["type"].dump();
  }
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
    return value.dump() + " is none of " + schema["enum"].dump();
  }
  if (schema.contains("pattern") && value.is_string() &&
      !std::regex_search(value.get<std::string>(),
                         std::regex(schema["pattern"].get<std::string>()))) {
    return value.dump() + " is not like " + schema["pattern"].dump();
  }
  if (schema.contains("minimum") && value < schema["minimum"])
    return value.dump() + " is too small";
  const json parts = schema.value("allOf", json::array());
  for (const json& part : parts) {
    if (const std::string fault = schema_fault(part, value); !fault.empty()) return fault;
  }
  if (schema.contains("oneOf")) {
    std::size_t fitting = 0;
    for (const json& part : schema["oneOf"]) fitting += schema_fault(part, value).empty() ? 1 : 0;
    if (fitting != 1) return value.dump() + " fits " + std::to_string(fitting) + " of several";
  }
  const json required = schema.value("required", json::array());
  for (const json& name : required) {
    if (!value.contains(name.get<std::string>())) return "without " + name.get<std::string>();
  }
  const json properties = schema.value("properties", json::object());
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      if (properties.contains(name)) {
        if (const std::string fault = schema_fault(properties[name], member); !fault.empty()) {
          return name + ": " + fault;
        }
      } else if (schema.contains("additionalProperties")) {
        return name + " is not described";
      }
    }
  }
  if (value.is_array() && schema.contains("items")) {
    for (const json& item : value) {
      if (const std::string fault = schema_fault(schema["items"], item); !fault.empty()) {
        return fault;
      }
    }
  }
  return "";
}

std::string OpenApi::fault(const std::string& method, const std::string& path, unsigned status,
                           const std::map<std::string, std::string>& headers,
                           const std::string& body) const {
  const json* item = find_path(path);
  if (item == nullptr) return status == 404 ? "" : "the path is not described";
  // HEAD is GET without the body; what another method is answered stands with the one that is.
  const json& operation = item->contains(method) ? item->at(method) : item->begin().value();
  const json& responses = operation.at("responses");
  const auto found = responses.find(std::to_string(status));
  if (found == responses.end()) return "the status is not described";
  const json& response = resolve(*found);
  const json needed = response.value("headers", json::object());
  for (const auto& [name, header] : needed.items()) {
    std::string lower = name;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (header.value("required", false) && headers.count(lower) == 0) return "without " + name;
  }
  const auto type = headers.find("content-type");
  if (type == headers.end()) return "without a Content-Type";
  const auto content = response.at("content").find(type->second);
  if (content == response.at("content").end()) return "the Content-Type is not described";
  const json& schema = content->at("schema");
  if (type->second == "application/json" || type->second == "application/problem+json") {
    return schema_fault(schema, json::parse(body));
  }
  return schema.value("format", "") == "binary" ? "" : schema_fault(schema, json(body));
}

}  // namespace viche::test
