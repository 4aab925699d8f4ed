#pragma once
// The arithmetic of the kernel "ifma" on arrays of eight elements, so that tests reach it. Call it
// only where the machine has the instruction set.

#include <cstdint>

#include "crypto/group/curve/addend.h"

namespace viche::test::ifma {

// Out: eight elements. Elements in at the bounds that kernel/ifma/field.h states.
void mul(const FieldElement* a, const FieldElement* b, FieldElement* out);
void square(const FieldElement* a, FieldElement* out);
void add(const FieldElement* a, const FieldElement* b, FieldElement* out);
void sub(const FieldElement* a, const FieldElement* b, FieldElement* out);
void negate(const FieldElement* a, FieldElement* out);
void negate_where(const FieldElement* a, std::uint8_t mask, FieldElement* out);
void select(const FieldElement* a, const FieldElement* b, std::uint8_t mask, FieldElement* out);
void carry(const FieldElement* columns, FieldElement* out);
void canonical(const FieldElement* a, FieldElement* out);
/// a b - c d and a b + c d, with one carry each.
void product_difference(const FieldElement* a, const FieldElement* b, const FieldElement* c,
                        const FieldElement* d, FieldElement* out);
/// a b - c d and 2 a^2 - b^2 from products that start at 19 * 28 p and 19 * 8 p.
void biased_product_difference(const FieldElement* a, const FieldElement* b, const FieldElement* c,
                               const FieldElement* d, FieldElement* out);
void biased_square_difference(const FieldElement* a, const FieldElement* b, FieldElement* out);
void product_sum(const FieldElement* a, const FieldElement* b, const FieldElement* c,
                 const FieldElement* d, FieldElement* out);
/// Bit i: whether a[i] and b[i], canonical, are equal; whether a[i] is odd.
std::uint8_t same(const FieldElement* a, const FieldElement* b);
std::uint8_t is_odd(const FieldElement* a);

// Eight points each; `negative` has a bit for each addend that is subtracted.
void add_addends(const edwards::Extended* p, const edwards::Addend* const* q, std::uint8_t negative,
                 edwards::Extended* out);
void add_points(const edwards::Extended* p, const edwards::Extended* q, std::uint8_t negative,
                edwards::Extended* out);
void twice(const edwards::Extended* p, edwards::Extended* out);
void from_addends(const edwards::Addend* const* q, edwards::Extended* out);
/// Loads and stores.
void copy(const edwards::Addend* const* q, edwards::Addend* out);

}  // namespace viche::test::ifma
