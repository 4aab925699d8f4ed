#include "bulletin/log/framing.h"

#include <string>

namespace viche::log {

Result<std::vector<Bytes>> split_entries(ByteView framed, std::size_t limit) {
  std::vector<Bytes> entries;
  for (Reader reader(framed); reader.remaining() > 0;) {
    if (entries.size() == limit) {
      return Error{"holds more than " + std::to_string(limit) + " entries", ""};
    }
    VICHE_ASSIGN(const std::uint16_t length, reader.u16("the length of an entry"));
    VICHE_ASSIGN(const ByteView entry, reader.take(length, "an entry"));
    entries.emplace_back(entry.begin(), entry.end());
  }
  if (entries.empty()) return Error{"holds no entry", ""};
  return entries;
}

}  // namespace viche::log
