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
    /// Requests on a connection before the first of them is answered; 1 unless it is kept.
    std::size_t pipeline = 1;
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

  /// How many requests could be posted now, and how many wait for their answers.
  [[nodiscard]] std::size_t idle() const { return free_.size(); }
  [[nodiscard]] std::size_t busy() const {
    return slots_.size() * options_.pipeline - free_.size();
  }
  [[nodiscard]] const Target& target() const { return options_.target; }
  /// While `idle` is not 0. Sends on the connection that has had room for it longest, and connects
  /// it if it is closed.
  void post(std::uint64_t number, std::string_view request);
  /// Waits for sockets at most so long and tells what became of requests.
  void wait(std::chrono::milliseconds most);

  /// Since the start, tries that failed too.
  [[nodiscard]] std::uint64_t opened() const { return opened_; }

 private:
  struct Request {
    std::uint64_t number = 0;
    std::uint64_t turn = 0;  // among all
  };
  struct Slot {
    Connection connection;
    std::deque<Request> requests;  // without answers, in order
  };
  struct Deadline {
    std::size_t slot;
    std::uint64_t turn;
    Clock::time_point time;
  };

  void connect(Slot& slot);
  void settle(Slot& slot, Connection::Progress progress);
  /// Tells what the slot's first request was answered; false if the connection ends with that.
  bool take_answer(Slot& slot);
  void fail_all(Slot& slot, Failure failure);
  void end_first(Slot& slot, const Answer* answer, Failure failure);
  void end_late(Clock::time_point now);

  Options options_;
  Done done_;
  int epoll_ = -1;
  std::vector<Slot> slots_;
  std::deque<std::size_t> free_;    // a slot once for each request that it has room for
  std::deque<Deadline> deadlines_;  // in order, as all requests have equally long
  std::uint64_t turns_ = 0;
  std::uint64_t opened_ = 0;
  std::size_t ready_ = 0, unready_ = 0;  // of those that were opened ahead
};

}  // namespace viche::load
