// Multiplication by secret scalars, and comparison. MemorySanitizer loses a secret where a borrow
// carries it from the low bits to the highest one, which then selects; valgrind follows it.

#include "crypto/group/fixed_bases.h"
#include "tests/constant_time/cases.h"
#include "tests/constant_time/secrets.h"

namespace viche::test {
namespace {

void multiply_a_point() { publish(multiply(secret_scalar(1), public_point(2)), "the product"); }

void multiply_the_base() { publish(multiply_base(secret_scalar(1)), "the product"); }

void fixed_bases() {
  const FixedBases bases({Point::base(), public_point(1), public_point(2)});
  const std::vector<Scalar> scalars{secret_scalar(3), secret_scalar(4), secret_scalar(5)};
  publish(bases.multi_multiply(scalars), "the sum");
  std::vector<std::uint8_t> bits{1, 0};
  poison(bits);
  publish(bases.multi_multiply(std::span(scalars).first(1), bits), "the sum of some");
  publish(bases.encrypt(secret_scalar(6), bits), "the ciphertexts");
}

void compare() {
  const Point a = secret_point(1), b = secret_point(2);
  publish(a == b, "whether they are equal");
  publish(a.is_identity(), "whether it is the identity");
}

}  // namespace

std::span<const Case> multiplication_cases() {
  static constexpr Case kCases[] = {{"multiply", multiply_a_point},
                                    {"multiply_base", multiply_the_base},
                                    {"fixed_bases", fixed_bases},
                                    {"compare", compare}};
  return kCases;
}

}  // namespace viche::test
