#pragma once
// Why a submission is refused, in a word that programs can act on.

#include <cstddef>
#include <string_view>

namespace viche::board {

enum class Reason {
  kNone,           // not refused
  kMalformed,      // not the bytes of a ballot of this election, or of a statement
  kNotOpen,        // ballots are not taken in this phase
  kNotRegistered,  // the credential is not on the roll
  kNotEntitled,    // its credential may not have this ballot: void, other style, as many as allowed
  kNotNext,        // prev is not the hash of the credential's latest entry
  kBadProof,       // proof or signature does not hold
  kStatement,      // the log's rules forbid the statement
  kBusy,           // too many of this credential at once: submit it again later
  kStorage,        // the log could not be written; it may yet be in: submit it again later
};

inline constexpr std::size_t kReasons = 10;

/// For interfaces and metrics: "malformed", "not-open", "not-registered", "not-entitled",
/// "not-next", "bad-proof", "statement", "busy", "storage"; "none".
[[nodiscard]] std::string_view reason_name(Reason reason);

}  // namespace viche::board
