#include "crypto/group/curve/normalize.h"

#include <algorithm>
#include <vector>

namespace viche::edwards {
namespace {

bool is_one(const FieldElement& z) {
  return std::equal(std::begin(z.limb), std::end(z.limb), std::begin(field::kOne.limb));
}

// 1/a = a^(p - 2) = a^(8 (p - 5)/8 + 3)
FieldElement invert(const FieldElement& a) {
  return mul(field::square_times(field::power_p58(a), 3), mul(square(a), a));
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
  FieldElement inverse = before.empty() ? product : invert(product);
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

// With X = sum - difference = 2 x and Y = sum + difference = 2 y: (2 X, 2 Y, 4, X Y).
Extended to_extended(const Affine& addend) {
  const FieldElement X = sub2(addend.sum, addend.difference),
                     Y = add(addend.sum, addend.difference);
  return {field::carry(add(X, X)), field::carry(add(Y, Y)), {{4, 0, 0, 0, 0}}, mul(X, Y)};
}

}  // namespace viche::edwards
