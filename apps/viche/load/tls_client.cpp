#include "apps/viche/load/tls_client.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <utility>

namespace viche::load {
namespace {

bool is_numeric(const std::string& host) {
  std::array<unsigned char, 16> address{};
  return ::inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

}  // namespace

TlsSession::TlsSession(ssl_st* session) : session_(session, SSL_free) {}

Moved TlsSession::moved(int result) {
  if (result > 0) return {Moved::How::kSome, static_cast<std::size_t>(result)};
  const int code = SSL_get_error(session_.get(), result);
  ERR_clear_error();
  if (code == SSL_ERROR_WANT_READ || code == SSL_ERROR_WANT_WRITE) return {Moved::How::kLater};
  return {code == SSL_ERROR_ZERO_RETURN ? Moved::How::kEnd : Moved::How::kFailed};
}

Moved TlsSession::handshake() { return moved(SSL_connect(session_.get())); }
Moved TlsSession::send(std::string_view bytes) {
  return moved(SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())));
}
Moved TlsSession::receive(std::span<char> into) {
  return moved(SSL_read(session_.get(), into.data(), static_cast<int>(into.size())));
}

TlsClient::TlsClient(std::string host)
    : host_(std::move(host)), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
  if (!context_) broken_invariant("OpenSSL has no client");
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_3_VERSION);
  SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                       SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                       SSL_MODE_RELEASE_BUFFERS);
}

Result<TlsClient> TlsClient::create(const std::string& host, const std::string& ca) {
  TlsClient client(host);
  SSL_CTX_set_verify(client.context_.get(), SSL_VERIFY_PEER, nullptr);
  const int loaded = ca.empty() ? SSL_CTX_set_default_verify_paths(client.context_.get())
                                : SSL_CTX_load_verify_file(client.context_.get(), ca.c_str());
  ERR_clear_error();
  if (loaded != 1) return Error{"holds no certificate (PEM)", ca};
  return client;
}

TlsClient TlsClient::insecure() { return TlsClient(""); }

std::unique_ptr<TlsSession> TlsClient::open(int socket) const {
  SSL* session = SSL_new(context_.get());
  if (session == nullptr) broken_invariant("no memory for a TLS session");
  SSL_set_fd(session, socket);
  if (!host_.empty() && is_numeric(host_)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host_.c_str());
  } else if (!host_.empty()) {
    SSL_set1_host(session, host_.c_str());
    SSL_set_tlsext_host_name(session, host_.c_str());
  }
  return std::make_unique<TlsSession>(session);
}

}  // namespace viche::load
