#include "bulletin/http/client.h"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <future>
#include <thread>

namespace viche::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace beast_http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyTime = std::chrono::steady_clock::time_point;
using Endpoints = std::vector<tcp::endpoint>;
using TlsClient = beast::ssl_stream<beast::tcp_stream>;

constexpr std::uint32_t kHeaderLimit = 16384;
constexpr std::size_t kPieceSize = 65536;

std::string_view name_of(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPost:
      return "POST";
    case Method::kOther:
      break;
  }
  return {};
}

/// The request's bytes.
std::string request_text(std::string_view method, const Url& url, std::string_view content_type,
                         std::string_view body) {
  std::string text(method);
  text += " " + url.target + " HTTP/1.1\r\nHost: " + url.authority() + "\r\nConnection: close\r\n";
  if (!content_type.empty()) text += "Content-Type: " + std::string(content_type) + "\r\n";
  if (method == name_of(Method::kPost)) {
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  text += "\r\n";
  return text += body;
}

/// A name is looked up on a thread of its own, which nothing can interrupt.
Result<Endpoints> look_up(const Url& url, SteadyTime deadline) {
  error_code not_numeric;
  const auto address = asio::ip::make_address(url.host, not_numeric);
  if (!not_numeric) return Endpoints{{address, url.port}};
  std::promise<Result<Endpoints>> promise;
  std::future<Result<Endpoints>> found = promise.get_future();
  std::thread([promise = std::move(promise), url]() mutable {
    asio::io_context context;
    error_code error;
    const auto results = tcp::resolver(context).resolve(url.host, std::to_string(url.port),
                                                        tcp::resolver::numeric_service, error);
    if (error) return promise.set_value(Error{error.message(), "look-up"});
    Endpoints endpoints;
    for (const auto& result : results) endpoints.push_back(result.endpoint());
    promise.set_value(std::move(endpoints));
  }).detach();
  if (found.wait_until(deadline) != std::future_status::ready) {
    return Error{"the deadline passed", "look-up"};
  }
  return found.get();
}

Result<asio::ssl::context> make_tls(const ClientOptions& options) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  if (SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_3_VERSION) != 1) {
    return Error{"OpenSSL has no TLS 1.3", ""};
  }
  error_code error;
  if (options.ca_file) {
    context.load_verify_file(options.ca_file->string(), error);
    if (error) return Error{error.message(), options.ca_file->string()};
  } else {
    context.set_default_verify_paths(error);
    if (error) return Error{error.message(), "the system's certificates"};
  }
  context.set_verify_mode(asio::ssl::verify_peer);
  return context;
}

/// What is sent, and whether what comes back has no body.
struct RequestBytes {
  std::string text;
  bool head;
};

/// One exchange on its own event loop, step by step, each within the deadline of all.
class Exchange {
 public:
  Exchange(const ClientOptions& options, SteadyTime deadline)
      : options_(options), deadline_(deadline) {}

  Result<ClientAnswer> plain(const Endpoints& endpoints, const RequestBytes& request) {
    beast::tcp_stream stream(context_);
    VICHE_TRY(connect(stream, endpoints));
    return transfer(stream, request);
  }

  Result<ClientAnswer> tls(const Endpoints& endpoints, const std::string& host,
                           const RequestBytes& request) {
    VICHE_ASSIGN(asio::ssl::context tls, make_tls(options_));
    TlsClient stream(context_, tls);
    stream.set_verify_callback(asio::ssl::host_name_verification(host));
    error_code not_numeric;
    asio::ip::make_address(host, not_numeric);
    if (not_numeric && SSL_set_tlsext_host_name(stream.native_handle(), host.c_str()) != 1) {
      return Error{"not a host's name", "TLS"};
    }
    VICHE_TRY(connect(stream.next_layer(), endpoints));
    const error_code error = wait([&](auto done) {
      stream.async_handshake(asio::ssl::stream_base::client, std::move(done));
    });
    const long verified = SSL_get_verify_result(stream.native_handle());
    if (error && verified != X509_V_OK) {
      return Error{X509_verify_cert_error_string(verified), "certificate"};
    }
    if (error) return failure(error, "TLS handshake");
    return transfer(stream, request);
  }

