#pragma once
// A progress line on standard error, when that is a terminal.

#include <chrono>
#include <cstdint>

namespace viche::verify_program {

class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of `size` entries. Shown after the first second, five times a second at most.
  void show(std::uint64_t done, std::uint64_t size);

 private:
  using Clock = std::chrono::steady_clock;

  bool terminal_;
  bool shown_ = false;
  Clock::time_point start_;
  Clock::time_point last_;
};

}  // namespace viche::verify_program
