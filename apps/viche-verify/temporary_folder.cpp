#include "apps/viche-verify/temporary_folder.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <utility>

namespace viche::verify_program {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "viche-verify-";
constexpr std::size_t kRandomPart = 6;

/// A folder whose lock is held is in use; the lock goes with the process, however it ends.
int lock_folder(const fs::path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return -1;
  struct stat held {};
  struct stat named {};
  const bool mine = ::fstat(folder, &held) == 0 && held.st_uid == ::geteuid() &&
                    (held.st_mode & 0777) == 0700 && ::flock(folder, LOCK_EX | LOCK_NB) == 0 &&
                    ::lstat(path.c_str(), &named) == 0 && named.st_ino == held.st_ino &&
                    named.st_dev == held.st_dev;
  if (mine) return folder;
  ::close(folder);
  return -1;
}

void sweep_abandoned(const fs::path& where) {
  std::error_code fault;
  for (fs::directory_iterator it(where, fault), end; !fault && it != end; it.increment(fault)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(kPrefix) || name.size() != kPrefix.size() + kRandomPart) continue;
    const int folder = lock_folder(it->path());
    if (folder < 0) continue;
    std::error_code ignored;
    fs::remove_all(it->path(), ignored);
    ::close(folder);
  }
}

sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

}  // namespace

/// Waits for the signals in a thread of its own, where files can be removed.
class TemporaryFolder::Held {
 public:
  /// In this thread, and those that it starts, the signals wait: between the making of a folder and
  /// the watch over it too.
  class BlockedSignals {
   public:
    BlockedSignals() {
      const sigset_t signals = ending_signals();
      pthread_sigmask(SIG_BLOCK, &signals, &before_);
    }
    BlockedSignals(const BlockedSignals&) = delete;
    BlockedSignals& operator=(const BlockedSignals&) = delete;
    ~BlockedSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

   private:
    sigset_t before_{};
  };

  Held(std::unique_ptr<BlockedSignals> blocked, fs::path path, int lock)
      : blocked_(std::move(blocked)), path_(std::move(path)), lock_(lock) {
    watcher_ = std::thread([this] { watch(); });
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    ending_ = true;
    pthread_kill(watcher_.native_handle(), SIGTERM);
    watcher_.join();
    remove();
    ::close(lock_);
  }

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  void remove() const {
    std::error_code fault;
    fs::remove_all(path_, fault);
  }

  void watch() const {
    const sigset_t signals = ending_signals();
    int signal = 0;
    if (sigwait(&signals, &signal) != 0 || ending_) return;
    // Others may still be writing into it.
    constexpr int kTimes = 3;
    for (int i = 0; i < kTimes; ++i) remove();
    // This one alone: the main thread, whose files are gone, may be sending another by now.
    sigset_t caught;
    sigemptyset(&caught);
    sigaddset(&caught, signal);
    std::signal(signal, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &caught, nullptr);
    ::raise(signal);
  }

  std::unique_ptr<BlockedSignals> blocked_;
  fs::path path_;
  int lock_;
  std::atomic<bool> ending_{false};
  std::thread watcher_;
};

TemporaryFolder::TemporaryFolder(std::unique_ptr<Held> held) : held_(std::move(held)) {}
TemporaryFolder::TemporaryFolder(TemporaryFolder&&) noexcept = default;
TemporaryFolder::~TemporaryFolder() = default;

const fs::path& TemporaryFolder::path() const { return held_->path(); }

Result<TemporaryFolder> TemporaryFolder::create() {
  std::error_code fault;
  const fs::path where = fs::temp_directory_path(fault);
  if (fault) return Error{fault.message(), "the folder for temporary files"};
  sweep_abandoned(where);
  auto blocked = std::make_unique<Held::BlockedSignals>();
  constexpr int kTries = 100;  // somebody else's sweep may be as fast as we are
  for (int i = 0; i < kTries; ++i) {
    std::string name = (where / (std::string(kPrefix) + std::string(kRandomPart, 'X'))).string();
    if (mkdtemp(name.data()) == nullptr) return Error{std::strerror(errno), where.string()};
    const int lock = lock_folder(name);
    if (lock >= 0) return TemporaryFolder(std::make_unique<Held>(std::move(blocked), name, lock));
  }
  return Error{"cannot be locked", where.string()};
}

}  // namespace viche::verify_program
