#include "bulletin/http/server.h"

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <mutex>
#include <thread>
#include <vector>

#include "bulletin/http/session.h"

namespace viche::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kAcceptPause(50);

Result<std::shared_ptr<asio::ssl::context>> make_tls(const TlsFiles& files) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  if (SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_3_VERSION) != 1) {
    return Error{"OpenSSL has no TLS 1.3", ""};
  }
  // Forward secrecy for every connection, and no keys of tickets to guard.
  SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context->native_handle(), 0);
  error_code error;
  context->use_certificate_chain_file(files.certificate.string(), error);
  if (error) return Error{error.message(), files.certificate.string()};
  context->use_private_key_file(files.key.string(), asio::ssl::context::pem, error);
  if (error) return Error{error.message(), files.key.string()};
  if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
    return Error{"is not the key of the certificate", files.key.string()};
  }
  return context;
}

}  // namespace

Result<void> check_tls_files(const TlsFiles& files) {
  VICHE_TRY(make_tls(files));
  return {};
}

class Server::Impl {
 public:
  Impl(ServerOptions options, Handler handler)
      : shared_(std::make_shared<Shared>(std::move(options), std::move(handler))) {}

  ~Impl() { shutdown({}); }

  Result<void> listen() {
    if (shared_->options.tls) VICHE_TRY(reload());
    error_code error;
    const auto address = asio::ip::make_address(shared_->options.address, error);
    if (error) return Error{"not a numeric address", shared_->options.address};
    const tcp::endpoint endpoint(address, shared_->options.port);
    const std::string where =
        shared_->options.address + " port " + std::to_string(shared_->options.port);
    for (unsigned i = 0; i < std::max(1U, shared_->options.threads); ++i) {
      workers_.push_back(std::make_shared<Worker>(shared_));
    }
    acceptor_.emplace(workers_.front()->context());
    pause_.emplace(workers_.front()->context());
    acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(4096, error);
    if (!error) port_ = acceptor_->local_endpoint(error).port();
    if (error) return Error{error.message(), where};
    accept();
    for (const auto& worker : workers_) {
      threads_.emplace_back([worker] { worker->run(); });
    }
    return {};
  }

  Result<void> reload() {
    if (!shared_->options.tls) return {};
    VICHE_ASSIGN(auto context, make_tls(*shared_->options.tls));
    const std::lock_guard lock(tls_mutex_);
    tls_ = std::move(context);
    return {};
  }

  void shutdown(std::chrono::milliseconds grace) {
    const std::lock_guard lock(shutdown_mutex_);
    shared_->draining = true;
    if (threads_.empty()) return;
    workers_.front()->submit([this] {
      error_code ignored;
      acceptor_->close(ignored);
      pause_->cancel();
      // What was accepted before is with its worker before this is.
      for (const auto& worker : workers_) {
        worker->submit([worker] { worker->drain(); });
      }
    });
    const auto until = Clock::now() + grace;
    while (shared_->connections > 0 && Clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    for (const auto& worker : workers_) {
      worker->submit([worker] {
        worker->close_all();
        worker->let_go();
      });
    }
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const Shared& shared() const { return *shared_; }

 private:
  void accept() {
    const std::shared_ptr<Worker>& worker = workers_[next_++ % workers_.size()];
    acceptor_->async_accept(worker->context(),
                            [this, worker](const error_code& error, Socket socket) {
                              if (!acceptor_->is_open()) return;
                              if (error) return pause();
                              take(worker, std::move(socket));
                              accept();
                            });
  }

  /// After an error such as too many open files.
  void pause() {
    pause_->expires_after(kAcceptPause);
    pause_->async_wait([this](const error_code& error) {
      if (!error) accept();
    });
  }

  void take(const std::shared_ptr<Worker>& worker, Socket socket) {
    shared_->accepted.fetch_add(1);
    if (shared_->connections.fetch_add(1) >= shared_->options.connections) {
      shared_->connections.fetch_sub(1);
      return turn_away(std::move(socket));
    }
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const bool taken = worker->submit([this, worker, socket = std::move(socket)]() mutable {
      // Nobody would end it, after the connections that there are were told.
      if (shared_->draining) {
        shared_->connections.fetch_sub(1);
        return;
      }
      std::shared_ptr<asio::ssl::context> tls;
      {
        const std::lock_guard lock(tls_mutex_);
        tls = tls_;
      }
      if (tls) {
        std::make_shared<Session<TlsStream>>(worker, std::move(socket), tls)->start();
      } else {
        std::make_shared<Session<Socket>>(worker, std::move(socket), nullptr)->start();
      }
    });
    if (!taken) shared_->connections.fetch_sub(1);
  }

  /// As far as it can be said without waiting.
  void turn_away(Socket socket) {
    shared_->turned_away.fetch_add(1);
    if (shared_->options.tls) return;
    const Response response =
        problem_response(problem::kOverloaded, "too many connections", shared_->jitter.seconds());
    const std::string text =
        response_head(response, workers_.front()->date(), After::kClose) + response.body;
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
    socket.shutdown(Socket::shutdown_send, ignored);
  }

  std::shared_ptr<Shared> shared_;
  std::vector<std::shared_ptr<Worker>> workers_;
  std::optional<tcp::acceptor> acceptor_;
  std::optional<asio::steady_timer> pause_;
  std::vector<std::thread> threads_;
  std::mutex shutdown_mutex_;
  std::mutex tls_mutex_;
  std::shared_ptr<asio::ssl::context> tls_;
  unsigned next_ = 0;
  std::uint16_t port_ = 0;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  VICHE_TRY(impl->listen());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const { return impl_->port(); }

ServerCounters Server::counters() const {
  const Shared& shared = impl_->shared();
  ServerCounters counters{
      shared.connections,       shared.accepted, shared.turned_away, shared.timed_out, {},
      shared.unavailable.read()};
  for (std::size_t i = 0; i < counters.responses.size(); ++i) {
    counters.responses[i] = shared.responses[i];
  }
  return counters;
}

Result<void> Server::reload_certificates() { return impl_->reload(); }
void Server::shutdown(std::chrono::milliseconds grace) { impl_->shutdown(grace); }

}  // namespace viche::http
