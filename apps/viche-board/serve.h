#pragma once
// The running program: opens the board, serves it until it is told to stop, and leaves it whole.

#include "apps/common/cli.h"
#include "apps/viche-board/config.h"

namespace viche::board_app {

/// Blocks the signals that `serve` waits for; called before any thread is started.
void block_signals();

/// Serves until SIGTERM or SIGINT, then finishes what was taken. SIGHUP reads the certificate
/// again; SIGUSR1 keeps ballots out for a while, SIGUSR2 lets them in again. An EnvironmentError if
/// store, record or socket cannot be used.
Result<app::Exit> serve(const Config& config);

}  // namespace viche::board_app
