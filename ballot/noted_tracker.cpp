#include "ballot/noted_tracker.h"

#include <algorithm>
#include <string>
#include <utility>

#include "ballot/ballot.h"
#include "ballot/crockford.h"

namespace viche::ballot {

Result<NotedTracker> NotedTracker::parse(std::string_view text) {
  const Result<Bytes32> whole = bytes32_from_hex(text);
  if (whole) return of(*whole);
  Result<Bytes> shown = parse_crockford(text, kTrackerCharacters);
  if (!shown) {
    return Error{"a tracker is 20 characters in groups of four, or 64 hexadecimal digits: " +
                     shown.error().message(),
                 std::string(text)};
  }
  return NotedTracker(std::move(*shown), false);
}

NotedTracker NotedTracker::of(const Bytes32& tracker) {
  return NotedTracker(Bytes(tracker.begin(), tracker.end()), true);
}

std::array<std::uint8_t, 8> NotedTracker::beginning() const {
  std::array<std::uint8_t, 8> begin{};
  std::copy_n(noted_.begin(), begin.size(), begin.begin());
  return begin;
}

bool NotedTracker::is(const Bytes32& tracker) const {
  if (whole_) return std::equal(noted_.begin(), noted_.end(), tracker.begin(), tracker.end());
  const Result<Bytes> shown = parse_crockford(display_tracker(tracker), kTrackerCharacters);
  return shown && *shown == noted_;
}

}  // namespace viche::ballot
