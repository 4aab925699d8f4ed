#pragma once
// `viche witness serve`: a witness of one or more logs as a service over HTTP.

#include <cstdint>
#include <string>
#include <vector>

#include "apps/common/cli.h"
#include "bulletin/log/note_key.h"

namespace viche::app {

/// The time of a cosignature that is made now.
[[nodiscard]] log::PosixTime cosigning_time();

struct WitnessServiceOptions {
  std::string state, key;
  std::vector<std::string> manifests;  // of the elections whose logs it cosigns
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::string tls_certificate, tls_key;  // both or none
};

/// Serves until SIGTERM or SIGINT. Refuses unless each manifest names the key, all by one name. An
/// EnvironmentError if a file, the state or the socket cannot be used.
Result<Exit> serve_witness(const WitnessServiceOptions& options);

}  // namespace viche::app
