#include "tests/apps/viche-verify/file_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <numeric>

namespace viche::test {
namespace {

bool readable(int socket) {
  pollfd waiting{socket, POLLIN, 0};
  return ::poll(&waiting, 1, 10) > 0;
}

}  // namespace

FileServer::FileServer(Files files, Misbehave misbehave)
    : misbehave_(std::move(misbehave)),
      socket_(::socket(AF_INET, SOCK_STREAM, 0)),
      files_(std::move(files)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size);
  ::listen(socket_, 64);
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { accept(); });
}

FileServer::~FileServer() {
  ending_ = true;
  thread_.join();
  for (std::thread& client : clients_) client.join();
  ::close(socket_);
}

unsigned FileServer::asked(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = asked_.find(path);
  return found == asked_.end() ? 0 : found->second;
}

unsigned FileServer::requests() const {
  const std::lock_guard lock(mutex_);
  return std::accumulate(asked_.begin(), asked_.end(), 0U,
                         [](unsigned sum, const auto& item) { return sum + item.second; });
}

void FileServer::set(Files files) {
  const std::lock_guard lock(mutex_);
  files_ = std::move(files);
}

FileServer::Reply FileServer::ok(ByteView body) {
  return {"HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
          std::string(as_text(body))};
}

FileServer::Reply FileServer::status(unsigned code) {
  return {"HTTP/1.1 " + std::to_string(code) + " No\r\nContent-Length: 0\r\n\r\n"};
}

void FileServer::accept() {
  while (!ending_) {
    if (!readable(socket_)) continue;
    const int client = ::accept(socket_, nullptr, nullptr);
    clients_.emplace_back([this, client] {
      serve(client);
      ::close(client);
    });
  }
}

FileServer::Reply FileServer::answer(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const unsigned nth = ++asked_[path];
  Reply reply;
  if (misbehave_ && misbehave_(path, nth, reply)) return reply;
  const auto file = files_.find(path);
  return file == files_.end() ? status(404) : ok(file->second);
}

bool FileServer::send(int client, const std::string& bytes) const {
  std::size_t sent = 0;
  while (sent < bytes.size() && !ending_) {
    pollfd waiting{client, POLLOUT, 0};
    if (::poll(&waiting, 1, 10) <= 0) continue;
    const ssize_t size =
        ::send(client, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0) return false;
    sent += static_cast<std::size_t>(size);
  }
  return sent == bytes.size();
}

void FileServer::serve(int client) {
  std::string buffer;
  std::array<char, 4096> bytes{};
  while (!ending_) {
    const std::size_t end = buffer.find("\r\n\r\n");
    if (end == std::string::npos) {
      if (!readable(client)) continue;
      const ssize_t size = ::recv(client, bytes.data(), bytes.size(), 0);
      if (size <= 0) return;
      buffer.append(bytes.data(), static_cast<std::size_t>(size));
      continue;
    }
    const std::size_t start = buffer.find("/");
    const Reply reply = answer(buffer.substr(start + 1, buffer.find(' ', start) - start - 1));
    buffer.erase(0, end + 4);
    if (!send(client, reply.bytes)) return;
    const std::string zeros(1U << 16, '\0');
    for (std::uint64_t left = reply.zeros; left > 0 && !ending_; left -= zeros.size()) {
      if (!send(client, zeros)) return;
      zeros_sent_ += zeros.size();
    }
    if (reply.then == Reply::Then::kClose) return;
    while (reply.then == Reply::Then::kHang && !ending_) {
      if (readable(client) && ::recv(client, bytes.data(), bytes.size(), 0) <= 0) return;
    }
  }
}

}  // namespace viche::test
