#include "crypto/proof/generators.h"

#include <gtest/gtest.h>

#include <set>

#include "crypto/group/hash.h"

namespace viche {
namespace {

// map(SHA-512(frame(tag) || the rest)), by hand.
Point by_hand(const std::string& tag, const std::string& rest_hex) {
  Bytes bytes;
  append_u32(bytes, static_cast<std::uint32_t>(tag.size()));
  append(bytes, as_bytes(tag));
  append(bytes, from_hex(rest_hex).value());
  return Point::map(sha512(bytes));
}

TEST(Generators, AreTheMapOfTheirTagAndIndex) {
  const Generators generators(300);
  EXPECT_EQ(generators.size(), 300U);
  EXPECT_EQ(generators.H(), by_hand("viche/v1/generator-H", ""));
  EXPECT_EQ(generators.H(1), by_hand("viche/v1/generator-Hp", "0000000400000001"));
  EXPECT_EQ(generators.K(1), by_hand("viche/v1/generator-Kp", "0000000400000001"));
  EXPECT_EQ(generators.H(300), by_hand("viche/v1/generator-Hp", "000000040000012c"));
  EXPECT_EQ(generators.K(300), by_hand("viche/v1/generator-Kp", "000000040000012c"));
}

TEST(Generators, AreDistinctAndDoNotDependOnTheirNumber) {
  const Generators few(3);
  const Generators many(50);
  std::set<Bytes32> seen = {many.H().encode(), Point::base().encode(), Point::identity().encode()};
  for (std::size_t p = 1; p <= 50; ++p) {
    seen.insert(many.H(p).encode());
    seen.insert(many.K(p).encode());
    if (p <= 3) {
      EXPECT_EQ(few.H(p), many.H(p));
      EXPECT_EQ(few.K(p), many.K(p));
    }
  }
  EXPECT_EQ(seen.size(), 103U);
  EXPECT_EQ(Generators(0).H(), few.H());
}

TEST(GeneratorsDeathTest, IndicesRunFromOneToTheSize) {
  const Generators generators(2);
  EXPECT_DEATH(static_cast<void>(generators.H(0)), "no generator");
  EXPECT_DEATH(static_cast<void>(generators.H(3)), "no generator");
  EXPECT_DEATH(static_cast<void>(generators.K(0)), "no generator");
}

}  // namespace
}  // namespace viche
