#pragma once
// One connection to a server, with or without TLS, in which nothing waits beyond a deadline.
// OpenSSL stands behind this file.

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "apps/viche-verify/fetch/url.h"

struct ssl_st;
struct ssl_ctx_st;

namespace viche::fetch {

using Clock = std::chrono::steady_clock;

/// Where the server is, and whom to believe that it is there. Several threads may share one.
class Server {
 public:
  /// Looks the host up. `ca`: a PEM file of those to believe, or empty for those that the system
  /// believes.
  static Result<Server> find(const Url& url, const std::string& ca);

  [[nodiscard]] const Url& url() const { return url_; }

 private:
  friend class Connection;
  struct Address {
    int family = 0;
    std::vector<std::uint8_t> bytes;  // a sockaddr
  };

  Url url_;
  std::vector<Address> addresses_;
  std::shared_ptr<ssl_ctx_st> context_;
};

/// Not for several threads at once.
class Connection {
 public:
  /// Connects, with a handshake for https: the certificate must be for the URL's host.
  static Result<Connection> open(const Server& server, Clock::time_point deadline);

  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  Result<void> send(std::string_view bytes, Clock::time_point deadline);
  /// Some bytes, at least one; 0 at the end.
  Result<std::size_t> receive(std::span<char> into, Clock::time_point deadline);

 private:
  explicit Connection(int socket) : socket_(socket) {}
  Result<void> handshake(const Server& server, Clock::time_point deadline);
  /// Waits for what the last attempt needs, which gave `result`.
  Result<void> wait_for_tls(int result, const char* what, Clock::time_point deadline);
  void close();

  int socket_ = -1;
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> session_{nullptr, nullptr};
};

}  // namespace viche::fetch
