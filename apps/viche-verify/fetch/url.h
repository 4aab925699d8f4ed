#pragma once
// Where a record is published: the part of RFC 3986 that boards and mirrors are named by.

#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/group/result.h"

namespace viche::fetch {

struct Url {
  bool tls = false;  // https
  std::string host;  // a name, or a numeric address without brackets
  std::uint16_t port = 80;
  std::string path;  // empty, or with a slash in front and none behind

  /// Of `http://host[:port][/path]` or https; an IPv6 address stands in brackets. Neither user,
  /// query nor fragment.
  static Result<Url> parse(std::string_view text);

  /// Host and port as in the header Host.
  [[nodiscard]] std::string authority() const;
};

/// Whether a record's name is meant as a URL.
bool is_url(std::string_view text);

}  // namespace viche::fetch
