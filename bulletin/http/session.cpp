#include "bulletin/http/session.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

namespace viche::http {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kReadSize = 16384;
constexpr std::chrono::seconds kLeaveTimeout(2);
/// So much may always wait at a connection.
constexpr std::size_t kFreeResponses = 16384;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string_view reason_phrase(unsigned status) {
  const auto phrase = beast_http::obsolete_reason(static_cast<beast_http::status>(status));
  return {phrase.data(), phrase.size()};
}

std::string field_text(const Parser::value_type& message, beast_http::field name) {
  const auto value = message[name];
  return {value.data(), value.size()};
}

Method method_of(beast_http::verb verb) {
  switch (verb) {
    case beast_http::verb::get:
      return Method::kGet;
    case beast_http::verb::head:
      return Method::kHead;
    case beast_http::verb::post:
      return Method::kPost;
    default:
      return Method::kOther;
  }
}

}  // namespace

Result<Request> take_request(Parser& parser) {
  using beast_http::field;
  auto& message = parser.get();
  for (const field name :
       {field::host, field::content_length, field::content_type, field::transfer_encoding}) {
    if (message.count(name) > 1) {
      const auto text = beast_http::to_string(name);
      return Error{"two " + std::string(text.data(), text.size()) + " headers", ""};
    }
  }
  if (message.version() == 11 && message.count(field::host) == 0) {
    return Error{"no Host header", ""};
  }
  const auto target = message.target();
  if (target.empty() || target.front() != '/') {
    return Error{"the target does not start with a slash", ""};
  }
  return Request{method_of(message.method()),
                 std::string(target.data(), target.size()),
                 field_text(message, field::content_type),
                 field_text(message, field::accept),
                 std::move(message.body()),
                 field_text(message, field::accept_encoding)};
}

Response parse_problem(const error_code& error, const Shared& shared) {
  if (error == beast_http::error::header_limit) {
    return problem_response(
        problem::kHeaderTooLarge,
        "at most " + std::to_string(shared.options.header_limit) + " bytes are read");
  }
  if (error == beast_http::error::body_limit) {
    return problem_response(
        problem::kBodyTooLarge,
        "at most " + std::to_string(shared.options.body_limit) + " bytes are taken");
  }
  if (error == beast_http::error::partial_message) {
    return problem_response(problem::kTruncated, "the connection ended within the request");
  }
  return problem_response(problem::kBadRequest, error.message());
}

std::string response_head(const Response& response, const std::string& date, After after) {
  std::string head;
  head.reserve(320);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason_phrase(response.status)).append("\r\n").append(date);
  const auto line = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  if (!response.content_type.empty()) line("Content-Type", response.content_type);
  line("Content-Length", std::to_string(response.body.size()));
  line("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) line(name, value);
  if (after == After::kClose) line("Connection", "close");
  return head.append("\r\n");
}

template <class Stream>
Session<Stream>::Session(std::shared_ptr<Worker> worker, Socket socket,
                         std::shared_ptr<asio::ssl::context> tls)
    : worker_(std::move(worker)),
      tls_(std::move(tls)),
      stream_([&]() -> Stream {
        if constexpr (kTls) {
          return Stream(std::move(socket), *tls_);
        } else {
          return std::move(socket);
        }
      }()),
      buffer_(shared().options.header_limit + 2 * kReadSize) {}

template <class Stream>
Socket& Session<Stream>::socket() {
  if constexpr (kTls) {
    return stream_.next_layer();
  } else {
    return stream_;
  }
}

template <class Stream>
void Session<Stream>::enter(State state, std::chrono::milliseconds timeout) {
  state_ = state;
  deadline_ = Clock::now() + timeout;
}

template <class Stream>
void Session<Stream>::start() {
  worker_->add(this->shared_from_this());
  if constexpr (kTls) {
    enter(State::kHandshake, shared().options.request_timeout);
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [self = this->shared_from_this()](const error_code& error) {
                              if (self->state_ != State::kHandshake) return;
                              if (error) return self->close();
                              self->next_request();
                              self->advance();
                            });
  } else {
    next_request();
    advance();
  }
}

template <class Stream>
void Session<Stream>::next_request() {
  if (pipeline_.size() >= shared().options.pipelined) {
    state_ = State::kPaused;
    deadline_ = Clock::time_point::max();
    return;
  }
  parser_.emplace();
  parser_->eager(true);
  parser_->header_limit(static_cast<std::uint32_t>(shared().options.header_limit));
  parser_->body_limit(shared().options.body_limit);
  continued_ = false;
  enter(State::kIdle, shared().options.idle_timeout);
}

