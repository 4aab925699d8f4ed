#pragma once
// How a board reaches a witness over HTTP.

#include "bulletin/http/client.h"
#include "bulletin/log/add_checkpoint.h"

namespace viche::http {

/// Posts to `<prefix>/add-checkpoint`, each request on a connection of its own. A status that
/// C2SP tlog-witness does not have, and a conflict that is not of its type, are errors. The
/// transport is thread-safe.
[[nodiscard]] log::WitnessTransport witness_transport(Url prefix, ClientOptions options);

}  // namespace viche::http
