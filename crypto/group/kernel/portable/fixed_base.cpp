#include <sodium.h>

#include <vector>

#include "crypto/group/curve/scalar_limbs.h"
#include "crypto/group/kernel/portable.h"

namespace viche::portable {
namespace {

edwards::OddDigits digits_of(const ScalarBlock& block, std::size_t lane) {
  ScalarLimbs limbs;
  for (std::size_t i = 0; i < 5; ++i) limbs.limb[i] = block.limb[i][lane];
  return edwards::odd_digits(scalar::to_bytes(limbs));
}

}  // namespace

void fixed_base_sums(const kernel::FixedBaseTerm* terms, std::size_t term_count,
                     const kernel::FixedBaseBits* bits, std::size_t bit_count, std::size_t blocks,
                     edwards::Extended* sums) {
  std::vector<const edwards::FixedBaseTable::Column*> tables;
  for (std::size_t t = 0; t < term_count; ++t) tables.push_back(terms[t].columns);
  for (std::size_t t = 0; t < bit_count; ++t) tables.push_back(bits[t].columns);
  std::vector<edwards::OddDigits> digits(term_count);
  std::vector<std::uint8_t> set(bit_count);
  for (std::size_t lane = 0; lane < ScalarBlock::kLanes * blocks; ++lane) {
    for (std::size_t t = 0; t < term_count; ++t) {
      digits[t] =
          digits_of(terms[t].scalars[lane / ScalarBlock::kLanes], lane % ScalarBlock::kLanes);
    }
    for (std::size_t t = 0; t < bit_count; ++t) set[t] = bits[t].bits[lane];
    sums[lane] = edwards::multi_multiply(digits, set, tables);
  }
  sodium_memzero(digits.data(), digits.size() * sizeof(edwards::OddDigits));
  sodium_memzero(set.data(), set.size());
}

}  // namespace viche::portable
