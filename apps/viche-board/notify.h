#pragma once
// systemd's readiness protocol (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names.

#include <string_view>

namespace viche::board_app {

/// For example "READY=1". Does nothing where nobody asked to be told.
void notify_supervisor(std::string_view state);

}  // namespace viche::board_app
