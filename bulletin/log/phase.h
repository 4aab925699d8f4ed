#pragma once
// The phases of an election's log and which entries are legal in each (docs/protocol.md
// section 4.3).

#include <string_view>

#include "bulletin/log/entry.h"

namespace viche::log {

enum class Phase {
  kManifest,  // nothing yet
  kCommit,
  kReveal,
  kShare,
  kConfirm,
  kComplaint,  // somebody complained: the ceremony has ended
  kRoll,       // all confirms are in; the roll is next
  kOpening,    // the opening is next
  kVoting,     // between opening and close
  kClosed,     // between close and seal
  kSealed,     // between seal and result
  kFinished,   // the result is in
};

/// Whether some entry of this type can stand in this phase, outside a batch and between statements.
[[nodiscard]] bool legal_in(EntryType type, Phase phase);
/// Completes "a reveal is legal ...": "after all commits, one per trustee".
[[nodiscard]] std::string_view legal_where(EntryType type);

}  // namespace viche::log
