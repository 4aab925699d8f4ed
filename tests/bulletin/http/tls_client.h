#pragma once
// A self-signed certificate, a TLS client that looks at the server's, and a server of the past.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include "bulletin/http/server.h"

namespace viche::test {

/// Writes a new key and its certificate for this common name, good for an hour from `from` seconds
/// after now on.
http::TlsFiles write_certificate(const std::filesystem::path& directory, const std::string& name,
                                 long from = 0);

extern const int kNewestTls;  // version 1.3

struct TlsAnswer {
  std::string certificate_name;
  std::string protocol;  // for example "TLSv1.3"
  std::string response;  // until the server closes
};
/// Handshakes with at most this version (as TLS1_3_VERSION), sends, and reads all; nothing if there
/// is no handshake.
std::optional<TlsAnswer> ask_by_tls(std::uint16_t port, const std::string& request,
                                    int max_version);

/// Shakes hands by TLS 1.2 alone, with one client.
class OldTlsServer {
 public:
  explicit OldTlsServer(const http::TlsFiles& files);
  OldTlsServer(const OldTlsServer&) = delete;
  OldTlsServer& operator=(const OldTlsServer&) = delete;
  /// Waits until the client has come and gone.
  ~OldTlsServer();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int socket_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace viche::test
