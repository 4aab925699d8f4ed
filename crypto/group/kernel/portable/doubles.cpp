// Encodings of doubled points: kernel/ifma/doubles.cpp has the equations.

#include <algorithm>

#include "crypto/group/kernel/portable.h"

namespace viche::portable {
namespace {

using field::add;
using field::carry;
using field::mul;
using field::select;
using field::square;
using field::sub2;
using field::u64;

struct Double {
  FieldElement e, f, g, h, eg, fh;
  FieldElement product;  // e f g h, or 1 where that is 0
  FieldElement before;   // the products of those before this one
  u64 is_zero;           // whether e f g h = 0
};

Double make_double(const edwards::Extended& p, const FieldElement& before) {
  const FieldElement XX = square(p.X), YY = square(p.Y), XY = mul(p.X, p.Y), ZZ = square(p.Z);
  Double out;
  out.e = carry(add(XY, XY));
  out.f = carry(sub2(YY, XX));
  out.g = carry(add(YY, XX));
  out.h = carry(sub2(add(ZZ, ZZ), out.f));
  out.eg = mul(out.e, out.g);
  out.fh = mul(out.f, out.h);
  const FieldElement product = mul(out.eg, out.fh);
  out.is_zero = field::is_zero(product);
  out.product = select(product, field::kOne, out.is_zero);
  out.before = before;
  return out;
}

// inverse: of this product.
Bytes32 encode_double(const Double& p, const FieldElement& inverse) {
  const FieldElement over_fh = mul(p.eg, inverse), over_eg = mul(p.fh, inverse);
  const u64 rotate = field::is_negative(mul(p.eg, over_fh));
  const FieldElement e = select(p.e, p.g, rotate), g = select(p.g, field::negate(p.e), rotate),
                     h = select(p.h, mul(p.f, field::kSqrtM1), rotate);
  const FieldElement factor = select(field::kInvSqrtAMinusD, field::kSqrtM1, rotate);
  const u64 negative = field::is_negative(mul(mul(h, e), over_fh));
  const FieldElement s =
      mul(mul(sub2(h, select(g, field::negate(g), negative)), factor), mul(g, over_eg));
  return field::encode(select(field::absolute(s), field::kZero, p.is_zero));
}

constexpr std::size_t kPoints = 64;  // for one inversion

}  // namespace

void encode_doubles(const edwards::Extended* const* points, std::size_t count,
                    std::uint8_t* encodings) {
  Double doubles[kPoints];
  for (std::size_t first = 0; first < count; first += kPoints) {
    const std::size_t here = std::min(kPoints, count - first);
    FieldElement product = field::kOne;
    for (std::size_t i = 0; i < here; ++i) {
      doubles[i] = make_double(*points[first + i], product);
      product = mul(product, doubles[i].product);
    }
    FieldElement inverse = field::invert(product);
    for (std::size_t i = here; i-- > 0;) {
      const Bytes32 bytes = encode_double(doubles[i], mul(inverse, doubles[i].before));
      inverse = mul(inverse, doubles[i].product);
      std::copy(bytes.begin(), bytes.end(), encodings + 32 * (first + i));
    }
  }
}

}  // namespace viche::portable
