// Framed entries, as voters and officials hand them in: what is split joins to the same bytes, and
// the reader of bundles, which is told the number, agrees.

#include "bulletin/log/framing.h"

#include "bulletin/log/tile.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {

void read_framing(ByteView input) {
  constexpr std::size_t kLimit = 64;
  const Result<std::vector<Bytes>> entries = log::split_entries(input, kLimit);
  if (!entries) return;
  require(!entries->empty() && entries->size() <= kLimit, "more entries than the limit, or none");
  require_same(log::encode_bundle(*entries), input, "a list of entries");
  require(log::decode_bundle(input, entries->size()).ok(), "the reader of bundles refuses it");
  require(!log::split_entries(input, entries->size() - 1).ok(), "a limit that does not hold");
}

}  // namespace viche::fuzz
