#pragma once
// Receipts: C2SP tlog-proof.

#include <vector>

#include "verifier/note.h"

namespace viche::verifier {

struct Receipt {
  std::uint64_t index = 0;
  std::vector<Bytes32> proof;
  Checkpoint checkpoint;
};

/// The text form: `c2sp.org/tlog-proof@v1`, an optional `extra` line (read and ignored: nothing
/// vouches for it), `index <n>`, hashes in base64 from the leaf upwards, an empty line, a
/// checkpoint.
Result<Receipt> read_receipt(std::string_view text);

}  // namespace viche::verifier
