#include "crypto/group/random.h"

#include <gtest/gtest.h>

#include <vector>

namespace viche {
namespace {

/// 0, 1, 2, ... and how often it was asked.
class Counting final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override {
    ++calls;
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(next_++ * 167 >> 3);
  }
  std::size_t calls = 0;

 private:
  std::size_t next_ = 0;
};

TEST(BufferedRandom, GivesItsSourcesBytesInOrder) {
  Counting plain, source;
  BufferedRandom buffered(source);
  std::size_t given = 0;
  for (const std::size_t size : {0U, 1U, 31U, 32U, 4032U, 4095U, 4096U, 1U, 10'000U, 32U}) {
    std::vector<std::uint8_t> expected(size), bytes(size);
    plain.fill(expected);
    buffered.fill(bytes);
    EXPECT_EQ(bytes, expected) << "after " << given;
    given += size;
  }
  EXPECT_EQ(source.calls, (given + 4095) / 4096);
}

}  // namespace
}  // namespace viche
