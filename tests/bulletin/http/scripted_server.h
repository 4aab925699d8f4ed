#pragma once
// A server on a loopback socket that says to every client what a test wants, however wrong.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace viche::test {

class ScriptedServer {
 public:
  struct Script {
    std::vector<std::string> pieces;       // sent once a request's header is there
    std::chrono::milliseconds between{0};  // two pieces
    enum class Then { kClose, kHang } then = Then::kClose;
  };
  explicit ScriptedServer(Script script);
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve();
  void answer(int client) const;
  /// False if the client went or the server is to end.
  [[nodiscard]] bool wait(int client, std::chrono::milliseconds time) const;

  Script script_;
  int socket_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace viche::test
