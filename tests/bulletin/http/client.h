#pragma once
// An HTTP client on a loopback socket that sends any bytes and reads whole responses.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace viche::test {

struct HttpAnswer {
  unsigned status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  /// Member `reason` of a problem; empty if there is none.
  [[nodiscard]] std::string reason() const;
};

class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  void send(std::string_view bytes);
  /// Nothing more will be sent.
  void end();
  /// The next response; nothing if the server closed the connection, or after ten seconds.
  std::optional<HttpAnswer> read();
  /// A response without its body, as after HEAD.
  std::optional<HttpAnswer> read_head();
  /// Whether the server has closed the connection, at the latest after `within`.
  bool closed(std::chrono::milliseconds within = std::chrono::milliseconds(5000));

 private:
  bool fill();

  int socket_ = -1;
  std::string buffer_;
};

std::string get_request(const std::string& path, const std::string& more = "");
std::string post_request(const std::string& path, std::string_view body,
                         const std::string& more = "Content-Type: application/octet-stream\r\n");
/// One request on a connection of its own.
HttpAnswer ask(std::uint16_t port, const std::string& request);

}  // namespace viche::test
