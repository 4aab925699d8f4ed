#include "apps/viche/load/mix.h"

#include <array>
#include <cmath>
#include <cstring>

#include "ballot/ballot.h"

namespace viche::load {
namespace {

constexpr std::size_t kRemembered = 4096;
constexpr std::array<std::string_view, 3> kReads = {"", "/checkpoint", "/v1/election"};

/// Of `count` with this proportion: how many there should be.
std::uint64_t share(double proportion, std::uint64_t count) {
  return static_cast<std::uint64_t>(std::floor(proportion * static_cast<double>(count) + 1e-6));
}

std::uint64_t credential_of(ByteView framed) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, framed.data() + 2 + ballot::kOffsetK, sizeof bits);
  return bits == 0 ? 1 : bits;
}

}  // namespace

Mix::Mix(BallotFiles& files, const Proportions& proportions, std::uint64_t seed)
    : files_(&files), proportions_(proportions), random_(seed) {}

bool Mix::repeat_owed() const { return repeated_ < share(proportions_.repeated, ballots_); }
bool Mix::read_owed() const { return reads_ < share(proportions_.reads, ballots_); }

const Mix::Accepted& Mix::any() { return accepted_[random_() % accepted_.size()]; }

Result<void> Mix::look_ahead() {
  if (ended_ || ahead_) return {};
  VICHE_ASSIGN(ahead_, files_->next());
  ended_ = !ahead_;
  if (ahead_) ++seen_;
  return {};
}

Result<std::optional<Arrival>> Mix::next() {
  VICHE_TRY(look_ahead());
  Arrival arrival;
  if (repeat_owed() && !accepted_.empty()) {
    const Accepted& earlier = any();
    arrival.kind = Kind::kRepeated;
    arrival.framed = earlier.framed;
    arrival.index = earlier.index;
    ++repeated_;
  } else if (read_owed()) {
    arrival.kind = Kind::kRead;
    arrival.path = kReads[reads_++ % kReads.size()];
    if (arrival.path.empty() && !accepted_.empty()) arrival.framed = any().framed;
    if (arrival.path.empty() && accepted_.empty()) arrival.path = kReads[1];
  } else if (ahead_ && altered_ < share(proportions_.altered, seen_)) {
    arrival.kind = Kind::kAltered;
    arrival.framed = *ahead_;
    arrival.flipped = static_cast<std::uint32_t>(random_() % (8 * (ahead_->size() - 2)));
    ++altered_;
  } else if (ahead_) {
    arrival.framed = *ahead_;
    arrival.credential = credential_of(*ahead_);
    ahead_.reset();
    ++ballots_;
    VICHE_TRY(look_ahead());
  } else {
    return std::optional<Arrival>();
  }
  return std::optional(arrival);
}

void Mix::accepted(ByteView framed, std::uint64_t index) {
  if (accepted_.size() < kRemembered) {
    accepted_.push_back({framed, index});
  } else {
    accepted_[random_() % kRemembered] = {framed, index};
  }
}

}  // namespace viche::load
