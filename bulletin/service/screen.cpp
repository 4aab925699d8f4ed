#include "bulletin/service/screen.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ballot/ballot.h"

namespace viche::board {
namespace {

/// The bytes where a ballot has its credential; nothing if it is too short to be one.
std::optional<Bytes32> credential_of(const Bytes& entry) {
  Bytes32 K{};
  if (entry.size() < ballot::kOffsetK + K.size()) return std::nullopt;
  std::copy_n(entry.begin() + ballot::kOffsetK, K.size(), K.begin());
  return K;
}

void shuffle(std::vector<std::size_t>& places, RandomSource& random) {
  for (std::size_t i = places.size(); i > 1; --i) {
    std::array<std::uint8_t, 8> bytes{};
    random.fill(bytes);
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) number = number << 8 | byte;
    std::swap(places[i - 1], places[number % i]);
  }
}

/// `count` places, or all if there are not as many, at random: one of each credential before the
/// second of any.
std::vector<std::size_t> choose(std::map<Bytes32, std::vector<std::size_t>> places,
                                std::size_t count, RandomSource& random) {
  std::vector<std::vector<std::size_t>> rounds;
  for (auto& [K, of_one] : places) {
    shuffle(of_one, random);
    if (rounds.size() < of_one.size()) rounds.resize(of_one.size());
    for (std::size_t i = 0; i < of_one.size(); ++i) rounds[i].push_back(of_one[i]);
  }
  std::vector<std::size_t> chosen;
  for (std::vector<std::size_t>& round : rounds) {
    shuffle(round, random);
    round.resize(std::min(round.size(), count - chosen.size()));
    chosen.insert(chosen.end(), round.begin(), round.end());
  }
  return chosen;
}

}  // namespace

bool Screen::is_suspect(const Bytes32& K) const {
  const auto found = refused_.find(K);
  return found != refused_.end() && found->second >= limits_.refused_proofs;
}

void Screen::refused(const Bytes& entry) {
  if (const std::optional<Bytes32> K = credential_of(entry); K) ++refused_[*K];
}

Screened Screen::screen(std::vector<Bytes> submissions, Time now, RandomSource& random) {
  if (!window_end_ || now >= *window_end_) {
    refused_.clear();
    window_end_ = now + limits_.refused_window;
  }
  // The first of equal ones stands for all.
  std::vector<log::Hash> leaves;
  std::vector<std::size_t> first(submissions.size());
  std::map<log::Hash, std::size_t> seen;
  std::map<Bytes32, std::vector<std::size_t>> suspects;
  std::vector<bool> let_through(submissions.size(), true);
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    leaves.push_back(log::hash_leaf(submissions[i]));
    first[i] = seen.emplace(leaves[i], i).first->second;
    if (first[i] != i || refused_.empty()) continue;
    const std::optional<Bytes32> K = credential_of(submissions[i]);
    if (!K || !is_suspect(*K)) continue;
    suspects[*K].push_back(i);
    let_through[i] = false;
  }
  for (const std::size_t i : choose(std::move(suspects), limits_.suspects, random)) {
    let_through[i] = true;
  }

  Screened screened;
  screened.places.resize(submissions.size());
  std::map<Bytes32, std::size_t> taken;
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    if (first[i] != i) {
      screened.places[i] = screened.places[first[i]];
      continue;
    }
    const std::optional<Bytes32> K = credential_of(submissions[i]);
    if (!let_through[i] || (K && ++taken[*K] > limits_.per_credential)) continue;
    screened.places[i] = screened.entries.size();
    screened.entries.push_back(std::move(submissions[i]));
    screened.leaves.push_back(leaves[i]);
  }
  return screened;
}

}  // namespace viche::board
