// JSON: the engine's and the verifier's strict readers accept the same texts and read the same
// values (specification, section 2).

#include <limits>

#include "ballot/json.h"
#include "tests/fuzz/target.h"
#include "verifier/json.h"

namespace viche::fuzz {
namespace {

void require_equal(const ballot::JsonNode& engine, const verifier::Json& other) {
  constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
  using Type = verifier::Json::Type;
  switch (other.type) {
    case Type::kNull:
      return require(engine.is_null(), "null");
    case Type::kBoolean:
      return require(engine.boolean().value() == other.boolean, "true or false");
    case Type::kInteger:
      return require(
          engine.integer(0, std::numeric_limits<std::uint64_t>::max()).value() == other.integer,
          "an integer");
    case Type::kString:
      return require(engine.string().value() == other.string, "a string");
    case Type::kList: {
      const auto items = engine.list(0, kAny).value();
      require(items.size() == other.items.size(), "the length of a list");
      for (std::size_t i = 0; i < items.size(); ++i) require_equal(items[i], other.items[i]);
      return;
    }
    case Type::kObject: {
      const auto members = engine.members().value();
      require(members.size() == other.names.size(), "the number of members");
      for (const auto& [name, value] : members) {
        const verifier::Json* member = other.find(name);
        require(member != nullptr, "a member's name");
        require_equal(value, *member);
      }
    }
  }
}

}  // namespace

void read_json(ByteView input) {
  // The verifier refuses objects of more than 1,000 members, which no manifest has.
  if (input.size() > 4096) return;
  const auto engine = ballot::JsonText::parse(input);
  const auto other = verifier::parse_json(input);
  if (agree(engine.ok(), other.ok(), "JSON")) require_equal(engine->root(), *other);
}

}  // namespace viche::fuzz
