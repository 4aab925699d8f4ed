#include "bulletin/log/entry.h"

#include <gtest/gtest.h>

#include <set>

namespace viche::log {
namespace {

TEST(Entry, ExactlyTheTypesOfTheTableAreKnown) {
  const std::set<int> known = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x10, 0x11, 0x12, 0x13,
                               0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x20, 0x21, 0x22, 0x23};
  std::set<std::string_view> names;
  for (int byte = 0; byte < 256; ++byte) {
    const auto type = entry_type(static_cast<std::uint8_t>(byte));
    EXPECT_EQ(type.ok(), known.contains(byte)) << byte;
    if (!type) continue;
    EXPECT_EQ(static_cast<int>(*type), byte);
    names.insert(entry_name(*type));
    const EntryShape shape = byte == 0x12                   ? EntryShape::kBatch
                             : byte == 0x13 || byte == 0x14 ? EntryShape::kBallot
                                                            : EntryShape::kStatement;
    EXPECT_EQ(entry_shape(*type), shape) << byte;
  }
  EXPECT_EQ(names.size(), known.size());
}

TEST(Entry, SizeLimits) {
  EXPECT_EQ(entry_type_of(Bytes{}).error().reason, "an entry has at least one byte");
  EXPECT_TRUE(entry_type_of(Bytes{0x01}).ok());
  Bytes largest(kMaxEntrySize, 0x13);
  EXPECT_TRUE(entry_type_of(largest).ok());
  largest.push_back(0);
  EXPECT_FALSE(entry_type_of(largest).ok());
  EXPECT_EQ(entry_type_of(Bytes{0x99}).error().message(), "byte 0: entry type 0x99 is unknown");
}

TEST(Batch, RoundTripAndRefusals) {
  const Batch batch{7, 0x01020304};
  const Bytes entry = batch.encode();
  EXPECT_EQ(to_hex(entry), "120000000701020304");
  EXPECT_EQ(*Batch::decode(entry), batch);
  for (std::size_t size = 0; size < entry.size(); ++size) {
    EXPECT_FALSE(Batch::decode(ByteView(entry).first(size)).ok()) << size;
  }
  Bytes longer = entry;
  longer.push_back(0);
  EXPECT_FALSE(Batch::decode(longer).ok());
  Bytes other = entry;
  other[0] = 0x13;
  EXPECT_FALSE(Batch::decode(other).ok());
}

}  // namespace
}  // namespace viche::log