template <class Stream>
void Session<Stream>::advance() {
  while (state_ == State::kIdle || state_ == State::kReading) {
    if (buffer_.size() == 0) return read_on();
    if (state_ == State::kIdle) enter(State::kReading, shared().options.request_timeout);
    error_code error;
    const std::size_t used = parser_->put(buffer_.data(), error);
    buffer_.consume(used);
    if (error && error != beast_http::error::need_more) {
      return refuse(parse_problem(error, shared()));
    }
    if (!count_arriving()) {
      return refuse(problem_response(problem::kOverloaded, "too many bodies are arriving at once",
                                     shared().jitter.seconds()));
    }
    if (parser_->is_done()) {
      hand_on();
    } else if (error == beast_http::error::need_more || used == 0) {
      return read_on();
    }
  }
}

template <class Stream>
void Session<Stream>::read_on() {
  if (wants_continue() && all_sent()) send_continue();
  if (!reading_) read();
}

template <class Stream>
void Session<Stream>::read() {
  if (buffer_.size() + kReadSize > buffer_.max_size()) {
    return refuse(problem_response(problem::kBadRequest, "a chunk's header is too long"));
  }
  reading_ = true;
  stream_.async_read_some(
      buffer_.prepare(kReadSize),
      [self = this->shared_from_this()](const error_code& error, std::size_t size) {
        self->reading_ = false;
        self->on_read(error, size);
      });
}

template <class Stream>
void Session<Stream>::on_read(const error_code& error, std::size_t size) {
  if (state_ != State::kIdle && state_ != State::kReading) {
    // A request that came too late: what still comes is thrown away until the answer is read.
    if (state_ == State::kLeaving) error ? close() : read_away();
    return;
  }
  if (error == asio::error::eof) {
    if (state_ == State::kReading)
      return refuse(parse_problem(beast_http::error::partial_message, shared()));
    return all_sent() ? close() : end();
  }
  if (error) return close();
  buffer_.commit(size);
  advance();
}

template <class Stream>
bool Session<Stream>::count_arriving() {
  const std::size_t now = parser_->get().body().size();
  const std::size_t more = now - arriving_;
  arriving_ = now;
  return shared().arriving.fetch_add(more) + more <= shared().options.arriving_limit;
}

template <class Stream>
void Session<Stream>::forget_arriving() {
  shared().arriving.fetch_sub(std::exchange(arriving_, 0));
}

template <class Stream>
bool Session<Stream>::wants_continue() const {
  return state_ == State::kReading && parser_->is_header_done() && !continued_ &&
         parser_->get().version() == 11 &&
         boost::beast::iequals(parser_->get()[beast_http::field::expect], "100-continue");
}

template <class Stream>
void Session<Stream>::send_continue() {
  continued_ = true;
  const std::array<asio::const_buffer, 1> buffers{asio::buffer(kContinue.data(), kContinue.size())};
  begin_write(buffers);
}

template <class Stream>
void Session<Stream>::hand_on() {
  Result<Request> request = take_request(*parser_);
  if (!request) {
    return refuse(problem_response(problem::kBadRequest, request.error().message()));
  }
  const bool last = !parser_->get().keep_alive() || shared().draining;
  forget_arriving();
  const std::uint64_t number = pipeline_.add(request->method);
  if (last) {
    end();
  } else {
    next_request();
  }
  shared().handler(
      std::move(*request), [self = this->shared_from_this(), number](Response response) {
        self->worker_->submit([self, number, response = std::move(response)]() mutable {
          self->answer(number, std::move(response));
        });
      });
}

template <class Stream>
void Session<Stream>::end() {
  state_ = State::kEnded;
  deadline_ = Clock::time_point::max();
  buffer_.clear();
  forget_arriving();
  if (all_sent()) leave();
}

template <class Stream>
void Session<Stream>::refuse(Response response) {
  const std::uint64_t number = pipeline_.add(Method::kGet);
  end();
  answer(number, std::move(response));
}

template <class Stream>
Response Session<Stream>::bounded(Response response) {
  const std::size_t size = response.body.size();
  if (leaving_ + size <= kFreeResponses ||
      shared().leaving + size <= shared().options.leaving_limit) {
    return response;
  }
  return problem_response(problem::kOverloaded, "too many responses are not taken",
                          shared().jitter.seconds());
}

template <class Stream>
void Session<Stream>::forget_leaving(std::size_t bytes) {
  leaving_ -= bytes;
  shared().leaving.fetch_sub(bytes);
}

