#pragma once
// The program viche-board, serving a simulation's board for as long as the vote lasts.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "crypto/group/result.h"

namespace viche::app {

/// What serving cost.
struct BoardUsage {
  double cpu_seconds = 0;
  long peak_memory_kib = 0;
};

class BoardProcess {
 public:
  /// Starts it and waits until it serves. `settings` are arguments of viche-board; what it says
  /// goes to `log_file`, which is new.
  static Result<BoardProcess> start(const std::filesystem::path& program,
                                    const std::vector<std::string>& settings,
                                    const std::filesystem::path& log_file);
  BoardProcess(BoardProcess&& other) noexcept;
  BoardProcess& operator=(BoardProcess&&) = delete;
  /// Kills it if it was not stopped.
  ~BoardProcess();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Asks it to stop and waits; an error unless it ends in order.
  Result<BoardUsage> stop();

 private:
  BoardProcess(int process, std::filesystem::path log_file)
      : process_(process), log_file_(std::move(log_file)) {}
  Result<void> wait_until_served();
  [[nodiscard]] Error ended(int exit_code) const;

  int process_;  // 0 once it has ended
  std::filesystem::path log_file_;
  std::uint16_t port_ = 0;
};

}  // namespace viche::app
