#include "tally/audit_summary.h"

#include "bulletin/log/durable_file.h"
#include "bulletin/log/head_field.h"
#include "crypto/group/batch.h"
#include "tally/state_file.h"

namespace viche::tally {
namespace {

constexpr const char* kSummaryFile = "audit-summary";
constexpr const char* kSummaryKind = "viche audit summary v1";

// election || head || u32 units || [u32 slots || S_0 || S_1 || ...]
Bytes encode(const AuditSummary& summary) {
  Bytes out;
  append(out, summary.election);
  log::append_head(out, summary.tally_head);
  append_u32(out, static_cast<std::uint32_t>(summary.sums.size()));
  for (const UnitSum& unit : summary.sums) {
    append_u32(out, static_cast<std::uint32_t>(unit.S.size()));
    append(out, unit.S_0.encode());
    append(out, encode_points(unit.S));
  }
  return out;
}

Result<AuditSummary> decode(ByteView contents) {
  Reader reader(contents);
  AuditSummary summary;
  VICHE_ASSIGN(summary.election, reader.bytes32("the election's fingerprint"));
  VICHE_ASSIGN(summary.tally_head, log::read_head(reader, "the tally head"));
  VICHE_ASSIGN(const std::uint32_t units, reader.u32("the number of units"));
  for (std::uint32_t u = 0; u < units; ++u) {
    VICHE_ASSIGN(const std::uint32_t slots, reader.u32("the number of slots"));
    VICHE_ASSIGN(const ByteView encoded, reader.take(32 * (std::size_t{slots} + 1), "the sums"));
    VICHE_ASSIGN(std::vector<Point> points, decode_points(encoded));
    UnitSum unit;
    unit.S_0 = points.front();
    unit.S.assign(points.begin() + 1, points.end());
    summary.sums.push_back(std::move(unit));
  }
  VICHE_TRY(reader.finish());
  return summary;
}

}  // namespace

bool AuditSummary::fits(const ballot::Manifest& manifest, const ballot::Layout& layout) const {
  if (sums.size() != manifest.units.size()) return false;
  for (std::size_t u = 0; u < sums.size(); ++u) {
    if (sums[u].S.size() != layout.contest(manifest.units[u].contest).slots) return false;
  }
  return true;
}

Result<void> AuditSummary::save(const std::filesystem::path& directory) const {
  VICHE_TRY(log::create_directories_durably(directory));
  return write_state_file(directory / kSummaryFile, kSummaryKind, encode(*this));
}

Result<std::optional<AuditSummary>> AuditSummary::load(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / kSummaryFile;
  VICHE_ASSIGN(const std::optional<Bytes> contents, read_state_file(path, kSummaryKind));
  if (!contents) return std::optional<AuditSummary>();
  Result<AuditSummary> summary = decode(*contents);
  if (!summary) return summary.error().at(path.string());
  return std::optional<AuditSummary>(std::move(*summary));
}

}  // namespace viche::tally
