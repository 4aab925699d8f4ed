#include "apps/viche/load/connections.h"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "apps/common/cli.h"

namespace viche::load {
namespace {

constexpr std::size_t kOpeningAtOnce = 128;
constexpr rlim_t kOtherFiles = 64;

void allow_files(std::size_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t wanted = count + kOtherFiles;
  if (limit.rlim_cur >= wanted) return;
  if (limit.rlim_max < wanted) {
    throw app::EnvironmentError("the system allows " + std::to_string(limit.rlim_max) +
                                " open files, fewer than are needed (ulimit -n)");
  }
  limit.rlim_cur = wanted;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Connections::Connections(Options options, Done done)
    : options_(std::move(options)), done_(std::move(done)), slots_(options_.count) {
  allow_files(options_.count);
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ < 0) throw app::EnvironmentError("epoll: " + std::generic_category().message(errno));
  for (std::size_t i = 0; i < slots_.size() * options_.pipeline; ++i) {
    free_.push_back(i % slots_.size());
  }
}

Connections::~Connections() { ::close(epoll_); }

void Connections::connect(Slot& slot) {
  ++opened_;
  const int socket = slot.connection.open(options_.target, options_.tls ? &*options_.tls : nullptr);
  if (socket < 0) return;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLET;
  event.data.u64 = static_cast<std::uint64_t>(&slot - slots_.data());
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0) slot.connection.close();
}

Result<void> Connections::open_all() {
  if (options_.reuse == Reuse::kEachAnew) return {};
  ready_ = unready_ = 0;
  const Clock::time_point give_up = Clock::now() + options_.timeout;
  for (std::size_t begun = 0; ready_ < slots_.size();) {
    while (begun < slots_.size() && begun < ready_ + kOpeningAtOnce) {
      Slot& slot = slots_[begun++];
      connect(slot);
      if (slot.connection.state() == Connection::State::kClosed) ++unready_;
    }
    wait(std::chrono::milliseconds(10));
    if (unready_ > 0 || Clock::now() > give_up) {
      return Error{"only " + std::to_string(ready_) + " of " + std::to_string(slots_.size()) +
                       " connections could be opened",
                   options_.target.host_header()};
    }
  }
  return {};
}

void Connections::post(std::uint64_t number, std::string_view request) {
  const std::size_t place = free_.front();
  free_.pop_front();
  Slot& slot = slots_[place];
  slot.requests.push_back({number, ++turns_});
  deadlines_.push_back({place, turns_, Clock::now() + options_.timeout});
  if (slot.connection.state() == Connection::State::kClosed) connect(slot);
  settle(slot, slot.connection.send(request));
}

void Connections::settle(Slot& slot, Connection::Progress progress) {
  while (progress == Connection::Progress::kAnswered) {
    if (!take_answer(slot)) return;
    progress = slot.connection.advance();
  }
  if (progress == Connection::Progress::kOpened) ++ready_;
  if (progress == Connection::Progress::kFailed) fail_all(slot, slot.connection.failure());
}

bool Connections::take_answer(Slot& slot) {
  const bool last = options_.reuse == Reuse::kEachAnew || slot.connection.answer().close;
  if (last) slot.connection.close();  // what was answered stays readable
  end_first(slot, &slot.connection.answer(), Failure::kClosed);
  if (last && !slot.requests.empty()) fail_all(slot, Failure::kClosed);
  return !last;
}

void Connections::fail_all(Slot& slot, Failure failure) {
  if (slot.requests.empty()) ++unready_;  // opened ahead, or between two requests
  while (!slot.requests.empty()) end_first(slot, nullptr, failure);
}

void Connections::end_first(Slot& slot, const Answer* answer, Failure failure) {
  const std::uint64_t number = slot.requests.front().number;
  slot.requests.pop_front();
  done_(number, answer, failure);
  free_.push_back(static_cast<std::size_t>(&slot - slots_.data()));
}

void Connections::end_late(Clock::time_point now) {
  while (!deadlines_.empty()) {
    const Deadline first = deadlines_.front();
    Slot& slot = slots_[first.slot];
    if (!slot.requests.empty() && slot.requests.front().turn == first.turn) {
      if (now < first.time) return;
      settle(slot, slot.connection.give_up());
    }
    deadlines_.pop_front();
  }
}

void Connections::wait(std::chrono::milliseconds most) {
  std::array<epoll_event, 512> events{};
  const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                 static_cast<int>(most.count()));
  for (int i = 0; i < count; ++i) {
    Slot& slot = slots_[events[static_cast<std::size_t>(i)].data.u64];
    settle(slot, slot.connection.advance());
  }
  end_late(Clock::now());
}

}  // namespace viche::load
