#include "bulletin/http/side_thread.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace viche::http {
namespace {

/// On Linux each thread has its own: about a third of another thread's share of a busy processor.
constexpr int kNiceness = 5;

}  // namespace

SideThread::SideThread(std::size_t limit) : limit_(limit), thread_([this] { run(); }) {
  ::pthread_setname_np(thread_.native_handle(), "board-side");
}

SideThread::~SideThread() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

bool SideThread::submit(std::size_t weight, std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  if (weight > limit_ - weight_) return false;
  weight_ += weight;
  tasks_.push_back({weight, std::move(task)});
  changed_.notify_all();
  return true;
}

void SideThread::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNiceness);
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return ending_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task.run();
    task.run = nullptr;
    lock.lock();
    weight_ -= task.weight;
  }
}

}  // namespace viche::http
