#include "bulletin/log/entry.h"

#include <array>
#include <string>

namespace viche::log {

namespace {

struct Row {
  EntryType type;
  EntryShape shape;
  std::string_view name;
};

constexpr std::array kRows = {
    Row{EntryType::kManifest, EntryShape::kStatement, "manifest"},
    Row{EntryType::kCommit, EntryShape::kStatement, "commit"},
    Row{EntryType::kReveal, EntryShape::kStatement, "reveal"},
    Row{EntryType::kShare, EntryShape::kStatement, "share"},
    Row{EntryType::kConfirm, EntryShape::kStatement, "confirm"},
    Row{EntryType::kComplaint, EntryShape::kStatement, "complaint"},
    Row{EntryType::kAnswer, EntryShape::kStatement, "answer"},
    Row{EntryType::kRoll, EntryShape::kStatement, "roll"},
    Row{EntryType::kOpening, EntryShape::kStatement, "opening"},
    Row{EntryType::kBatch, EntryShape::kBatch, "batch"},
    Row{EntryType::kCast, EntryShape::kBallot, "cast"},
    Row{EntryType::kChallenge, EntryShape::kBallot, "challenge"},
    Row{EntryType::kAdmission, EntryShape::kStatement, "admission"},
    Row{EntryType::kVoid, EntryShape::kStatement, "void"},
    Row{EntryType::kNotice, EntryShape::kStatement, "notice"},
    Row{EntryType::kClose, EntryShape::kStatement, "close"},
    Row{EntryType::kCancellations, EntryShape::kStatement, "cancellations"},
    Row{EntryType::kSeal, EntryShape::kStatement, "seal"},
    Row{EntryType::kAgreement, EntryShape::kStatement, "agreement"},
    Row{EntryType::kAbstention, EntryShape::kStatement, "abstention"},
    Row{EntryType::kDecryption, EntryShape::kStatement, "decryption"},
    Row{EntryType::kResult, EntryShape::kStatement, "result"},
};

const Row& row(EntryType type) {
  for (const Row& candidate : kRows) {
    if (candidate.type == type) return candidate;
  }
  broken_invariant("an entry type that is none");
}

}  // namespace

std::string_view entry_name(EntryType type) { return row(type).name; }

EntryShape entry_shape(EntryType type) { return row(type).shape; }

Result<EntryType> entry_type(std::uint8_t byte) {
  for (const Row& candidate : kRows) {
    if (static_cast<std::uint8_t>(candidate.type) == byte) return candidate.type;
  }
  return Error{"entry type 0x" + to_hex(ByteView(&byte, 1)) + " is unknown", "byte 0"};
}

Result<EntryType> entry_type_of(ByteView entry) {
  if (entry.empty()) return Error{"an entry has at least one byte", ""};
  if (entry.size() > kMaxEntrySize) {
    return Error{"an entry has at most 65535 bytes, this one " + std::to_string(entry.size()), ""};
  }
  return entry_type(entry.front());
}

Result<Batch> Batch::decode(ByteView entry) {
  Reader reader(entry);
  VICHE_ASSIGN(const std::uint8_t type, reader.u8("entry type"));
  if (type != static_cast<std::uint8_t>(EntryType::kBatch)) return Error{"not a batch", "byte 0"};
  VICHE_ASSIGN(const std::uint32_t number, reader.u32("batch number"));
  VICHE_ASSIGN(const std::uint32_t count, reader.u32("count of ballots"));
  VICHE_TRY(reader.finish());
  return Batch{number, count};
}

Bytes Batch::encode() const {
  Bytes entry;
  append_u8(entry, static_cast<std::uint8_t>(EntryType::kBatch));
  append_u32(entry, number);
  append_u32(entry, count);
  return entry;
}

}  // namespace viche::log
