#pragma once
// A self-signed certificate, and a TLS client that looks at the server's.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

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

}  // namespace viche::test
