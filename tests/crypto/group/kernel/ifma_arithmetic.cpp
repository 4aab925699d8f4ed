#include "tests/crypto/group/kernel/ifma_arithmetic.h"

#include <immintrin.h>

#include "crypto/group/kernel/ifma/edwards.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::test::ifma {
namespace {

namespace arithmetic = viche::ifma;
using arithmetic::Columns;
using arithmetic::F8;

F8 load(const FieldElement* a) {
  std::uint64_t words[5][8];
  for (int lane = 0; lane < 8; ++lane) {
    for (int i = 0; i < 5; ++i) words[i][lane] = a[lane].limb[i];
  }
  F8 out;
  for (int i = 0; i < 5; ++i) out.limb[i] = _mm512_loadu_si512(words[i]);
  return out;
}

void store(const F8& a, FieldElement* out) {
  for (int i = 0; i < 5; ++i) {
    std::uint64_t words[8];
    _mm512_storeu_si512(words, a.limb[i]);
    for (int lane = 0; lane < 8; ++lane) out[lane].limb[i] = words[lane];
  }
}

arithmetic::Points8 load(const edwards::Extended* p) {
  const edwards::Extended* pointers[8];
  for (int i = 0; i < 8; ++i) pointers[i] = p + i;
  return arithmetic::to_points(arithmetic::load_extended(pointers));
}

}  // namespace

void mul(const FieldElement* a, const FieldElement* b, FieldElement* out) {
  store(arithmetic::mul(load(a), load(b)), out);
}
void square(const FieldElement* a, FieldElement* out) { store(arithmetic::square(load(a)), out); }
void add(const FieldElement* a, const FieldElement* b, FieldElement* out) {
  store(arithmetic::add(load(a), load(b)), out);
}
void sub(const FieldElement* a, const FieldElement* b, FieldElement* out) {
  store(arithmetic::sub(load(a), load(b)), out);
}
void negate(const FieldElement* a, FieldElement* out) { store(arithmetic::negate(load(a)), out); }
void negate_where(const FieldElement* a, std::uint8_t mask, FieldElement* out) {
  store(arithmetic::negate_loose_where(load(a), mask), out);
}
void select(const FieldElement* a, const FieldElement* b, std::uint8_t mask, FieldElement* out) {
  store(arithmetic::select(load(a), load(b), mask), out);
}
void carry(const FieldElement* columns, FieldElement* out) {
  store(arithmetic::carry(arithmetic::columns(load(columns))), out);
}
void canonical(const FieldElement* a, FieldElement* out) {
  store(arithmetic::canonical(load(a)), out);
}
void product_difference(const FieldElement* a, const FieldElement* b, const FieldElement* c,
                        const FieldElement* d, FieldElement* out) {
  const Columns ab = arithmetic::mul_columns(load(a), load(b));
  const Columns cd = arithmetic::mul_columns(load(c), load(d));
  store(arithmetic::carry(arithmetic::sub(ab, cd)), out);
}
void biased_product_difference(const FieldElement* a, const FieldElement* b, const FieldElement* c,
                               const FieldElement* d, FieldElement* out) {
  const Columns ab = arithmetic::mul_columns_plus(load(a), load(b), 28);
  const Columns cd = arithmetic::mul_columns(load(c), load(d));
  store(arithmetic::carry(arithmetic::sub_below(ab, cd)), out);
}
void biased_square_difference(const FieldElement* a, const FieldElement* b, FieldElement* out) {
  const Columns aa = arithmetic::twice(arithmetic::square_columns_plus(load(a), 8));
  const Columns bb = arithmetic::square_columns(load(b));
  store(arithmetic::carry(arithmetic::sub_below(aa, bb)), out);
}
void product_sum(const FieldElement* a, const FieldElement* b, const FieldElement* c,
                 const FieldElement* d, FieldElement* out) {
  const Columns ab = arithmetic::mul_columns(load(a), load(b));
  const Columns cd = arithmetic::mul_columns(load(c), load(d));
  store(arithmetic::carry(arithmetic::add(ab, cd)), out);
}
std::uint8_t same(const FieldElement* a, const FieldElement* b) {
  return arithmetic::same_limbs(load(a), load(b));
}
std::uint8_t is_odd(const FieldElement* a) { return arithmetic::is_odd(load(a)); }

void add_addends(const edwards::Extended* p, const edwards::Addend* const* q, std::uint8_t negative,
                 edwards::Extended* out) {
  const arithmetic::Addends8 addends =
      arithmetic::negate_where(arithmetic::load_addends(q), negative);
  arithmetic::store_extended(arithmetic::add(load(p), addends), out);
}
void add_points(const edwards::Extended* p, const edwards::Extended* q, std::uint8_t negative,
                edwards::Extended* out) {
  const arithmetic::Cached8 cached =
      arithmetic::negate_where(arithmetic::to_cached(load(q)), negative);
  arithmetic::store_extended(arithmetic::add(load(p), cached), out);
}
void twice(const edwards::Extended* p, edwards::Extended* out) {
  arithmetic::store_extended(arithmetic::twice(load(p)), out);
}
void from_addends(const edwards::Addend* const* q, edwards::Extended* out) {
  arithmetic::store_extended(arithmetic::to_points(arithmetic::load_addends(q)), out);
}
void copy(const edwards::Addend* const* q, edwards::Addend* out) {
  arithmetic::store_addends(arithmetic::load_addends(q), out);
}

}  // namespace viche::test::ifma
VICHE_TARGET_IFMA_END
