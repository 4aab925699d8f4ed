#include "tests/bulletin/http/client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace viche::test {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

HttpAnswer parse_head(const std::string& head) {
  HttpAnswer answer;
  answer.status = static_cast<unsigned>(std::stoul(head.substr(9, 3)));
  std::size_t at = head.find("\r\n") + 2;
  while (at < head.size()) {
    const std::size_t end = head.find("\r\n", at);
    const std::size_t colon = head.find(": ", at);
    answer.headers[lower(head.substr(at, colon - at))] = head.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  return answer;
}

}  // namespace

std::string HttpAnswer::reason() const {
  const auto type = headers.find("content-type");
  if (type == headers.end() || type->second != "application/problem+json") return "";
  return nlohmann::json::parse(body).at("reason").get<std::string>();
}

HttpClient::HttpClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect");
  }
}

HttpClient::~HttpClient() { ::close(socket_); }

void HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has seen enough
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void HttpClient::end() { ::shutdown(socket_, SHUT_WR); }

bool HttpClient::fill() {
  pollfd poll{socket_, POLLIN, 0};
  if (::poll(&poll, 1, 10000) <= 0) return false;
  std::array<char, 65536> bytes;
  const ssize_t size = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (size <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(size));
  return true;
}

std::optional<HttpAnswer> HttpClient::read_head() {
  std::size_t end = std::string::npos;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  HttpAnswer answer = parse_head(buffer_.substr(0, end + 2));
  buffer_.erase(0, end + 4);
  return answer;
}

std::optional<HttpAnswer> HttpClient::read() {
  std::optional<HttpAnswer> answer = read_head();
  if (!answer) return std::nullopt;
  const auto length = answer->headers.find("content-length");
  const std::size_t size = length == answer->headers.end() ? 0 : std::stoul(length->second);
  while (buffer_.size() < size) {
    if (!fill()) return std::nullopt;
  }
  answer->body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  if (buffer_.empty()) std::string().swap(buffer_);  // tests measure what is kept
  return answer;
}

bool HttpClient::closed(std::chrono::milliseconds within) {
  pollfd poll{socket_, POLLIN, 0};
  if (::poll(&poll, 1, static_cast<int>(within.count())) <= 0) return false;
  char byte = 0;
  return ::recv(socket_, &byte, 1, 0) <= 0;
}

std::string get_request(const std::string& path, const std::string& more) {
  return "GET " + path + " HTTP/1.1\r\nHost: board\r\n" + more + "\r\n";
}

std::string post_request(const std::string& path, std::string_view body, const std::string& more) {
  return "POST " + path + " HTTP/1.1\r\nHost: board\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

HttpAnswer ask(std::uint16_t port, const std::string& request) {
  HttpClient client(port);
  client.send(request);
  return client.read().value_or(HttpAnswer{});
}

}  // namespace viche::test
