#pragma once
// One connection, over a plain or an encrypted stream. Requests are handed on as they come, a few
// at once, and answered in their order. Only for this folder's sources: it is Beast's. Everything
// runs on the connection's own thread.

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "bulletin/http/pipeline.h"
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
  /// Of what is read; responses to earlier requests are sent in any state up to kEnded.
  enum class State {
    kHandshake,
    kIdle,     // no byte of the next request has come
    kReading,  // some have
    kPaused,   // as many requests as are taken at once wait for their responses
    kEnded,    // nothing more is read; responses are still sent
    kLeaving,  // the last response is sent, and the client is given time to read it
    kClosed,
  };

  Socket& socket();
  Shared& shared() { return worker_->shared(); }
  void enter(State state, std::chrono::milliseconds timeout);
  /// Makes ready for the next request, if it is taken now.
  void next_request();
  /// Parses what has arrived and hands on what is whole; then reads on.
  void advance();
  void read_on();
  void read();
  void on_read(const boost::system::error_code& error, std::size_t size);
  /// False if more bodies are arriving at all connections together than is allowed.
  bool count_arriving();
  void forget_arriving();
  /// The response, or a problem if it is long and too much is leaving at all connections together.
  Response bounded(Response response);
  void forget_leaving(std::size_t bytes);
  [[nodiscard]] bool wants_continue() const;
  void send_continue();
  void hand_on();
  /// Reads nothing more, and leaves when the last response is sent.
  void end();
  /// An answer after which nothing more is read.
  void refuse(Response response);
  void answer(std::uint64_t number, Response response);
  /// Sends the responses that are next.
  void send();
  void begin_write(std::span<const boost::asio::const_buffer> buffers);
  void on_written(const boost::system::error_code& error);
  [[nodiscard]] bool all_sent() const { return pipeline_.empty() && !writing_; }
  /// Lets the client read the last response before the connection is closed.
  void leave();
  void read_away();

  std::shared_ptr<Worker> worker_;
  std::shared_ptr<boost::asio::ssl::context> tls_;
  Stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  State state_ = State::kIdle;
  Clock::time_point deadline_ = Clock::time_point::max();  // of state_
  std::size_t arriving_ = 0;
  bool continued_ = false, reading_ = false;
  Pipeline pipeline_;
  bool sending_soon_ = false, writing_ = false;
  Clock::time_point write_deadline_ = Clock::time_point::max();
  std::vector<std::string> sent_;  // heads and bodies that are being written
  std::size_t leaving_ = 0;        // bytes of bodies of all responses that are not sent
  std::size_t sending_ = 0;        // and of those that are being written
};

}  // namespace viche::http
