#pragma once
// What can be known before the board is started: `viche-board --check-config`.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "apps/viche-board/config.h"

namespace viche::board_app {

/// Everything that would keep the board from starting, or its certificate from being accepted, each
/// with its place; none if all is good. Reads what the settings name, changes nothing and takes no
/// lock, so that it may be asked while the board runs. Whether the port is free shows at the start.
std::vector<std::string> find_obstacles(const Config& config,
                                        std::chrono::system_clock::time_point now);

/// What is wrong with the certificate's time, or will be in two weeks.
std::optional<std::string> certificate_warning(const Config& config,
                                               std::chrono::system_clock::time_point now);

/// Whether certificate and key go together, and the key is not everybody's.
Result<void> check_tls(const Config& config);

}  // namespace viche::board_app
