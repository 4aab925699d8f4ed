#include "apps/viche/load/connection.h"

#include <netinet/tcp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace viche::load {
namespace {

using How = Moved::How;

/// Answers are read into here, on the one thread that drives connections.
std::span<char> read_buffer() {
  static thread_local std::array<char, 65536> buffer;
  return buffer;
}

Moved from_system(ssize_t result) {
  if (result > 0) return {How::kSome, static_cast<std::size_t>(result)};
  if (result == 0) return {How::kEnd};
  return {errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? How::kLater : How::kFailed};
}

}  // namespace

std::string_view failure_name(Failure failure) {
  constexpr std::array<std::string_view, kFailures> kNames = {"connect", "closed", "timeout",
                                                              "malformed"};
  return kNames[static_cast<std::size_t>(failure)];
}

Connection::Connection(Connection&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      state_(std::exchange(other.state_, State::kClosed)),
      failure_(other.failure_),
      tls_(other.tls_),
      session_(std::move(other.session_)),
      unsent_(std::move(other.unsent_)),
      unanswered_(other.unanswered_),
      answered_(other.answered_),
      drained_(other.drained_),
      parser_(std::move(other.parser_)) {}

int Connection::open(const Target& target, const TlsClient* tls) {
  close();
  parser_.reset();
  tls_ = tls;
  socket_ = ::socket(target.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return -1;
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&target.address), target.address_size) !=
          0 &&
      errno != EINPROGRESS) {
    close();
    return -1;
  }
  state_ = State::kConnecting;
  return socket_;
}

void Connection::close() {
  session_.reset();
  if (socket_ >= 0) {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(socket_, -1));
  }
  state_ = State::kClosed;
  unsent_.clear();
  unanswered_ = 0;
  answered_ = drained_ = false;
}

Connection::Progress Connection::fail(Failure failure) {
  close();
  failure_ = failure;
  return Progress::kFailed;
}

Connection::Progress Connection::send(std::string_view request) {
  if (state_ == State::kClosed) return fail(Failure::kConnect);
  ++unanswered_;
  if (state_ != State::kOpen || !unsent_.empty()) {
    unsent_ += request;
    return Progress::kNone;
  }
  return push(request);
}

Connection::Progress Connection::advance() {
  switch (state_) {
    case State::kConnecting:
      return connected();
    case State::kHandshake:
      return shake();
    case State::kOpen: {
      const Progress progress = answered_ || unsent_.empty() ? Progress::kNone : push(unsent_);
      return progress == Progress::kNone ? pull() : progress;
    }
    case State::kClosed:
      break;
  }
  return Progress::kNone;
}

Connection::Progress Connection::connected() {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return fail(Failure::kConnect);
  sockaddr_storage peer{};
  size = sizeof peer;
  if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&peer), &size) != 0) {
    return Progress::kNone;  // not yet
  }
  state_ = State::kHandshake;
  if (tls_ != nullptr) session_ = tls_->open(socket_);
  return shake();
}

Connection::Progress Connection::shake() {
  if (session_) {
    const Moved moved = session_->handshake();
    if (moved.how == How::kLater) return Progress::kNone;
    if (moved.how != How::kSome) return fail(Failure::kConnect);
  }
  state_ = State::kOpen;
  return unsent_.empty() ? Progress::kOpened : push(unsent_);
}

Connection::Progress Connection::push(std::string_view bytes) {
  while (!bytes.empty()) {
    const Moved moved =
        session_ ? session_->send(bytes)
                 : from_system(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    if (moved.how == How::kLater) {
      unsent_ = std::string(bytes);
      return pull();  // the server may have answered before it has read all
    }
    if (moved.how != How::kSome) return fail(Failure::kClosed);
    bytes.remove_prefix(moved.size);
  }
  unsent_.clear();
  return Progress::kNone;
}

Connection::Progress Connection::pull() {
  const std::span<char> buffer = read_buffer();
  AnswerParser::State parsed =
      std::exchange(answered_, false) ? parser_.next() : AnswerParser::State::kMore;
  while (parsed == AnswerParser::State::kMore) {
    if (std::exchange(drained_, false)) return Progress::kNone;
    const Moved moved = session_ ? session_->receive(buffer)
                                 : from_system(::recv(socket_, buffer.data(), buffer.size(), 0));
    if (moved.how == How::kLater) return Progress::kNone;
    if (moved.how != How::kSome) return fail(Failure::kClosed);
    // Edge-triggered: what comes now is told anew. TLS may have decrypted more than it gave.
    drained_ = !session_ && moved.size < buffer.size();
    parsed = parser_.take({buffer.data(), moved.size});
  }
  if (parsed == AnswerParser::State::kMalformed || unanswered_ == 0) {
    return fail(Failure::kMalformed);
  }
  --unanswered_;
  answered_ = true;
  return Progress::kAnswered;
}

}  // namespace viche::load
