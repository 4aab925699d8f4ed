#pragma once
// Proof that a log signed two histories, which anybody can check with the log's key.

#include <string>
#include <string_view>

#include "bulletin/log/add_checkpoint.h"

namespace viche::log {

struct Fork {
  Note seen;            // a checkpoint, signed by the log
  AddCheckpoint other;  // another one, and the root that its first entries have: its old size is
                        // the size of `seen`

  /// `seen`, an empty line, `other`.
  [[nodiscard]] std::string encode() const;
  /// Exactly what `encode` writes. Nothing is verified.
  static Result<Fork> decode(std::string_view text);
};

/// Success exactly if the log with this key signed both checkpoints and no log can have both: they
/// have two roots for one size, or the larger one provably does not continue the smaller one. (A
/// consistency proof shows that only from sizes that are no powers of two: from those it leaves the
/// old root out.)
Result<void> verify_fork(const Fork& fork, const VerifierKey& log);

}  // namespace viche::log
