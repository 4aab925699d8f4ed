#pragma once
// The tracker that a voter noted before deciding: what a second device holds a ballot to.

#include <array>
#include <cstdint>
#include <string_view>

#include "crypto/group/bytes.h"

namespace viche::ballot {

class NotedTracker {
 public:
  /// The 20 characters that people see (hyphens, spaces and case do not matter; O is 0, I and L are
  /// 1), or 64 hexadecimal digits.
  static Result<NotedTracker> parse(std::string_view text);
  /// All of its bits, by a device that notes it itself.
  static NotedTracker of(const Bytes32& tracker);

  /// The first eight bytes of every tracker of which this was noted.
  [[nodiscard]] std::array<std::uint8_t, 8> beginning() const;
  /// Whether this is what was noted of `tracker`: its first 100 bits, or all of them.
  [[nodiscard]] bool is(const Bytes32& tracker) const;

 private:
  NotedTracker(Bytes noted, bool whole) : noted_(std::move(noted)), whole_(whole) {}

  Bytes noted_;
  bool whole_;
};

}  // namespace viche::ballot
