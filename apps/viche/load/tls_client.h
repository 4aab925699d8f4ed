#pragma once
// The client's side of TLS 1.3 on a non-blocking socket. OpenSSL stands behind this file.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "crypto/group/result.h"

struct ssl_st;
struct ssl_ctx_st;

namespace viche::load {

/// What became of an attempt to move bytes without waiting.
struct Moved {
  enum class How {
    kSome,   // `size` bytes
    kLater,  // nothing now
    kEnd,    // the other side has ended
    kFailed,
  };
  How how = How::kFailed;
  std::size_t size = 0;
};

/// One encrypted connection; the socket is its owner's.
class TlsSession {
 public:
  TlsSession(ssl_st* session);
  /// kSome once it is done.
  Moved handshake();
  Moved send(std::string_view bytes);
  Moved receive(std::span<char> into);

 private:
  Moved moved(int result);

  std::unique_ptr<ssl_st, void (*)(ssl_st*)> session_;
};

/// What the sessions to one server share. Every one has a handshake of its own, none is resumed, as
/// when each is of another phone.
class TlsClient {
 public:
  /// The server's certificate must be for `host` and lead to one in the PEM file `ca`, or to those
  /// of the system if that is empty.
  static Result<TlsClient> create(const std::string& host, const std::string& ca);
  /// Any certificate will do.
  static TlsClient insecure();

  [[nodiscard]] std::unique_ptr<TlsSession> open(int socket) const;

 private:
  explicit TlsClient(std::string host);

  std::string host_;  // empty if any certificate will do
  std::unique_ptr<ssl_ctx_st, void (*)(ssl_ctx_st*)> context_;
};

}  // namespace viche::load
