#include "ballot/noted_tracker.h"

#include <gtest/gtest.h>

#include <cctype>
#include <string>

#include "ballot/ballot.h"

namespace viche::ballot {
namespace {

Bytes32 sample() {
  Bytes32 tracker{};
  for (std::size_t i = 0; i < tracker.size(); ++i)
    tracker[i] = static_cast<std::uint8_t>(7 * i + 1);
  return tracker;
}

TEST(NotedTracker, BothFormsNameTheTracker) {
  const Bytes32 tracker = sample();
  std::string shown = display_tracker(tracker);
  EXPECT_TRUE(NotedTracker::parse(shown)->is(tracker));
  EXPECT_TRUE(NotedTracker::parse(to_hex(tracker))->is(tracker));
  EXPECT_TRUE(NotedTracker::of(tracker).is(tracker));
  std::erase(shown, '-');
  for (char& c : shown) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  EXPECT_TRUE(NotedTracker::parse(shown)->is(tracker));
}

TEST(NotedTracker, EveryBitThatWasNotedCounts) {
  const Bytes32 tracker = sample();
  const NotedTracker whole = NotedTracker::of(tracker);
  const NotedTracker shown = NotedTracker::parse(display_tracker(tracker)).value();
  for (std::size_t bit = 0; bit < 256; ++bit) {
    Bytes32 other = tracker;
    other[bit / 8] ^= static_cast<std::uint8_t>(0x80U >> bit % 8);
    EXPECT_FALSE(whole.is(other)) << bit;
    EXPECT_EQ(shown.is(other), bit >= 100) << bit;
  }
}

TEST(NotedTracker, OtherTextsAreRefused) {
  const std::string shown = display_tracker(sample());
  for (const std::string& text : {std::string(), shown.substr(1), shown + "0", shown + "-U",
                                  std::string(63, '0'), std::string(64, 'g')}) {
    EXPECT_FALSE(NotedTracker::parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace viche::ballot
