#pragma once
// A thread for requests that take long or read files, so that no ballot waits for them.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace viche::http {

/// Runs tasks one after the other, in their order, at a lower priority than the process's other
/// threads. Thread-safe.
class SideThread {
 public:
  /// `limit` is the weight of all tasks together that wait or run.
  explicit SideThread(std::size_t limit);
  SideThread(const SideThread&) = delete;
  SideThread& operator=(const SideThread&) = delete;
  /// Runs what waits still.
  ~SideThread();

  /// False, and the task never runs, if it is too much beside what waits.
  bool submit(std::size_t weight, std::function<void()> task);

 private:
  struct Task {
    std::size_t weight;
    std::function<void()> run;
  };
  void run();

  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::size_t weight_ = 0;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace viche::http
