#pragma once
// What the connections of one thread share. Only for this folder's sources: it is Asio's.

#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "bulletin/http/jitter.h"
#include "bulletin/http/server.h"

namespace viche::http {

using Clock = std::chrono::steady_clock;

/// A connection as its thread's clock sees it. All calls on that thread.
class Connection {
 public:
  virtual ~Connection() = default;
  /// Ends the connection if its deadline has passed.
  virtual void look_at(Clock::time_point now) = 0;
  /// No more requests after the one that is being answered.
  virtual void drain() = 0;
  virtual void close() = 0;
};

/// What all threads of a server share.
struct Shared {
  ServerOptions options;
  Handler handler;
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> arriving{0};  // bytes of bodies that are not handed on yet
  std::atomic<std::size_t> leaving{0};   // bytes of bodies that are being sent
  Jitter jitter;
  std::atomic<std::uint64_t> accepted{0}, turned_away{0}, timed_out{0};
  std::array<std::atomic<std::uint64_t>, 6> responses{};
  board::LatencyHistogram unavailable;  // from having read a request to sending its 503
  std::atomic<bool> draining{false};

  explicit Shared(ServerOptions the_options, Handler the_handler)
      : options(std::move(the_options)), handler(std::move(the_handler)), jitter(options.seed) {}
};

/// One thread's event loop. Outlives its connections, which hold it.
class Worker {
 public:
  explicit Worker(std::shared_ptr<Shared> shared);

  [[nodiscard]] Shared& shared() { return *shared_; }
  boost::asio::io_context& context() { return context_; }
  /// The header line of the present second.
  [[nodiscard]] const std::string& date() const { return date_; }

  void run();
  /// From any thread: has `task` run on the worker's, at once if this is it. False if the loop has
  /// ended: then it never runs. (What lay in an ended loop would keep the worker, and itself.)
  template <class Task>
  bool submit(Task task) {
    if (context_.get_executor().running_in_this_thread()) {
      task();
      return true;
    }
    const std::lock_guard lock(ending_);
    if (!ended_) boost::asio::post(context_, std::move(task));
    return !ended_;
  }

  // On its own thread.
  void add(const std::shared_ptr<Connection>& connection);
  void remove(const Connection* connection);
  void drain();
  void close_all();
  /// The loop ends when the last connection does.
  void let_go();

 private:
  void tick();

  std::shared_ptr<Shared> shared_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{
      context_.get_executor()};
  boost::asio::steady_timer timer_{context_};
  std::unordered_map<const Connection*, std::shared_ptr<Connection>> connections_;
  std::string date_;
  std::mutex ending_;
  bool ended_ = false;  // under ending_
  bool letting_go_ = false;
};

}  // namespace viche::http
