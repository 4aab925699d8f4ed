#include "apps/viche/load/chains.h"

#include "ballot/ballot.h"

namespace viche::load {
namespace {

Bytes32 credential_of(const Arrival& ballot) {
  Bytes32 K;
  std::memcpy(K.data(), ballot.framed.data() + 2 + ballot::kOffsetK, K.size());
  return K;
}

}  // namespace

bool Chains::begin(const Arrival& ballot) {
  const auto [chain, first] = under_way_.try_emplace(credential_of(ballot));
  if (!first) chain->second.push_back(ballot);
  return first;
}

std::optional<Arrival> Chains::end(const Arrival& ballot) {
  const auto chain = under_way_.find(credential_of(ballot));
  std::vector<Arrival>& waiting = chain->second;
  if (waiting.empty()) {
    under_way_.erase(chain);
    return std::nullopt;
  }
  const Arrival next = waiting.front();
  waiting.erase(waiting.begin());
  return next;
}

}  // namespace viche::load
