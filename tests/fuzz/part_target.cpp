// Parts of a verification: a part that is read is written as the same bytes. Where the first byte
// is odd the rest gets the checksum that belongs to it, so that more than the checksum is tried.

#include <nlohmann/json.hpp>

#include <string>

#include "crypto/group/hash.h"
#include "tests/fuzz/target.h"
#include "verifier/part.h"

namespace viche::fuzz {
namespace {

using Json = nlohmann::ordered_json;

std::string with_checksum(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::string(text);
  const auto dump = [&json] {
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  };
  json.erase("sha256");
  json["sha256"] = to_hex(sha256(as_bytes(dump())));
  return dump();
}

}  // namespace

void read_part(ByteView input) {
  if (input.empty() || input.size() > 8192) return;
  const std::string_view rest = as_text(input.subspan(1));
  const std::string text = (input.front() & 1) != 0 ? with_checksum(rest) : std::string(rest);
  const auto part = verifier::read_part(text);
  if (!part) return;
  require_same(verifier::to_json(*part), text, "a part");
  require(part->part.number >= 1 && part->part.number <= part->part.count, "a part's number");
}

}  // namespace viche::fuzz
