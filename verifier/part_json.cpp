// The form of a part, version 1: docs/verifier.md.

#include <nlohmann/json.hpp>

#include "crypto/group/condition.h"
#include "crypto/group/hash.h"
#include "verifier/fields.h"
#include "verifier/part.h"

namespace viche::verifier {
namespace {

using Output = nlohmann::ordered_json;

constexpr std::uint64_t kPartVersion = 1;

Output finding_of(const PartFinding& finding) {
  return {{"entry", finding.entry},
          {"fault", finding.fault ? Output(*finding.fault) : Output(nullptr)},
          {"ciphertext", finding.ciphertext},
          {"equations", finding.verdict.equations},
          {"E1", finding.verdict.E1},
          {"E2", finding.verdict.E2},
          {"signature", finding.verdict.signature}};
}

std::string dump(const Output& json) {
  return json.dump(1, ' ', false, Output::error_handler_t::replace) + "\n";
}

Result<PartFinding> read_finding(const Json& json, const std::string& path) {
  VICHE_ASSIGN(const Fields fields, Fields::open(json, path,
                                                 {"entry", "fault", "ciphertext", "equations", "E1",
                                                  "E2", "signature"}));
  PartFinding finding;
  VICHE_ASSIGN(finding.entry, fields.integer("entry"));
  if (fields["fault"].type != Json::Type::kNull) {
    VICHE_ASSIGN(finding.fault, fields.string("fault"));
  }
  VICHE_ASSIGN(finding.ciphertext, fields.boolean("ciphertext"));
  VICHE_ASSIGN(finding.verdict.equations, fields.boolean("equations"));
  VICHE_ASSIGN(finding.verdict.E1, fields.boolean("E1"));
  VICHE_ASSIGN(finding.verdict.E2, fields.boolean("E2"));
  VICHE_ASSIGN(finding.verdict.signature, fields.boolean("signature"));
  return finding;
}

Result<void> read_sum(const Json& json, const std::string& path, PartReport& part) {
  VICHE_ASSIGN(const Fields fields, Fields::open(json, path, {"style", "C"}));
  VICHE_ASSIGN(const std::uint64_t style, fields.integer("style"));
  if (VICHE_FAULT(style < 1) || VICHE_FAULT(style > 65'535)) {
    return Error{"not a style's number", fields.path("style")};
  }
  std::vector<Bytes32>& C = part.sums[static_cast<std::uint16_t>(style)];
  return fields.each("C", [&](const Json& item, const std::string& where) -> Result<void> {
    const Result<Bytes32> point = bytes32_from_hex(item.string);
    if (!point) return point.error().at(where);
    C.push_back(*point);
    return {};
  });
}

Result<PartReport> read_members(const Json& json) {
  VICHE_ASSIGN(const Fields fields,
               Fields::open(json, "part",
                            {"viche_part", "record", "size", "root", "part", "parts", "read",
                             "range_root", "ballots", "findings", "summed", "sums", "sha256"}));
  VICHE_ASSIGN(const std::uint64_t version, fields.integer("viche_part"));
  if (VICHE_FAULT(version != kPartVersion)) {
    return Error{"not a version that is known here", fields.path("viche_part")};
  }
  PartReport part;
  VICHE_ASSIGN(part.record, fields.string("record"));
  VICHE_ASSIGN(part.head.size, fields.integer("size"));
  VICHE_ASSIGN(part.head.root, fields.hash("root"));
  VICHE_ASSIGN(const std::uint64_t number, fields.integer("part"));
  VICHE_ASSIGN(const std::uint64_t count, fields.integer("parts"));
  if (VICHE_FAULT(number < 1) || VICHE_FAULT(number > count) || VICHE_FAULT(count > kMostParts)) {
    return Error{"not the number of a part", fields.path("part")};
  }
  part.part = {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(count)};
  VICHE_ASSIGN(part.read, fields.integer("read"));
  VICHE_ASSIGN(part.root, fields.hash("range_root"));
  VICHE_ASSIGN(part.ballots, fields.integer("ballots"));
  VICHE_ASSIGN(part.summed, fields.integer("summed"));
  VICHE_TRY(fields.each("findings", [&](const Json& item, const std::string& path) -> Result<void> {
    VICHE_ASSIGN(PartFinding finding, read_finding(item, path));
    part.findings.push_back(std::move(finding));
    return {};
  }));
  VICHE_TRY(fields.each("sums", [&](const Json& item, const std::string& path) {
    return read_sum(item, path, part);
  }));
  return part;
}

}  // namespace

std::string to_json(const PartReport& part) {
  Output findings = Output::array();
  for (const PartFinding& finding : part.findings) findings.push_back(finding_of(finding));
  Output sums = Output::array();
  for (const auto& [style, points] : part.sums) {
    Output C = Output::array();
    for (const Bytes32& point : points) C.push_back(to_hex(point));
    sums.push_back({{"style", style}, {"C", std::move(C)}});
  }
  Output json = {{"viche_part", kPartVersion}, {"record", part.record},
                 {"size", part.head.size},     {"root", to_hex(part.head.root)},
                 {"part", part.part.number},   {"parts", part.part.count},
                 {"read", part.read},          {"range_root", to_hex(part.root)},
                 {"ballots", part.ballots},    {"findings", std::move(findings)},
                 {"summed", part.summed},      {"sums", std::move(sums)}};
  json["sha256"] = to_hex(sha256(as_bytes(dump(json))));
  return dump(json);
}

Result<PartReport> read_part(std::string_view text) {
  VICHE_ASSIGN(const Json json, parse_json(as_bytes(text)));
  VICHE_ASSIGN(PartReport part, read_members(json));
  if (VICHE_FAULT(to_json(part) != text)) {
    return Error{"was changed or damaged: its checksum or its form is not that of viche-verify",
                 ""};
  }
  return part;
}

}  // namespace viche::verifier
