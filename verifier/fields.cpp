#include "verifier/fields.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "verifier/text_forms.h"

namespace viche::verifier {

Result<Fields> Fields::open(const Json& json, std::string path,
                            std::initializer_list<std::string_view> names) {
  if (VICHE_FAULT(json.type != Json::Type::kObject)) return Error{"not an object", path};
  for (const std::string& name : json.names) {
    if (VICHE_FAULT(std::find(names.begin(), names.end(), name) == names.end())) {
      return Error{"unknown member \"" + name + "\"", path};
    }
  }
  for (const std::string_view name : names) {
    if (VICHE_FAULT(json.find(name) == nullptr)) {
      return Error{"the member \"" + std::string(name) + "\" is missing", path};
    }
  }
  return Fields(json, std::move(path));
}

const Json& Fields::operator[](std::string_view name) const {
  const Json* member = json_->find(name);
  if (member == nullptr) broken_invariant("Fields: a member that was not asked for");
  return *member;
}

Result<std::uint64_t> Fields::integer(std::string_view name) const {
  const Json& json = (*this)[name];
  if (VICHE_FAULT(json.type != Json::Type::kInteger)) return error(name, "not an integer");
  return json.integer;
}

Result<bool> Fields::boolean(std::string_view name) const {
  const Json& json = (*this)[name];
  if (VICHE_FAULT(json.type != Json::Type::kBoolean)) return error(name, "neither true nor false");
  return json.boolean;
}

Result<std::string> Fields::string(std::string_view name) const {
  const Json& json = (*this)[name];
  if (VICHE_FAULT(json.type != Json::Type::kString)) return error(name, "not a string");
  return json.string;
}

Result<std::string> Fields::id(std::string_view name) const {
  VICHE_ASSIGN(std::string text, string(name));
  if (VICHE_FAULT(!is_id(text))) return error(name, "not 1 to 64 characters of a-z, 0-9 and -");
  return text;
}

Result<std::string> Fields::label(std::string_view name) const {
  VICHE_ASSIGN(std::string text, string(name));
  if (VICHE_FAULT(text.empty())) return error(name, "an empty string");
  return text;
}

Result<Bytes32> Fields::hash(std::string_view name) const {
  VICHE_ASSIGN(const std::string text, string(name));
  const Result<Bytes32> hash = bytes32_from_hex(text);
  if (VICHE_FAULT(!hash)) return hash.error().at(path(name));
  return *hash;
}

Result<void> Fields::each(
    std::string_view name,
    const std::function<Result<void>(const Json&, const std::string&)>& read) const {
  const Json& list = (*this)[name];
  if (VICHE_FAULT(list.type != Json::Type::kList)) return error(name, "not a list");
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    VICHE_TRY(read(list.items[i], path(name) + "[" + std::to_string(i) + "]"));
  }
  return {};
}

Result<std::vector<std::uint64_t>> Fields::integers(std::string_view name) const {
  std::vector<std::uint64_t> values;
  VICHE_TRY(each(name, [&](const Json& item, const std::string& where) -> Result<void> {
    if (VICHE_FAULT(item.type != Json::Type::kInteger)) return Error{"not an integer", where};
    values.push_back(item.integer);
    return {};
  }));
  return values;
}

Result<std::vector<std::string>> Fields::ids(std::string_view name) const {
  std::vector<std::string> values;
  VICHE_TRY(each(name, [&](const Json& item, const std::string& where) -> Result<void> {
    if (VICHE_FAULT(item.type != Json::Type::kString || !is_id(item.string)))
      return Error{"not an id", where};
    values.push_back(item.string);
    return {};
  }));
  return values;
}

}  // namespace viche::verifier
