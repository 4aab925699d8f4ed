#pragma once
// Requests over HTTP/1.1, bounded in time and in what is kept of an answer.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "apps/viche-verify/fetch/connection.h"
#include "crypto/group/bytes.h"

namespace viche::fetch {

struct Patience {
  std::chrono::milliseconds silence{10'000};    // without a byte
  std::chrono::milliseconds exchange{120'000};  // for all of a request and its answer
};

struct Answer {
  unsigned status = 0;
  Bytes body;
};

/// Sends requests to one server, one after another, over one connection as long as that lasts. Not
/// for several threads at once.
class HttpClient {
 public:
  /// `server` must outlive the client.
  HttpClient(const Server& server, Patience patience) : server_(server), patience_(patience) {}

  /// GET of a path below the URL's ("/checkpoint"). An answer of more than `limit` bytes is refused
  /// as soon as it says so, or when the byte beyond comes. An Error is that there was no whole
  /// answer.
  Result<Answer> get(const std::string& path, std::uint64_t limit);
  /// POST of JSON to the URL itself.
  Result<Answer> post(std::string_view json, std::uint64_t limit);

 private:
  Result<Answer> exchange(const std::string& request, std::uint64_t limit);
  Result<Answer> attempt(const std::string& request, std::uint64_t limit, bool& used_before);

  const Server& server_;
  Patience patience_;
  std::optional<Connection> connection_;
};

}  // namespace viche::fetch