template <class Stream>
void Session<Stream>::answer(std::uint64_t number, Response response) {
  if (state_ == State::kClosed) return;
  response = bounded(std::move(response));
  leaving_ += response.body.size();
  shared().leaving.fetch_add(response.body.size());
  shared().responses[std::min(response.status / 100, 5U)].fetch_add(1);
  pipeline_.answer(number, std::move(response));
  if (writing_ || sending_soon_ || !pipeline_.ready()) return;
  // Not at once: those that are answered together are sent together.
  sending_soon_ = true;
  asio::post(worker_->context(), [self = this->shared_from_this()] {
    self->sending_soon_ = false;
    self->send();
  });
}

template <class Stream>
void Session<Stream>::send() {
  if (state_ == State::kClosed || writing_ || !pipeline_.ready()) return;
  std::vector<Pipeline::Ready> ready = pipeline_.take();
  const bool last = state_ == State::kEnded && pipeline_.empty();
  const Clock::time_point now = Clock::now();
  for (Pipeline::Ready& one : ready) {
    if (one.response.status == problem::kOverloaded.status) {
      shared().unavailable.add(now - one.since);
    }
    const After after = last && &one == &ready.back() ? After::kClose : After::kKeepAlive;
    sending_ += one.response.body.size();
    sent_.push_back(response_head(one.response, worker_->date(), after));
    if (one.method != Method::kHead) sent_.push_back(std::move(one.response.body));
  }
  std::vector<asio::const_buffer> buffers;
  buffers.reserve(sent_.size());
  for (const std::string& text : sent_) buffers.push_back(asio::buffer(text));
  begin_write(buffers);
}

template <class Stream>
void Session<Stream>::begin_write(std::span<const asio::const_buffer> buffers) {
  writing_ = true;
  write_deadline_ = Clock::now() + shared().options.response_timeout;
  asio::async_write(stream_, std::vector<asio::const_buffer>(buffers.begin(), buffers.end()),
                    [self = this->shared_from_this()](const error_code& error, std::size_t) {
                      self->on_written(error);
                    });
}

template <class Stream>
void Session<Stream>::on_written(const error_code& error) {
  if (state_ == State::kClosed) return;
  writing_ = false;
  write_deadline_ = Clock::time_point::max();
  sent_.clear();
  forget_leaving(std::exchange(sending_, 0));
  if (error) return close();
  send();
  if (state_ == State::kEnded && all_sent()) return leave();
  if (state_ == State::kPaused) {
    next_request();
    advance();
  } else if (state_ == State::kIdle && all_sent()) {
    enter(State::kIdle, shared().options.idle_timeout);
  } else if (wants_continue() && all_sent()) {
    send_continue();
  }
}

template <class Stream>
void Session<Stream>::leave() {
  enter(State::kLeaving, kLeaveTimeout);
  if constexpr (kTls) {
    stream_.async_shutdown([self = this->shared_from_this()](const error_code&) { self->close(); });
  } else {
    error_code ignored;
    stream_.shutdown(Socket::shutdown_send, ignored);
    if (!reading_) read_away();
  }
}

template <class Stream>
void Session<Stream>::read_away() {
  buffer_.clear();
  reading_ = true;
  stream_.async_read_some(buffer_.prepare(kReadSize),
                          [self = this->shared_from_this()](const error_code& error, std::size_t) {
                            self->reading_ = false;
                            if (self->state_ != State::kLeaving) return;
                            if (error) return self->close();
                            self->read_away();
                          });
}

template <class Stream>
void Session<Stream>::look_at(Clock::time_point now) {
  const bool waits = state_ == State::kIdle && !all_sent();  // for us, not for the client
  if (now < write_deadline_ && (now < deadline_ || waits)) return;
  shared().timed_out.fetch_add(1);
  if (state_ != State::kReading || now >= write_deadline_) return close();
  refuse(problem_response(problem::kTimeout,
                          "the whole request must arrive within " +
                              std::to_string(shared().options.request_timeout.count()) + " ms"));
}

template <class Stream>
void Session<Stream>::drain() {
  if (state_ == State::kHandshake) return close();
  if (state_ == State::kIdle && all_sent()) return close();
  if (state_ == State::kIdle || state_ == State::kPaused) end();
}

template <class Stream>
void Session<Stream>::close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  forget_arriving();
  forget_leaving(leaving_);
  error_code ignored;
  socket().close(ignored);
  worker_->remove(this);
}

template class Session<Socket>;
template class Session<TlsStream>;

}  // namespace viche::http
