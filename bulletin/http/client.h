#pragma once
// A blocking HTTP/1.1 client, with TLS 1.3 for https: one connection a request, and a bound on
// whatever the other side could make it wait for or keep.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bulletin/http/message.h"
#include "bulletin/http/url.h"

namespace viche::http {

struct ClientOptions {
  /// For all of an exchange: looking the host up, connecting, handshake, request, answer.
  std::chrono::milliseconds deadline{10000};
  std::size_t body_limit = std::size_t{1} << 20;  // of an answer
  /// Whom to believe (PEM); else what the system believes.
  std::optional<std::filesystem::path> ca_file;
};

struct ClientAnswer {
  unsigned status = 0;
  std::map<std::string, std::string> headers;  // names in lower case; repeated ones joined by ", "
  std::string body;
};

/// Sends one request and reads the whole answer. With https the server must have a certificate for
/// the URL's host from somebody believed. An error is that there was no whole answer: it says
/// where, at which step and why. Thread-safe. (A name service that does not answer keeps a thread
/// of its own beyond the deadline.)
Result<ClientAnswer> exchange(const ClientOptions& options, Method method, const Url& url,
                              std::string_view content_type, std::string_view body);

}  // namespace viche::http
