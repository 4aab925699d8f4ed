#pragma once
// Where a request goes: the part of RFC 3986 that services are named by.

#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/group/result.h"

namespace viche::http {

struct Url {
  bool tls = false;  // https
  std::string host;  // a name, or a numeric address without brackets
  std::uint16_t port = 80;
  std::string target = "/";  // path and query

  /// Of `http://host[:port][/path]` or https; an IPv6 address stands in brackets. Neither user nor
  /// fragment, and no characters that a request line cannot hold.
  static Result<Url> parse(std::string_view text);

  /// What `parse` reads, the port only where it is not the scheme's.
  [[nodiscard]] std::string text() const;
  /// Host and port as in the header Host.
  [[nodiscard]] std::string authority() const;
};

}  // namespace viche::http
