#include "bulletin/log/head_field.h"

namespace viche::log {

void append_head(Bytes& out, const TreeHead& head) {
  append_u64(out, head.size);
  append(out, head.root);
}

Result<TreeHead> read_head(Reader& reader, std::string_view what) {
  const std::size_t position = reader.position();
  VICHE_ASSIGN(const std::uint64_t size, reader.u64(what));
  VICHE_ASSIGN(const Bytes32 root, reader.bytes32(what));
  if (size >= kMaxTreeSize) {
    return Error{std::string(what) + ": size " + std::to_string(size) + " is too large",
                 "byte " + std::to_string(position)};
  }
  return TreeHead{size, root};
}

std::string describe(const TreeHead& head) {
  return "size " + std::to_string(head.size) + ", root " + to_hex(head.root);
}

}  // namespace viche::log
