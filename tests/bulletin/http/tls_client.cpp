#include "tests/bulletin/http/tls_client.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>

namespace viche::test {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.c_str());
}

std::string common_name(const X509* certificate) {
  std::array<char, 256> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(),
                            static_cast<int>(name.size()));
  return name.data();
}

}  // namespace

const int kNewestTls = TLS1_3_VERSION;

http::TlsFiles write_certificate(const std::filesystem::path& directory, const std::string& name,
                                 long from) {
  http::TlsFiles files{directory / "certificate.pem", directory / "key.pem"};
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), from + 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, bytes_of(name), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const File out(std::fopen(files.certificate.c_str(), "w"), std::fclose);
  PEM_write_X509(out.get(), certificate.get());
  const File key_out(std::fopen(files.key.c_str(), "w"), std::fclose);
  ::chmod(files.key.c_str(), 0600);
  PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return files;
}

std::optional<TlsAnswer> ask_by_tls(std::uint16_t port, const std::string& request,
                                    int max_version) {
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()),
                                                             SSL_CTX_free);
  SSL_CTX_set_max_proto_version(context.get(), max_version);
  const std::unique_ptr<SSL, void (*)(SSL*)> tls(SSL_new(context.get()), SSL_free);
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::optional<TlsAnswer> answer;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      SSL_set_fd(tls.get(), socket) == 1 && SSL_connect(tls.get()) == 1) {
    const std::unique_ptr<X509, void (*)(X509*)> certificate(SSL_get1_peer_certificate(tls.get()),
                                                             X509_free);
    answer = TlsAnswer{common_name(certificate.get()), SSL_get_version(tls.get()), ""};
    SSL_write(tls.get(), request.data(), static_cast<int>(request.size()));
    std::array<char, 4096> bytes{};
    for (int size = 0; (size = SSL_read(tls.get(), bytes.data(), bytes.size())) > 0;) {
      answer->response.append(bytes.data(), static_cast<std::size_t>(size));
    }
    SSL_shutdown(tls.get());
  }
  ::close(socket);
  return answer;
}

OldTlsServer::OldTlsServer(const http::TlsFiles& files)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size);
  ::listen(socket_, 1);
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this, files] {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_server_method()),
                                                               SSL_CTX_free);
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str());
    SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM);
    const std::unique_ptr<SSL, void (*)(SSL*)> tls(SSL_new(context.get()), SSL_free);
    const int client = ::accept(socket_, nullptr, nullptr);
    SSL_set_fd(tls.get(), client);
    SSL_accept(tls.get());
    ::close(client);
  });
}

OldTlsServer::~OldTlsServer() {
  thread_.join();
  ::close(socket_);
}

}  // namespace viche::test
