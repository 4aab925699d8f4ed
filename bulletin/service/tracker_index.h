#pragma once
// Which entries of the log may have a tracker: 16 bytes of memory for each place of a table that is
// at most half full.

#include <cstddef>
#include <cstdint>
#include <shared_mutex>
#include <span>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::board {

/// Knows the first eight bytes of each tracker. Thread-safe.
class TrackerIndex {
 public:
  void add(const Bytes32& tracker, std::uint64_t index);
  /// The indexes of all ballots whose trackers begin so: rarely more than one.
  [[nodiscard]] std::vector<std::uint64_t> find(std::span<const std::uint8_t, 8> begin) const;
  [[nodiscard]] std::size_t size() const;

 private:
  struct Place {
    std::uint64_t begin = 0;  // of the tracker
    std::uint64_t next = 0;   // the index plus one; 0: the place is free
  };
  /// Puts it into the first free place from where it belongs on.
  static void put(std::vector<Place>& places, const Place& place);

  mutable std::shared_mutex mutex_;
  std::vector<Place> places_;  // none, or a power of two
  std::size_t taken_ = 0;
};

}  // namespace viche::board
