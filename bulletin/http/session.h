#pragma once
// One connection, over a plain or an encrypted stream. Only for this folder's sources: it is
// Beast's. Everything runs on the connection's own thread.

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "bulletin/http/problem.h"
#include "bulletin/http/worker.h"

namespace viche::http {

using Socket = boost::asio::ip::tcp::socket;
using TlsStream = boost::asio::ssl::stream<Socket>;
using Parser = boost::beast::http::request_parser<boost::beast::http::vector_body<std::uint8_t>>;

/// The request that was parsed, or what is wrong with it beyond what the parser looks at.
Result<Request> take_request(Parser& parser);
/// The problem behind an error of the parser.
[[nodiscard]] Response parse_problem(const boost::system::error_code& error, const Shared& shared);
enum class After { kKeepAlive, kClose };
/// Status line and header.
[[nodiscard]] std::string response_head(const Response& response, const std::string& date,
                                        After after);

template <class Stream>
class Session final : public Connection, public std::enable_shared_from_this<Session<Stream>> {
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

 public:
  /// `tls` is null for a plain stream.
  Session(std::shared_ptr<Worker> worker, Socket socket,
          std::shared_ptr<boost::asio::ssl::context> tls);

  void start();
  void look_at(Clock::time_point now) override;
  void drain() override;
  void close() override;

 private:
  enum class State { kHandshake, kIdle, kReading, kHandling, kWriting, kLeaving, kClosed };

  Socket& socket();
  Shared& shared() { return worker_->shared(); }
  void enter(State state, std::chrono::milliseconds timeout);
  void next_request();
  /// Parses what has arrived, and reads on unless that is a whole request.
  void advance();
  void read();
  void on_read(const boost::system::error_code& error, std::size_t size);
  /// False if more bodies are arriving at all connections together than is allowed.
  bool count_arriving();
  void forget_arriving();
  void send_continue();
  void handle();
  /// An answer after which nothing more is read.
  void refuse(const Response& response);
  void respond(Response response);
  void on_written(const boost::system::error_code& error);
  /// Lets the client read the last response before the connection is closed.
  void leave();
  void read_away();

  std::shared_ptr<Worker> worker_;
  std::shared_ptr<boost::asio::ssl::context> tls_;
  Stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  State state_ = State::kIdle;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::size_t arriving_ = 0;
  bool keep_alive_ = true, head_only_ = false, continued_ = false, reading_ = false;
  std::string head_, body_;
};

}  // namespace viche::http