 private:
  /// Starts one operation and runs the loop until it has ended.
  template <class Start>
  error_code wait(Start start) {
    error_code result;
    start([&result](const error_code& error, const auto&...) { result = error; });
    context_.restart();
    context_.run();
    return result;
  }

  [[nodiscard]] static Error failure(const error_code& error, const char* step) {
    return Error{error == beast::error::timeout ? "the deadline passed" : error.message(), step};
  }

  Result<void> connect(beast::tcp_stream& stream, const Endpoints& endpoints) {
    stream.expires_at(deadline_);  // for this and all that follows
    const error_code error =
        wait([&](auto done) { stream.async_connect(endpoints, std::move(done)); });
    if (error) return failure(error, "connection");
    return {};
  }

  template <class Stream>
  Result<ClientAnswer> transfer(Stream& stream, const RequestBytes& request) {
    error_code error = wait(
        [&](auto done) { asio::async_write(stream, asio::buffer(request.text), std::move(done)); });
    if (error) return failure(error, "request");
    beast_http::response_parser<beast_http::string_body> parser;
    parser.eager(true);
    parser.header_limit(kHeaderLimit);
    parser.body_limit(options_.body_limit);
    parser.skip(request.head);
    beast::flat_buffer buffer;
    while (!parser.is_done()) {
      error = wait([&](auto done) {
        stream.async_read_some(buffer.prepare(kPieceSize),
                               [&, done](const error_code& read, std::size_t size) {
                                 buffer.commit(size);
                                 done(read);
                               });
      });
      if (error == asio::error::eof && !parser.got_some()) {
        error = beast_http::error::end_of_stream;
      } else if (error == asio::error::eof) {
        parser.put_eof(error);
      } else if (!error) {
        buffer.consume(parser.put(buffer.data(), error));
        if (error == beast_http::error::need_more) error = {};
      }
      if (error == beast_http::error::body_limit) {
        return Error{"has more than " + std::to_string(options_.body_limit) + " bytes", "answer"};
      }
      if (error) return failure(error, "answer");
    }
    ClientAnswer answer;
    answer.status = parser.get().result_int();
    for (const auto& field : parser.get()) {
      std::string name(field.name_string());
      std::transform(name.begin(), name.end(), name.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      std::string& value = answer.headers[name];
      if (!value.empty()) value += ", ";
      value += std::string_view(field.value().data(), field.value().size());
    }
    answer.body = std::move(parser.get().body());
    return answer;
  }

  const ClientOptions& options_;
  SteadyTime deadline_;
  asio::io_context context_{1};
};

Result<ClientAnswer> exchange_parts(const ClientOptions& options, Method method, const Url& url,
                                    std::string_view content_type, std::string_view body) {
  const SteadyTime deadline = std::chrono::steady_clock::now() + options.deadline;
  const std::string_view name = name_of(method);
  if (name.empty()) return Error{"no method that is sent", ""};
  const RequestBytes request{request_text(name, url, content_type, body), method == Method::kHead};
  VICHE_ASSIGN(const Endpoints endpoints, look_up(url, deadline));
  Exchange exchange(options, deadline);
  return url.tls ? exchange.tls(endpoints, url.host, request) : exchange.plain(endpoints, request);
}

}  // namespace

Result<ClientAnswer> exchange(const ClientOptions& options, Method method, const Url& url,
                              std::string_view content_type, std::string_view body) {
  Result<ClientAnswer> answer = exchange_parts(options, method, url, content_type, body);
  if (!answer) return answer.error().at(url.text());
  return answer;
}

}  // namespace viche::http
