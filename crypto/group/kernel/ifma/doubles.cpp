// Encodings of doubled points, eight at once. Of P = (X, Y, Z, T) let
//   e = 2 X Y, f = Y^2 - X^2, g = Y^2 + X^2, h = 2 Z^2 - f;  2 P = (e h, f g, f h, e g).
// The curve's equation gives f = Z^2 + d T^2, h = Z^2 - d T^2, so h^2 - g^2 = (a - d) e^2 (a = -1),
// and the square root in RFC 9496's encoding (section 4.3.2) of 2 P is that of (a - d) (e f)^2 (e f
// g h)^2: known, but for the sign, which does not matter. What is left is
//   s = |(h -+ g) / (e sqrt(a - d))|, or where e g / (f h) is negative, s = |(f -+ i e) / g|,
// with the sign of e / f, or of i g / h. The second is the first with g, -e, i f for e, g, h and i
// for 1 / sqrt(a - d), but for a sign. One inversion of products of e f g h (Montgomery's trick)
// gives all quotients. e f g h = 0 only for the identity, whose s is 0.

#include <immintrin.h>

#include "crypto/group/kernel/ifma.h"
#include "crypto/group/kernel/ifma/edwards.h"
#include "crypto/group/kernel/ifma/encoding.h"
#include "crypto/group/kernel/ifma/power.h"

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

struct Double {
  F8 e, f, g, h, eg, fh;
  F8 product;        // e f g h, or 1 where that is 0
  F8 before;         // the products of the vectors before this one
  __mmask8 is_zero;  // where e f g h = 0
};

Double make_double(const edwards::Extended* const* points, const F8& before) {
  const Extended8 p = load_extended(points);
  const Columns YY = square_columns_plus(p.Y, 28), XX = square_columns(p.X);
  Double out;
  out.e = carry(twice(mul_columns(p.X, p.Y)));
  out.f = carry(sub_below(YY, XX));
  out.g = carry(add(YY, XX));
  out.h = sub(carry(twice(square_columns(p.Z))), out.f);
  out.eg = mul(out.e, out.g);
  out.fh = mul(out.f, out.h);
  const F8 product = mul(out.eg, out.fh);
  out.is_zero = same_limbs(canonical(product), zeros());
  out.product = select(product, splat(field::kOne), out.is_zero);
  out.before = before;
  return out;
}

// inverse: of this product.
void encode_double(const Double& p, const F8& inverse, std::uint8_t* encodings) {
  const F8 over_fh = mul(p.eg, inverse), over_eg = mul(p.fh, inverse);
  const F8 sqrt_m1 = splat(field::kSqrtM1);
  const __mmask8 rotate = is_odd(canonical(mul(p.eg, over_fh)));
  const F8 e = select(p.e, p.g, rotate), g = select(p.g, negate(p.e), rotate),
           h = select(p.h, mul(p.f, sqrt_m1), rotate);
  const F8 factor = select(splat(field::kInvSqrtAMinusD), sqrt_m1, rotate);
  const __mmask8 negative = is_odd(canonical(mul(mul(h, e), over_fh)));
  const F8 s = mul(mul(sub(h, select(g, negate(g), negative)), factor), mul(g, over_eg));
  const F8 absolute = canonical(select(s, negate(s), is_odd(canonical(s))));
  store_encodings(select(absolute, zeros(), p.is_zero), encodings);
}

constexpr std::size_t kVectors = 16;  // for one inversion, in 42 KiB

}  // namespace

void encode_doubles(const edwards::Extended* const* points, std::size_t count,
                    std::uint8_t* encodings) {
  Double doubles[kVectors];
  for (std::size_t first = 0; first < count;) {
    const std::size_t left = count - first;
    const std::size_t vectors = left < 8 * kVectors ? (left + 7) / 8 : kVectors;
    F8 product = splat(field::kOne);
    for (std::size_t v = 0; v < vectors; ++v) {
      const edwards::Extended* eight[8];
      for (std::size_t i = 0; i < 8; ++i) {
        eight[i] = points[first + (8 * v + i < left ? 8 * v + i : 0)];
      }
      doubles[v] = make_double(eight, product);
      product = mul(product, doubles[v].product);
    }
    F8 inverse = invert(product);
    for (std::size_t v = vectors; v-- > 0;) {
      const F8 own = mul(inverse, doubles[v].before);
      inverse = mul(inverse, doubles[v].product);
      if (8 * v + 8 <= left) {
        encode_double(doubles[v], own, encodings + 32 * (first + 8 * v));
        continue;
      }
      std::uint8_t last[256];
      encode_double(doubles[v], own, last);
      for (std::size_t k = 0; k < 32 * (left - 8 * v); ++k) {
        encodings[32 * (first + 8 * v) + k] = last[k];
      }
    }
    first += 8 * vectors;
  }
}

}  // namespace viche::ifma
VICHE_TARGET_IFMA_END
