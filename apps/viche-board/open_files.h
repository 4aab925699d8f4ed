#pragma once
// Connections are open files, and so are those that the log is written to.

#include <cstddef>

namespace viche::board_app {

/// Raises the process's limit of open files as far as it may, and gives how many of the `wanted`
/// connections there can be so that the log's files can always be opened.
[[nodiscard]] std::size_t connections_beside_files(std::size_t wanted);

}  // namespace viche::board_app
