#pragma once
// Where a board is: http://HOST:PORT or https://HOST:PORT, and the address that answers there.

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>
#include <string_view>

#include "crypto/group/result.h"

namespace viche::load {

enum class Scheme { kHttp, kHttps };

struct Target {
  Scheme scheme = Scheme::kHttp;
  std::string host;
  std::string port;
  sockaddr_storage address{};
  socklen_t address_size = 0;

  [[nodiscard]] std::string host_header() const;
};

/// Reads the URL, which has no path but "/". Nothing is looked up yet.
Result<Target> parse_target(std::string_view url);
/// Looks the name up and takes the first address that accepts a connection; an error if none does.
Result<void> resolve(Target& target);

}  // namespace viche::load
