#include "crypto/group/curve/normalize.h"

#include <algorithm>
#include <vector>

namespace viche::edwards {
namespace {

bool is_one(const FieldElement& z) {
  return std::equal(std::begin(z.limb), std::end(z.limb), std::begin(field::kOne.limb));
}

// a / 2. In: tight. Out: tight, by a carry from limbs below 2^51 + 2^12 + 2^50.
FieldElement half(const FieldElement& a) {
  // The integer is made even by adding p where it is odd, and then shifted.
  const FieldElement p{{field::kMask - 18, field::kMask, field::kMask, field::kMask, field::kMask}};
  const FieldElement even = field::select(a, add(a, p), a.limb[0] & 1U);
  FieldElement out;
  for (int i = 0; i < 5; ++i) {
    out.limb[i] = even.limb[i] >> 1;
    if (i < 4) out.limb[i] += (even.limb[i + 1] & 1U) << 50;
  }
  return field::carry(out);
}

Affine to_affine(const FieldElement& x, const FieldElement& y, const FieldElement& xy) {
  return {field::carry(add(y, x)), field::carry(sub2(y, x)), mul(xy, field::kTwoD)};
}

}  // namespace

// Montgomery's trick: before[i] = the product of the Z before point i, then one inverse goes back.
void normalize(std::span<const Extended> points, std::span<Addend> addends) {
  std::vector<FieldElement> before;
  before.reserve(points.size());
  FieldElement product = field::kOne;
  for (const Extended& point : points) {
    if (is_one(point.Z)) continue;
    before.push_back(product);
    product = mul(product, point.Z);
  }
  FieldElement inverse = before.empty() ? product : field::invert(product);
  std::size_t left = before.size();
  for (std::size_t i = points.size(); i-- > 0;) {
    const Extended& point = points[i];
    if (is_one(point.Z)) {
      addends[i].point = to_affine(point.X, point.Y, point.T);
      continue;
    }
    const FieldElement z_inverse = mul(inverse, before[--left]);
    inverse = mul(inverse, point.Z);
    const FieldElement x = mul(point.X, z_inverse), y = mul(point.Y, z_inverse);
    addends[i].point = to_affine(x, y, mul(x, y));
  }
}

Extended to_extended(const Affine& addend) {
  const FieldElement x = half(field::carry(sub2(addend.sum, addend.difference))),
                     y = half(field::carry(add(addend.sum, addend.difference)));
  return {x, y, field::kOne, mul(x, y)};
}

}  // namespace viche::edwards
