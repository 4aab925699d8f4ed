#include "bulletin/service/tracker_index.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>

namespace viche::board {
namespace {

constexpr std::size_t kFirstPlaces = 1024;

std::uint64_t number(std::span<const std::uint8_t, 8> bytes) {
  std::uint64_t begin = 0;
  std::memcpy(&begin, bytes.data(), sizeof begin);
  return begin;
}

}  // namespace

void TrackerIndex::put(std::vector<Place>& places, const Place& place) {
  const std::size_t mask = places.size() - 1;
  std::size_t at = place.begin & mask;
  while (places[at].next != 0) at = (at + 1) & mask;
  places[at] = place;
}

void TrackerIndex::add(const Bytes32& tracker, std::uint64_t index) {
  const std::unique_lock lock(mutex_);
  if (2 * (taken_ + 1) > places_.size()) {
    std::vector<Place> larger(std::max(kFirstPlaces, 2 * places_.size()));
    for (const Place& place : places_) {
      if (place.next != 0) put(larger, place);
    }
    places_ = std::move(larger);
  }
  put(places_, {number(std::span(tracker).first<8>()), index + 1});
  ++taken_;
}

std::vector<std::uint64_t> TrackerIndex::find(std::span<const std::uint8_t, 8> bytes) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::uint64_t> found;
  if (places_.empty()) return found;
  const std::uint64_t begin = number(bytes);
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = begin & mask; places_[at].next != 0; at = (at + 1) & mask) {
    if (places_[at].begin == begin) found.push_back(places_[at].next - 1);
  }
  return found;
}

std::size_t TrackerIndex::size() const {
  const std::shared_lock lock(mutex_);
  return taken_;
}

}  // namespace viche::board
