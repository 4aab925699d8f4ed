#include "crypto/group/curve/field.h"

namespace viche::field {

const FieldElement kD{
    {0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}};
const FieldElement kTwoD{
    {0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}};
const FieldElement kSqrtM1{
    {0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}};
const FieldElement kInvSqrtAMinusD{
    {0xfdaa805d40ea, 0x2eb482e57d339, 0x7610274bc58, 0x6510b613dc8ff, 0x786c8905cfaff}};

// 2^252 - 3 in binary is 250 ones, then 01. The chain builds a^(2^m - 1) for m = 5, 10, 20, 40, 50,
// 100, 200, 250.
FieldElement power_p58(const FieldElement& a) {
  const FieldElement a2 = square(a);
  const FieldElement a9 = mul(a, square_times(a2, 2));
  const FieldElement a11 = mul(a2, a9);
  const FieldElement ones5 = mul(a9, square(a11));  // a^31
  const FieldElement ones10 = mul(square_times(ones5, 5), ones5);
  const FieldElement ones20 = mul(square_times(ones10, 10), ones10);
  const FieldElement ones40 = mul(square_times(ones20, 20), ones20);
  const FieldElement ones50 = mul(square_times(ones40, 10), ones10);
  const FieldElement ones100 = mul(square_times(ones50, 50), ones50);
  const FieldElement ones200 = mul(square_times(ones100, 100), ones100);
  const FieldElement ones250 = mul(square_times(ones200, 50), ones50);
  return mul(square_times(ones250, 2), a);
}

// a^(p - 2) = a^(8 (p - 5)/8 + 3)
FieldElement invert(const FieldElement& a) {
  return mul(square_times(power_p58(a), 3), mul(square(a), a));
}

Bytes32 encode(const FieldElement& a) {
  expect_below(a, kLoose);
  // After two carries the value is below 2^255 + 19 * 2^13, so below 2p; q = 1 exactly if it is p
  // or more.
  FieldElement b = carry(carry(a));
  u64 q = (b.limb[0] + 19) >> 51;
  for (int i = 1; i < 5; ++i) q = (b.limb[i] + q) >> 51;
  b.limb[0] += 19 * q;
  for (int i = 0; i < 4; ++i) {
    b.limb[i + 1] += b.limb[i] >> 51;
    b.limb[i] &= kMask;
  }
  b.limb[4] &= kMask;
  const u64 words[4] = {b.limb[0] | b.limb[1] << 51, b.limb[1] >> 13 | b.limb[2] << 38,
                        b.limb[2] >> 26 | b.limb[3] << 25, b.limb[3] >> 39 | b.limb[4] << 12};
  Bytes32 out;
  for (std::size_t i = 0; i < 32; ++i) {
    out[i] = static_cast<std::uint8_t>(words[i / 8] >> (8 * (i % 8)));
  }
  return out;
}

FieldElement decode(const std::uint8_t* bytes) {
  u64 words[4] = {0, 0, 0, 0};
  for (int i = 0; i < 32; ++i) words[i / 8] |= static_cast<u64>(bytes[i]) << (8 * (i % 8));
  return {{words[0] & kMask, (words[0] >> 51 | words[1] << 13) & kMask,
           (words[1] >> 38 | words[2] << 26) & kMask, (words[2] >> 25 | words[3] << 39) & kMask,
           (words[3] >> 12) & kMask}};
}

u64 is_zero(const FieldElement& a) {
  const Bytes32 bytes = encode(a);
  u64 any = 0;
  for (const std::uint8_t byte : bytes) any |= byte;
  return (any - 1) >> 63;
}

u64 is_negative(const FieldElement& a) { return encode(a)[0] & 1U; }

RootOfRatio sqrt_ratio_m1(const FieldElement& u, const FieldElement& v) {
  const FieldElement v3 = mul(square(v), v);
  const FieldElement v7 = mul(square(v3), v);
  FieldElement r = mul(mul(u, v3), power_p58(mul(u, v7)));
  const FieldElement check = mul(v, square(r));
  const FieldElement minus_u = negate(u);
  const u64 correct = is_zero(sub2(check, u));
  const u64 flipped = is_zero(sub2(check, minus_u));
  const u64 flipped_i = is_zero(sub2(check, mul(minus_u, kSqrtM1)));
  r = select(r, mul(r, kSqrtM1), flipped | flipped_i);
  return {correct | flipped, absolute(r)};
}

}  // namespace viche::field
