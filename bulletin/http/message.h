#pragma once
// What a client asks and what it is answered, without the library that carries it.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::http {

enum class Method { kGet, kHead, kPost, kOther };

struct Request {
  Method method = Method::kGet;
  std::string path;          // of the target, as sent; starts with '/'
  std::string content_type;  // empty if not given
  std::string accept;
  Bytes body;
  std::string accept_encoding = {};
};

struct Response {
  unsigned status = 200;
  std::string content_type;  // empty: no such header
  std::string body;
  /// Further headers but those of the connection, Date and Content-Length.
  std::vector<std::pair<std::string_view, std::string>> headers = {};
};

/// Answers one request; called exactly once, on any thread.
using Respond = std::function<void(Response)>;
/// Must not keep the thread for long: other connections wait for it.
using Handler = std::function<void(Request, Respond)>;

}  // namespace viche::http
