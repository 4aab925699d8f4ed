#include "apps/viche/load/schedule.h"

#include <cmath>

namespace viche::load {

Schedule::Schedule(double rate, Spacing spacing, std::uint64_t seed)
    : interval_(1e9 / rate), spacing_(spacing), random_(seed) {}

void Schedule::advance() {
  ++count_;
  if (spacing_ == Spacing::kEven) {
    at_ = static_cast<double>(count_) * interval_;  // no errors add up
  } else {
    // Between arrivals of a Poisson process: -ln(u) / rate, u uniform in (0, 1].
    const double u = static_cast<double>((random_() >> 11) + 1) * 0x1p-53;
    at_ -= std::log(u) * interval_;
  }
  next_ = static_cast<std::int64_t>(at_);
}

}  // namespace viche::load
