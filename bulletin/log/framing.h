#pragma once
// What officials and voters hand in: any number of entries, each as u16 length || bytes, as in an
// entry bundle (log::encode_bundle writes it).

#include <cstddef>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::log {

/// The entries, at least one and at most `limit` of them; nothing is said of their contents, which
/// may be empty. An error names the byte.
Result<std::vector<Bytes>> split_entries(ByteView framed, std::size_t limit);

}  // namespace viche::log
