#pragma once
// Bodies of the registrar's statements about voters and about the vote's beginning and end
// (docs/protocol.md sections 4.4 and 6).

#include <cstdint>
#include <string>
#include <vector>

#include "ballot/index.h"
#include "bulletin/log/merkle.h"

namespace viche::log {

/// A voter of the roll or of an admission. K is the canonical encoding of a point other than the
/// identity.
struct VoterRecord {
  Bytes32 K{};
  ballot::StyleIndex style;
  std::uint32_t weight = 1;

  friend bool operator==(const VoterRecord&, const VoterRecord&) = default;
};

/// The records of a roll or an admission, strictly ascending by K.
struct RecordsBody {
  std::vector<VoterRecord> records;

  /// Refuses points, weight 0, style number 0 and order; whether the style exists is for the
  /// manifest's holder.
  static Result<RecordsBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const RecordsBody&, const RecordsBody&) = default;
};

struct OpeningBody {
  Bytes32 manifest_hash{};
  TreeHead head;  // before the opening
  Bytes32 keys_root{};

  static Result<OpeningBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const OpeningBody&, const OpeningBody&) = default;
};

/// The election's fingerprint: H32("viche/v1/election"; opening body).
[[nodiscard]] Bytes32 election_hash(const OpeningBody& opening);

struct VoidBody {
  Bytes32 K{};
  Bytes32 replacement{};  // zero for none

  static Result<VoidBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const VoidBody&, const VoidBody&) = default;
};

struct NoticeBody {
  std::uint32_t number = 0;  // from 1
  std::string text;          // UTF-8, 1 to 10,000 bytes

  static Result<NoticeBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const NoticeBody&, const NoticeBody&) = default;
};

/// The body of a close and of a seal: the head before it.
struct HeadBody {
  TreeHead head;

  static Result<HeadBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const HeadBody&, const HeadBody&) = default;
};

struct CancellationsBody {
  std::vector<Bytes32> K;  // at least one, strictly ascending

  static Result<CancellationsBody> decode(ByteView body);
  [[nodiscard]] Bytes encode() const;
  friend bool operator==(const CancellationsBody&, const CancellationsBody&) = default;
};

}  // namespace viche::log
