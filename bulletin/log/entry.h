#pragma once
// The types of entries of an election's log and their three shapes (docs/protocol.md section 4). An
// entry has 1 to kMaxEntrySize bytes; the first one is its type.

#include <cstdint>
#include <string_view>

#include "bulletin/log/tile.h"
#include "crypto/group/bytes.h"

namespace viche::log {

/// The table of section 4.3.
enum class EntryType : std::uint8_t {
  kManifest = 0x01,
  kCommit = 0x02,
  kReveal = 0x03,
  kShare = 0x04,
  kConfirm = 0x05,
  kComplaint = 0x06,
  kAnswer = 0x07,
  kRoll = 0x10,
  kOpening = 0x11,
  kBatch = 0x12,
  kCast = 0x13,
  kChallenge = 0x14,
  kAdmission = 0x15,
  kVoid = 0x16,
  kNotice = 0x17,
  kClose = 0x18,
  kCancellations = 0x19,
  kSeal = 0x1a,
  kAgreement = 0x20,
  kAbstention = 0x21,
  kDecryption = 0x22,
  kResult = 0x23,
};

enum class EntryShape { kStatement, kBatch, kBallot };

/// The name of section 4.3, for example "commit".
[[nodiscard]] std::string_view entry_name(EntryType type);
[[nodiscard]] EntryShape entry_shape(EntryType type);
/// The type with this byte; an error names the byte.
Result<EntryType> entry_type(std::uint8_t byte);
/// The type that an entry starts with. Refuses an entry that is empty, too long or of unknown type.
Result<EntryType> entry_type_of(ByteView entry);

/// The entry that announces `count` ballots: 12 || u32 number || u32 count, 9 bytes.
struct Batch {
  std::uint32_t number = 0;  // from 1
  std::uint32_t count = 0;

  static Result<Batch> decode(ByteView entry);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const Batch&, const Batch&) = default;
};

}  // namespace viche::log
