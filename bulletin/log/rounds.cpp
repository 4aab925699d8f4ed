#include "bulletin/log/rounds.h"

#include <algorithm>

namespace viche::log {

namespace {

std::size_t count(const std::vector<bool>& flags) {
  return static_cast<std::size_t>(std::count(flags.begin(), flags.end(), true));
}

}  // namespace

Result<void> Rounds::check_open(std::uint32_t round) const {
  if (round == open_) return {};
  return Error{"it names round " + std::to_string(round) + ", and round " + std::to_string(open_) +
                   " is open",
               ""};
}

std::size_t Rounds::agreements() const { return count(agreed_); }

std::size_t Rounds::abstentions() const { return count(abstained_); }

void Rounds::abstain(std::uint16_t trustee) {
  abstained_[trustee - std::size_t{1}] = true;
  if (abstentions() < abstained_.size()) return;
  ++open_;
  agreed_.assign(agreed_.size(), false);
  abstained_.assign(abstained_.size(), false);
}

}  // namespace viche::log
