#pragma once
// An HTTP/1.1 server on sockets, with TLS 1.3 if it has a certificate. Everything a client can
// make it keep or wait for is bounded.

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "bulletin/http/message.h"
#include "bulletin/service/latency.h"
#include "crypto/group/result.h"

namespace viche::http {

struct TlsFiles {
  std::filesystem::path certificate;  // the chain, PEM
  std::filesystem::path key;          // PEM
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  std::uint16_t port = 0;             // 0: one that is free
  unsigned threads = 1;
  std::size_t header_limit = 8192;
  std::size_t body_limit = std::size_t{1} << 20;
  /// Of all requests that are arriving; more is answered with 503.
  std::size_t arriving_limit = std::size_t{128} << 20;
  /// Requests of one connection that are taken before the first of them is answered.
  std::size_t pipelined = 32;
  /// Of all responses that are not taken yet; a long one more is replaced by 503.
  std::size_t leaving_limit = std::size_t{128} << 20;
  std::size_t connections = 4096;  // more are answered with 503 (with TLS: closed)
  // Each a deadline for the whole, however often a byte comes.
  std::chrono::milliseconds request_timeout{10000};   // for a request, or a TLS handshake
  std::chrono::milliseconds idle_timeout{60000};      // between two requests
  std::chrono::milliseconds response_timeout{20000};  // to take a response
  std::optional<TlsFiles> tls;
  std::uint64_t seed = 0;  // of the jitter of Retry-After
};

/// Numbers since the start.
struct ServerCounters {
  std::size_t connections = 0;  // open now
  std::uint64_t accepted = 0, turned_away = 0, timed_out = 0;
  std::array<std::uint64_t, 6> responses{};  // by the first digit of the status
  board::Latencies unavailable;              // from having read a request to sending its 503
};

/// Fails unless the files hold a chain and the key of its first certificate.
Result<void> check_tls_files(const TlsFiles& files);

/// Thread-safe. Pipelined requests are handled side by side, and answered in order.
class Server {
 public:
  /// Listens, and serves on threads of its own.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// Shuts down at once.
  ~Server();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] ServerCounters counters() const;
  /// Reads certificate and key again, for connections to come. After an error the old ones stay.
  Result<void> reload_certificates();
  /// Takes no more connections, closes idle ones, and returns when all requests are answered, or
  /// after `grace`. Whoever holds a Respond may still call it; nothing is sent any more.
  void shutdown(std::chrono::milliseconds grace);

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace viche::http
