#include "bulletin/log/framing.h"

#include <gtest/gtest.h>

#include "bulletin/log/tile.h"

namespace viche::log {
namespace {

TEST(Framing, SplitsWhatABundleJoins) {
  const std::vector<Bytes> entries{{1, 2, 3}, {}, Bytes(65535, 7)};
  const Bytes framed = encode_bundle(entries);
  const auto split = split_entries(framed, 3);
  ASSERT_TRUE(split.ok());
  EXPECT_EQ(*split, entries);
}

TEST(Framing, RefusesNothingCutOffAndTooMany) {
  const std::vector<Bytes> entries{{1, 2, 3}, {4}};
  const Bytes framed = encode_bundle(entries);
  EXPECT_FALSE(split_entries({}, 3).ok());
  EXPECT_FALSE(split_entries(framed, 1).ok());
  for (const std::size_t size : {1U, 2U, 4U, 6U, 7U}) {
    EXPECT_FALSE(split_entries(ByteView(framed).first(size), 3).ok()) << size;
  }
  EXPECT_EQ(split_entries(ByteView(framed).first(5), 3)->size(), 1U);
}

}  // namespace
}  // namespace viche::log
