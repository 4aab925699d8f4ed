#pragma once
// What every strict codec promises.

#include <gtest/gtest.h>

#include "crypto/group/bytes.h"

namespace viche::test {

/// `value` survives its bytes; no proper prefix (but those of `whole_prefixes`) and no longer
/// string is accepted; what is accepted encodes to the bytes that it was decoded from, tried with
/// every byte changed.
template <class Body, class Decode>
void check_codec(const Body& value, const Decode& decode, bool whole_prefixes = false) {
  const Bytes bytes = value.encode();
  const auto decoded = decode(ByteView(bytes));
  ASSERT_TRUE(decoded.ok()) << decoded.error().message();
  EXPECT_EQ(*decoded, value);
  for (std::size_t size = 0; size < bytes.size() && !whole_prefixes; ++size) {
    EXPECT_FALSE(decode(ByteView(bytes).first(size)).ok()) << "cut to " << size;
  }
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(decode(ByteView(longer)).ok());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const unsigned flip : {0x01U, 0x80U, 0xffU}) {
      Bytes changed = bytes;
      changed[i] ^= static_cast<std::uint8_t>(flip);
      const auto other = decode(ByteView(changed));
      if (!other.ok()) continue;
      EXPECT_EQ(other->encode(), changed) << "byte " << i;
      EXPECT_FALSE(*other == value) << "byte " << i;
    }
  }
}

}  // namespace viche::test
