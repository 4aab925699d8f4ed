// Every kernel's decoding and encoding against RFC 9496's vectors and libsodium.

#include <gtest/gtest.h>
#include <sodium.h>

#include "crypto/group/kernel/kernel.h"
#include "tests/crypto/group/kernel/every_kernel.h"
#include "tests/crypto/group/rfc9496_vectors.h"
#include "tests/support/seeded_random.h"

namespace viche::kernel {
namespace {

class KernelPoints : public test::EveryKernel {
 protected:
  struct Decoded {
    std::vector<edwards::Addend> addends;
    std::vector<std::uint8_t> valid;
  };
  static Decoded decode(const std::vector<Bytes32>& encodings) {
    std::vector<const std::uint8_t*> pointers;
    for (const Bytes32& encoding : encodings) pointers.push_back(encoding.data());
    Decoded out{std::vector<edwards::Addend>(encodings.size()),
                std::vector<std::uint8_t>(encodings.size(), 7)};
    GetParam().decode(pointers.data(), pointers.size(), out.addends.data(), out.valid.data());
    return out;
  }
  using Encode = void(const edwards::Extended* const*, std::size_t, std::uint8_t*);
  static std::vector<Bytes32> run(Encode* function, const std::vector<edwards::Extended>& points) {
    std::vector<const edwards::Extended*> pointers;
    for (const edwards::Extended& point : points) pointers.push_back(&point);
    std::vector<Bytes32> out(points.size());
    function(pointers.data(), pointers.size(), reinterpret_cast<std::uint8_t*>(out.data()));
    return out;
  }
  static std::vector<Bytes32> encode(const std::vector<edwards::Extended>& points) {
    return run(GetParam().encode, points);
  }
  static std::vector<Bytes32> encode_doubles(const std::vector<edwards::Extended>& points) {
    return run(GetParam().encode_doubles, points);
  }
};

// The point of an addend: (4 x, 4 y, 4, 4 x y); checks that 2 d x y belongs to the others.
edwards::Extended to_extended(const edwards::Addend& addend) {
  const FieldElement X = field::carry(field::sub2(addend.point.sum, addend.point.difference)),
                     Y = field::carry(field::add(addend.point.sum, addend.point.difference));
  const FieldElement XY = field::mul(X, Y);
  EXPECT_EQ(field::is_zero(field::sub2(
                field::mul(XY, field::kD),
                field::carry(field::add(addend.point.twice_dxy, addend.point.twice_dxy)))),
            1U);
  return {field::carry(field::add(X, X)), field::carry(field::add(Y, Y)), {{4, 0, 0, 0, 0}}, XY};
}

Bytes32 bytes32(std::string_view text) { return bytes32_from_hex(text).value(); }

bool libsodium_accepts(const Bytes32& bytes) {
  // libsodium 1.0.18 ignores the top bit.
  return (bytes[31] & 0x80) == 0 && crypto_core_ristretto255_is_valid_point(bytes.data()) == 1;
}

TEST_P(KernelPoints, PublishedVectors) {
  std::vector<Bytes32> encodings;
  for (const char* text : test::kBaseMultiples) encodings.push_back(bytes32(text));
  const std::size_t valid = encodings.size();
  for (const char* text : test::kInvalidPoints) encodings.push_back(bytes32(text));
  const Decoded decoded = decode(encodings);
  Point sum;
  for (std::size_t i = 0; i < encodings.size(); ++i) {
    ASSERT_EQ(decoded.valid[i], i < valid ? 1 : 0) << to_hex(encodings[i]);
    sum = i < valid ? sum + Point::base() : Point();
    EXPECT_EQ(Point(to_extended(decoded.addends[i])), sum);
  }
}

TEST_P(KernelPoints, DecodingAgreesWithLibsodium) {
  test::SeededRandom random(16);
  std::vector<Bytes32> encodings{Bytes32{}};
  for (std::uint8_t low = 0xe8; low != 0; ++low) {  // around p, with and without the top bit
    Bytes32 bytes;
    bytes.fill(0xff);
    bytes[0] = low;
    encodings.push_back(bytes);
    bytes[31] = 0x7f;
    encodings.push_back(bytes);
  }
  for (int i = 0; i < 4000; ++i) {
    Bytes32 bytes = random.bytes32();
    if (i % 4 != 0) bytes[31] &= 0x7f;
    if (i % 2 != 0) bytes[0] &= 0xfe;
    encodings.push_back(i % 3 == 0 ? random.point().encode() : bytes);
  }
  const Decoded decoded = decode(encodings);
  std::vector<edwards::Extended> points;
  std::size_t valid = 0;
  for (std::size_t i = 0; i < encodings.size(); ++i) {
    const bool good = libsodium_accepts(encodings[i]);
    ASSERT_EQ(decoded.valid[i], good ? 1 : 0) << to_hex(encodings[i]);
    if (!good) encodings[i] = Bytes32{};
    points.push_back(to_extended(decoded.addends[i]));
    EXPECT_EQ(edwards::ristretto_encode(points[i]), encodings[i]);
    valid += good ? 1 : 0;
  }
  EXPECT_GT(valid, 1700U);
  EXPECT_EQ(encode(points), encodings);
}

// Every representative of an element, with its own Z each, and every count up to some vectors.
TEST_P(KernelPoints, EncodesEveryRepresentativeAndCount) {
  const edwards::Extended torsion{field::kSqrtM1, field::kZero, field::kOne, field::kZero};
  test::SeededRandom random(17);
  std::vector<edwards::Extended> points;
  std::vector<Bytes32> encodings, doubled;
  for (std::size_t count = 0; count < 150; ++count) {
    EXPECT_EQ(encode(points), encodings) << count;
    EXPECT_EQ(encode_doubles(points), doubled) << count;
    const Decoded decoded = decode(encodings);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(decoded.valid[i], 1);
      EXPECT_EQ(Point(to_extended(decoded.addends[i])), Point(points[i]));
    }
    points.push_back(count % 7 == 0 ? edwards::kIdentity : edwards::twice(random.point().curve()));
    for (std::size_t i = 0; i < count % 4; ++i) {
      points.back() = points.back() + edwards::to_cached(torsion);
    }
    encodings.push_back(edwards::ristretto_encode(points.back()));
    doubled.push_back(edwards::ristretto_encode(edwards::twice(points.back())));
  }
}

VICHE_ON_EVERY_KERNEL(KernelPoints);

}  // namespace
}  // namespace viche::kernel
