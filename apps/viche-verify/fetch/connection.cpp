#include "apps/viche-verify/fetch/connection.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace viche::fetch {
namespace {

Error system_error(const char* what) { return Error{std::strerror(errno), what}; }

/// Waits until the socket can do what `events` says.
Result<void> wait(int socket, short events, const char* what, Clock::time_point deadline) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count() + 1;
    if (left <= 0) return Error{"took too long", what};
    pollfd waiting{socket, events, 0};
    const int ready =
        ::poll(&waiting, 1,
               static_cast<int>(std::min<std::int64_t>(left, std::numeric_limits<int>::max())));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return system_error(what);
  }
}

bool is_numeric(const std::string& host) {
  std::array<unsigned char, 16> address{};
  return ::inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

Result<std::shared_ptr<SSL_CTX>> make_context(const std::string& ca) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (!context) broken_invariant("OpenSSL has no client");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const int loaded = ca.empty() ? SSL_CTX_set_default_verify_paths(context.get())
                                : SSL_CTX_load_verify_file(context.get(), ca.c_str());
  ERR_clear_error();
  if (loaded != 1) return Error{"holds no certificate (PEM)", ca};
  return context;
}

}  // namespace

Result<Server> Server::find(const Url& url, const std::string& ca) {
  Server server;
  server.url_ = url;
  if (url.tls) {
    VICHE_ASSIGN(server.context_, make_context(ca));
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code =
      ::getaddrinfo(url.host.c_str(), std::to_string(url.port).c_str(), &hints, &found);
  if (code != 0) return Error{::gai_strerror(code), url.host};
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(address->ai_addr);
    server.addresses_.push_back({address->ai_family, {bytes, bytes + address->ai_addrlen}});
  }
  ::freeaddrinfo(found);
  return server;
}

Result<Connection> Connection::open(const Server& server, Clock::time_point deadline) {
  Error last{"has no address", server.url_.host};
  for (const Server::Address& address : server.addresses_) {
    Connection connection(::socket(address.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (connection.socket_ < 0) return system_error("socket");
    const int yes = 1;
    ::setsockopt(connection.socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const auto* place = reinterpret_cast<const sockaddr*>(address.bytes.data());
    int error = 0;
    if (::connect(connection.socket_, place, static_cast<socklen_t>(address.bytes.size())) != 0) {
      error = errno;
      if (error == EINPROGRESS) {
        VICHE_TRY(wait(connection.socket_, POLLOUT, "connecting", deadline));
        socklen_t size = sizeof error;
        ::getsockopt(connection.socket_, SOL_SOCKET, SO_ERROR, &error, &size);
      }
    }
    if (error != 0) {
      last = Error{std::strerror(error), "connecting"};
      continue;
    }
    if (server.url_.tls) VICHE_TRY(connection.handshake(server, deadline));
    return connection;
  }
  return last;
}

Result<void> Connection::handshake(const Server& server, Clock::time_point deadline) {
  session_ = {SSL_new(server.context_.get()), SSL_free};
  if (!session_) broken_invariant("no memory for a TLS session");
  SSL_set_fd(session_.get(), socket_);
  const std::string& host = server.url_.host;
  if (is_numeric(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session_.get()), host.c_str());
  } else {
    SSL_set1_host(session_.get(), host.c_str());
    SSL_set_tlsext_host_name(session_.get(), host.c_str());
  }
  for (;;) {
    ERR_clear_error();
    const int result = SSL_connect(session_.get());
    if (result == 1) return {};
    const long verdict = SSL_get_verify_result(session_.get());
    if (verdict != X509_V_OK) return Error{X509_verify_cert_error_string(verdict), "certificate"};
    VICHE_TRY(wait_for_tls(result, "handshake", deadline));
  }
}

Result<void> Connection::wait_for_tls(int result, const char* what, Clock::time_point deadline) {
  const int code = SSL_get_error(session_.get(), result);
  if (code == SSL_ERROR_WANT_READ) return wait(socket_, POLLIN, what, deadline);
  if (code == SSL_ERROR_WANT_WRITE) return wait(socket_, POLLOUT, what, deadline);
  return Error{"TLS failed", what};
}

Result<void> Connection::send(std::string_view bytes, Clock::time_point deadline) {
  while (!bytes.empty()) {
    if (session_) {
      ERR_clear_error();
      const int size = static_cast<int>(std::min<std::size_t>(bytes.size(), 1U << 14));
      const int sent = SSL_write(session_.get(), bytes.data(), size);
      if (sent > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      } else {
        VICHE_TRY(wait_for_tls(sent, "sending", deadline));
      }
      continue;
    }
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      VICHE_TRY(wait(socket_, POLLOUT, "sending", deadline));
    } else if (errno != EINTR) {
      return system_error("sending");
    }
  }
  return {};
}

Result<std::size_t> Connection::receive(std::span<char> into, Clock::time_point deadline) {
  for (;;) {
    if (Clock::now() >= deadline) return Error{"took too long", "receiving"};
    if (session_) {
      ERR_clear_error();
      const int received = SSL_read(session_.get(), into.data(),
                                    static_cast<int>(std::min<std::size_t>(into.size(), 1U << 30)));
      if (received > 0) return static_cast<std::size_t>(received);
      if (SSL_get_error(session_.get(), received) == SSL_ERROR_ZERO_RETURN) return std::size_t{0};
      VICHE_TRY(wait_for_tls(received, "receiving", deadline));
      continue;
    }
    const ssize_t received = ::recv(socket_, into.data(), into.size(), 0);
    if (received >= 0) return static_cast<std::size_t>(received);
    if (errno == EAGAIN) {
      VICHE_TRY(wait(socket_, POLLIN, "receiving", deadline));
    } else if (errno != EINTR) {
      return system_error("receiving");
    }
  }
}

Connection::Connection(Connection&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), session_(std::move(other.session_)) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  if (this == &other) return *this;
  close();
  socket_ = std::exchange(other.socket_, -1);
  session_ = std::move(other.session_);
  return *this;
}

Connection::~Connection() { close(); }

void Connection::close() {
  session_.reset();
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

}  // namespace viche::fetch
