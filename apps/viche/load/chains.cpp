#include "apps/viche/load/chains.h"

#include <algorithm>

namespace viche::load {
namespace {

constexpr std::size_t kFirstSize = 4096;  // a power of two, as all later ones

}  // namespace

Chains::Chains() : table_(kFirstSize, 0) {}

std::size_t Chains::home(std::uint64_t credential) const {
  return credential & (table_.size() - 1);  // K is a point's encoding, as good as random
}

std::size_t Chains::place_of(std::uint64_t credential) const {
  std::size_t place = home(credential);
  while (table_[place] != 0 && table_[place] != credential) {
    place = (place + 1) & (table_.size() - 1);
  }
  return place;
}

void Chains::grow() {
  std::vector<std::uint64_t> old(2 * table_.size(), 0);
  old.swap(table_);
  for (const std::uint64_t credential : old) {
    if (credential != 0) table_[place_of(credential)] = credential;
  }
}

/// Moves back whatever would not be found behind the gap.
void Chains::erase(std::size_t place) {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t next = (place + 1) & mask; table_[next] != 0; next = (next + 1) & mask) {
    if (((next - home(table_[next])) & mask) < ((next - place) & mask)) continue;
    table_[place] = table_[next];
    place = next;
  }
  table_[place] = 0;
}

bool Chains::begin(const Arrival& ballot) {
  const std::size_t place = place_of(ballot.credential);
  if (table_[place] != 0) {
    waiting_[ballot.credential].push_back(ballot);
    return false;
  }
  table_[place] = ballot.credential;
  if (2 * ++count_ > table_.size()) grow();
  return true;
}

std::optional<Arrival> Chains::end(const Arrival& ballot) {
  const auto chain = waiting_.find(ballot.credential);
  if (chain == waiting_.end()) {
    erase(place_of(ballot.credential));
    --count_;
    return std::nullopt;
  }
  Arrival next = chain->second.front();
  chain->second.erase(chain->second.begin());
  if (chain->second.empty()) waiting_.erase(chain);
  return next;
}

}  // namespace viche::load
