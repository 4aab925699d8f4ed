// Leaks that a checker must catch, each in code that computes the right result.

#include <array>

#include "crypto/group/batch.h"
#include "tests/constant_time/cases.h"
#include "tests/constant_time/secrets.h"

namespace viche::test {
namespace {

// Written to, so that the compiler keeps what leads there.
volatile unsigned observed;

void branch_on_a_secret() {
  Scalar secret = Scalar::from_u64(7);
  poison(secret);
  const Bytes32 bytes = secret.encode();
  if ((bytes[0] & 1U) != 0) observed = 1;
}

void index_by_a_secret() {
  static const std::array<unsigned, 256> kTable = [] {
    std::array<unsigned, 256> table{};
    for (unsigned i = 0; i < 256; ++i) table[i] = i * i;
    return table;
  }();
  Scalar secret = Scalar::from_u64(7);
  poison(secret);
  observed = kTable[secret.encode()[0]];
}

// Skips the additions of zero digits, as is right for public data and vartime_ in its name.
void a_variable_time_function_on_a_secret() {
  std::vector<Scalar> secrets{Scalar::from_u64(7), Scalar::from_u64(11)};
  poison(secrets);
  const std::vector<Point> points{Point::base(), Point::base()};
  const Point sum = vartime_multi_multiply(secrets, points);
  unpoison_memory(&sum, sizeof(sum));
  observed = sum.encode()[0];
}

// Compares from the front and stops at the first difference.
void an_early_exit() {
  Bytes32 tag{};
  poison(tag);
  const Bytes32 expected{0, 0, 0, 1};
  std::size_t equal = 0;
  while (equal < tag.size() && tag[equal] == expected[equal]) ++equal;
  observed = static_cast<unsigned>(equal);
}

// Through the active kernel's whole arithmetic: whether the checker follows secrets through it.
void a_branch_on_what_a_kernel_made_of_secrets() {
  const std::vector<Point> points(16, secret_point(1));
  if ((encode_points(points)[32] & 2U) != 0) observed = 1;
}

// Publishes what no secret has reached: a case that tests nothing must say so.
void nothing_secret() { publish(Scalar::from_u64(7), "a public number"); }

}  // namespace

std::span<const Case> planted_cases() {
  static constexpr Case kCases[] = {{"planted_branch", branch_on_a_secret},
                                    {"planted_index", index_by_a_secret},
                                    {"planted_vartime", a_variable_time_function_on_a_secret},
                                    {"planted_early_exit", an_early_exit},
                                    {"planted_kernel", a_branch_on_what_a_kernel_made_of_secrets},
                                    {"planted_nothing_secret", nothing_secret}};
  return kCases;
}

}  // namespace viche::test
