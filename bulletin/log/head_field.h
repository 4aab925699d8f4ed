#pragma once
// A head of the log inside a body: u64 size || root (docs/protocol.md section 4.3).

#include <string>
#include <string_view>

#include "bulletin/log/merkle.h"

namespace viche::log {

inline constexpr std::size_t kHeadSize = 40;

void append_head(Bytes& out, const TreeHead& head);
/// Refuses sizes of kMaxTreeSize and more.
Result<TreeHead> read_head(Reader& reader, std::string_view what);
/// "size 12, root 0a1b...": for people.
[[nodiscard]] std::string describe(const TreeHead& head);

}  // namespace viche::log
