#pragma once
// Bodies of agreement, decryption and result (docs/protocol.md sections 4.4 and 8).

#include <cstdint>
#include <span>
#include <vector>

#include "ballot/index.h"
#include "bulletin/log/merkle.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"

namespace viche::log {

/// The body of an agreement, and what a decryption's body starts with.
struct RoundHead {
  static constexpr std::size_t kSize = 44;

  std::uint32_t round = 0;
  TreeHead tally_head;  // the head at the seal

  friend bool operator==(const RoundHead&, const RoundHead&) = default;
};

struct AgreementBody {
  RoundHead head;

  static Result<AgreementBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const AgreementBody&, const AgreementBody&) = default;
};

struct AbstentionBody {
  std::uint32_t round = 0;

  static Result<AbstentionBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const AbstentionBody&, const AbstentionBody&) = default;
};

/// One trustee's shares of one decrypted unit: a point per row, and the proof for all of them.
struct UnitDecryption {
  std::vector<Point> D;
  Point a_1, a_2;
  Scalar z;

  friend bool operator==(const UnitDecryption&, const UnitDecryption&) = default;
};

struct DecryptionBody {
  RoundHead head;
  std::vector<UnitDecryption> units;

  /// `rows`: how many rows each decrypted unit has, in order.
  static Result<DecryptionBody> decode(ByteView body, std::span<const std::uint32_t> rows);
  /// The start of the body, which can be read without knowing the units.
  static Result<RoundHead> decode_head(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const DecryptionBody&, const DecryptionBody&) = default;
};

enum class UnitStatus : std::uint8_t { kDecrypted = 1, kWithheld = 2, kEmpty = 3 };

struct UnitResult {
  ballot::ContestIndex contest;
  std::vector<ballot::UnitIndex> members;  // ascending
  UnitStatus status = UnitStatus::kEmpty;
  std::uint64_t counted = 0;
  std::vector<std::uint64_t> totals;  // a row each; empty unless decrypted

  friend bool operator==(const UnitResult&, const UnitResult&) = default;
};

struct BallotCounts {
  std::uint64_t cast = 0;  // = counted + superseded + cancelled
  std::uint64_t counted = 0;
  std::uint64_t superseded = 0;
  std::uint64_t cancelled = 0;
  std::uint64_t challenged = 0;

  friend bool operator==(const BallotCounts&, const BallotCounts&) = default;
};

struct ResultBody {
  BallotCounts counts;
  std::vector<UnitResult> units;

  static Result<ResultBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const ResultBody&, const ResultBody&) = default;
};

}  // namespace viche::log
