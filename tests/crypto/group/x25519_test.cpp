#include "crypto/group/x25519.h"

#include <gtest/gtest.h>

namespace viche {
namespace {

TEST(X25519PublicKey, RefusesSmallOrderWithEitherTopBit) {
  for (const char* text : {
           "0000000000000000000000000000000000000000000000000000000000000000",  // order 4
           "0100000000000000000000000000000000000000000000000000000000000000",  // order 1
           "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",  // order 8
           "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",  // order 8
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p - 1, order 2
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p + 1
       }) {
    Bytes bytes = from_hex(text).value();
    EXPECT_FALSE(X25519PublicKey::decode(bytes).ok()) << text;
    bytes[31] |= 0x80;
    EXPECT_FALSE(X25519PublicKey::decode(bytes).ok()) << text << " with the top bit";
  }
}

TEST(X25519PublicKey, AcceptsTheBasePointAndOnly32Bytes) {
  Bytes base(32);
  base[0] = 9;
  EXPECT_EQ(X25519PublicKey::decode(base).value().bytes[0], 9);
  EXPECT_FALSE(X25519PublicKey::decode(ByteView(base).first(31)).ok());
  base.push_back(0);
  EXPECT_FALSE(X25519PublicKey::decode(base).ok());
  EXPECT_FALSE(X25519PublicKey::decode(ByteView()).ok());
}

}  // namespace
}  // namespace viche
