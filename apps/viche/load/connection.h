#pragma once
// One connection to a board, that carries requests and their answers, in one order, without waiting
// for anything.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "apps/viche/load/answer_parser.h"
#include "apps/viche/load/target.h"
#include "apps/viche/load/tls_client.h"

namespace viche::load {

/// Why a request has no answer.
enum class Failure {
  kConnect,    // no connection, or no TLS handshake
  kClosed,     // closed or reset before the answer was whole
  kTimeout,    // no whole answer in time
  kMalformed,  // not an answer of HTTP/1.1 with a length
};
inline constexpr std::size_t kFailures = 4;
/// "connect", "closed", "timeout", "malformed".
[[nodiscard]] std::string_view failure_name(Failure failure);

/// Driven by whoever watches its socket, edge-triggered.
class Connection {
 public:
  enum class State { kClosed, kConnecting, kHandshake, kOpen };
  enum class Progress {
    kNone,      // wait for the socket
    kOpened,    // it is connected now, and had no request
    kAnswered,  // `answer` has what the first request without an answer was answered; advance again
    kFailed,    // `failure` says why; it is closed, and its requests have no answers
  };

  Connection() = default;
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&&) = delete;
  ~Connection() { close(); }

  /// Begins to connect: a socket to be watched, or -1 if that fails at once. `tls` may be null, and
  /// outlives it.
  int open(const Target& target, const TlsClient* tls);
  /// Has an opening or open connection send these bytes as soon as it can, behind earlier ones.
  Progress send(std::string_view request);
  /// The socket may be ready, or an answer may have come with the last one. As long as it says
  /// kAnswered, no other connection of the thread may be driven.
  Progress advance();
  /// Ends all requests, the first of which took too long.
  Progress give_up() { return fail(Failure::kTimeout); }
  /// What was answered, until the next call.
  [[nodiscard]] const Answer& answer() const { return parser_.answer(); }
  [[nodiscard]] Failure failure() const { return failure_; }
  /// At once: the other side sees a reset, and no port of ours is kept waiting.
  void close();

  [[nodiscard]] State state() const { return state_; }

 private:
  Progress connected();
  Progress shake();
  /// `bytes` may be those of unsent_.
  Progress push(std::string_view bytes);
  Progress pull();
  Progress fail(Failure failure);

  int socket_ = -1;
  State state_ = State::kClosed;
  Failure failure_ = Failure::kConnect;
  const TlsClient* tls_ = nullptr;
  std::unique_ptr<TlsSession> session_;
  std::string unsent_;          // of the requests
  std::size_t unanswered_ = 0;  // requests
  bool answered_ = false;       // the parser is at an answer
  bool drained_ = false;        // the last read took all that had come
  AnswerParser parser_;
};

}  // namespace viche::load
