// The group's own arithmetic, on secret points and on bytes. Nothing here passes through libsodium
// or OpenSSL, which MemorySanitizer cannot look into. Batches run on the active kernel.

#include <array>

#include "crypto/group/fixed_bases.h"
#include "crypto/group/scalar_lanes.h"
#include "tests/constant_time/cases.h"
#include "tests/constant_time/secrets.h"

namespace viche::test {
namespace {

void multiply_a_secret_point() {
  publish(multiply(secret_scalar(1), secret_point(2)), "the product");
}

void add() {
  const Point a = secret_point(1), b = secret_point(2);
  publish(a + b, "the sum");
  publish(a - b, "the difference");
  publish(-a, "the opposite");
}

void encode_points_of_secrets() {
  publish(ByteView(secret_point(1).encode()), "the encoding");
  // Enough for a kernel's full vectors and for a rest.
  std::vector<Point> points;
  for (std::uint8_t i = 0; i < 19; ++i) points.push_back(secret_point(i));
  publish(ByteView(encode_points(points)), "the encodings");
  publish(ByteView(encode_doubles(points)), "the encodings of the doubles");
}

void decode_a_scalar() {
  Bytes32 bytes = some_scalar(1).encode();
  poison(bytes);
  const auto scalar = Scalar::decode(bytes);
  require(scalar.ok(), "a scalar is refused");
  publish(*scalar, "the scalar");
  Bytes32 too_large;
  too_large.fill(0xff);
  poison(too_large);
  require(!Scalar::decode(too_large).ok(), "what is no scalar is taken for one");
}

void scalar_arithmetic() {
  const Scalar a = secret_scalar(1), b = secret_scalar(2);
  publish(a + b, "the sum");
  publish(a - b, "the difference");
  publish(a * b, "the product");
  publish(-a, "the opposite");
  publish(a.inverse(), "the inverse");
  Bytes64 wide;
  wide.fill(0xa5);
  poison(wide);
  publish(Scalar::reduce(wide), "the reduced number");
}

void scalars_in_lanes() {
  std::array<Scalar, ScalarLanes::kLanes> scalars;
  std::array<Bytes64, ScalarLanes::kLanes> wide;
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    scalars[i] = secret_scalar(static_cast<std::uint8_t>(i));
    wide[i].fill(static_cast<std::uint8_t>(i));
  }
  poison(wide);
  const ScalarLanes a = ScalarLanes::load(scalars), b = ScalarLanes::reduce(wide);
  ScalarLanes sum_and_product = a + b;
  sum_and_product.add_product(a, b);
  publish(a + b, "the sums");
  publish(a - b, "the differences");
  publish(a * b, "the products");
  publish(-a, "the opposites");
  publish(sum_and_product, "the sums with products");
  publish(ScalarLanes::broadcast(scalars[0]), "the scalar in every lane");
  publish(a.only(5), "the selected");
  publish(a.sum(), "the sum of all");
  a.store(scalars);
  publish(scalars, "the stored scalars");
}

/// Nine lanes, so that a kernel's second block of eight is not full.
void fixed_bases_in_lanes() {
  constexpr std::size_t kLanes = 9;
  const FixedBases bases({Point::base(), public_point(1), public_point(2)});
  std::vector<ScalarLanes> scalars(2);
  std::vector<BitLanes> bits(2, BitLanes{1, 0, 0, 1});
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const auto salt = static_cast<std::uint8_t>(lane);
    scalars[0].set_lane(lane, secret_scalar(salt));
    scalars[1].set_lane(lane, secret_scalar(static_cast<std::uint8_t>(salt + 100)));
  }
  poison(bits);
  const auto publish_lanes = [](const EncodedLanes& lanes, const char* what) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) publish(ByteView(lanes[lane]), what);
  };
  publish_lanes(bases.multi_multiply(scalars, std::span(bits).first(1), kLanes), "the sums");
  for (const EncodedLanes& C : bases.encrypt(scalars[0], bits, kLanes)) {
    publish_lanes(C, "a ciphertext");
  }
}

}  // namespace

std::span<const Case> kernel_cases() {
  static constexpr Case kCases[] = {{"multiply_secret_point", multiply_a_secret_point},
                                    {"add", add},
                                    {"fixed_bases_in_lanes", fixed_bases_in_lanes},
                                    {"encode", encode_points_of_secrets},
                                    {"decode_scalar", decode_a_scalar},
                                    {"scalar_arithmetic", scalar_arithmetic},
                                    {"scalar_lanes", scalars_in_lanes}};
  return kCases;
}

}  // namespace viche::test
