#include "apps/viche-verify/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace viche::verify_program {

Progress::Progress() : terminal_(isatty(STDERR_FILENO) == 1), start_(Clock::now()), last_(start_) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void Progress::show(std::uint64_t done, std::uint64_t size) {
  if (!terminal_ || done == 0 || size == 0) return;
  const Clock::time_point now = Clock::now();
  const std::chrono::duration<double> spent = now - start_;
  if (spent < std::chrono::seconds(1) || now - last_ < std::chrono::milliseconds(200)) return;
  last_ = now;
  shown_ = true;
  const double left = static_cast<double>(size - std::min(done, size));
  const double seconds = spent.count() * left / static_cast<double>(done);
  std::fprintf(stderr, "\r\033[K%llu of %llu entries, %.0f%%, about %.0f s left",
               static_cast<unsigned long long>(done), static_cast<unsigned long long>(size),
               100.0 * static_cast<double>(done) / static_cast<double>(size), seconds);
  std::fflush(stderr);
}

}  // namespace viche::verify_program
