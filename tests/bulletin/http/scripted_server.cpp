#include "tests/bulletin/http/scripted_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace viche::test {

using namespace std::chrono_literals;

ScriptedServer::ScriptedServer(Script script)
    : script_(std::move(script)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size);
  ::listen(socket_, 16);
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

ScriptedServer::~ScriptedServer() {
  ending_ = true;
  thread_.join();
  ::close(socket_);
}

void ScriptedServer::serve() {
  while (!ending_) {
    pollfd poll{socket_, POLLIN, 0};
    if (::poll(&poll, 1, 10) <= 0) continue;
    const int client = ::accept(socket_, nullptr, nullptr);
    answer(client);
    ::close(client);
  }
}

bool ScriptedServer::wait(int client, std::chrono::milliseconds time) const {
  const auto until = std::chrono::steady_clock::now() + time;
  while (!ending_ && std::chrono::steady_clock::now() < until) {
    pollfd poll{client, POLLRDHUP, 0};
    if (::poll(&poll, 1, 5) > 0) return false;
  }
  return !ending_;
}

void ScriptedServer::answer(int client) const {
  std::string request;
  std::array<char, 4096> bytes{};
  while (request.find("\r\n\r\n") == std::string::npos) {
    const ssize_t size = ::recv(client, bytes.data(), bytes.size(), 0);
    if (size <= 0) return;
    request.append(bytes.data(), static_cast<std::size_t>(size));
  }
  for (const std::string& piece : script_.pieces) {
    if (::send(client, piece.data(), piece.size(), MSG_NOSIGNAL) < 0) return;
    if (!wait(client, script_.between)) return;
  }
  if (script_.then == Script::Then::kHang) static_cast<void>(wait(client, 60s));
  ::shutdown(client, SHUT_WR);
  static_cast<void>(wait(client, 1s));
}

}  // namespace viche::test
