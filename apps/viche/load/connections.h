#pragma once
// Many connections to one board on one thread, watched together.

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "apps/viche/load/connection.h"

namespace viche::load {

using Clock = std::chrono::steady_clock;

enum class Reuse {
  kKept,      // a connection carries request after request
  kEachAnew,  // a connection, and a TLS handshake, for each request
};

class Connections {
 public:
  struct Options {
    Target target;
    std::optional<TlsClient> tls;  // if the target's scheme asks for it
    std::size_t count = 1;         // at most as many at once
    Reuse reuse = Reuse::kKept;
    std::chrono::milliseconds timeout{30000};  // from `post` to the answer
  };
  /// Called with the number that `post` was given, and the answer (valid during the call) or why
  /// there is none. Must not post.
  using Done = std::function<void(std::uint64_t, const Answer*, Failure)>;

  /// An EnvironmentError if the system allows no more open files or no epoll.
  Connections(Options options, Done done);
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  ~Connections();

  /// Connects all that are kept, a few at a time; an error if one cannot be.
  Result<void> open_all();

  /// How many connections have no request, and how many have one.
  [[nodiscard]] std::size_t idle() const { return free_.size(); }
  [[nodiscard]] std::size_t busy() const { return slots_.size() - free_.size(); }
  [[nodiscard]] const Target& target() const { return options_.target; }
  /// Sends on an idle connection, the one that has rested longest, and connects it if it is closed.
  void post(std::uint64_t number, std::string_view request);
  /// Waits for sockets at most so long and tells what became of requests.
  void wait(std::chrono::milliseconds most);

  /// Since the start, tries that failed too.
  [[nodiscard]] std::uint64_t opened() const { return opened_; }

 private:
  struct Slot {
    Connection connection;
    std::uint64_t number = 0;
    std::uint64_t turn = 0;  // of its present request, among all; 0: it has none
  };
  struct Deadline {
    std::size_t slot;
    std::uint64_t turn;
    Clock::time_point time;
  };

  void connect(Slot& slot);
  void settle(Slot& slot, Connection::Progress progress);
  void end(Slot& slot, const Answer* answer);
  void end_late(Clock::time_point now);

  Options options_;
  Done done_;
  int epoll_ = -1;
  std::vector<Slot> slots_;
  std::deque<std::size_t> free_;
  std::deque<Deadline> deadlines_;  // in order, as all requests have equally long
  std::uint64_t turns_ = 0;
  std::uint64_t opened_ = 0;
  std::size_t ready_ = 0, unready_ = 0;  // of those that were opened ahead
};

}  // namespace viche::load
