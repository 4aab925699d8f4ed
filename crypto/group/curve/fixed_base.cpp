#include "crypto/group/curve/fixed_base.h"

#include <sodium.h>

#include <cstring>

#include "crypto/group/curve/normalize.h"

namespace viche::edwards {
namespace {

using field::u64;
using Column = FixedBaseTable::Column;

// l, four 64-bit words, the lowest first.
constexpr u64 kOrder[4] = {0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000};

FieldElement& coordinate(Affine& q, std::size_t c) {
  return c == 0 ? q.sum : c == 1 ? q.difference : q.twice_dxy;
}

// (2 e + 1) 4096^i P, all e of the first i, then of the next.
std::vector<Extended> odd_multiples(const Extended& base) {
  std::vector<Extended> points;
  points.reserve(FixedBaseTable::kColumns * FixedBaseTable::kEntries);
  Extended power = base;
  for (std::size_t i = 0; i < FixedBaseTable::kColumns; ++i) {
    Extended doubled = twice(power);
    const Cached step = to_cached(doubled);
    Extended multiple = power;
    for (std::size_t e = 0; e < FixedBaseTable::kEntries; ++e) {
      points.push_back(multiple);
      multiple = multiple + step;
    }
    for (int k = 1; k < 12; ++k) doubled = twice(doubled);
    power = doubled;
  }
  return points;
}

// The base itself: the first entry of its table's first column.
Affine base_of(const Column& first) {
  Affine base;
  for (std::size_t l = 0; l < 15; ++l) coordinate(base, l / 5).limb[l % 5] = first.limb[l][0];
  return base;
}

// Two entries at once.
using Pair = u64 __attribute__((vector_size(16)));

// The entry of an odd digit: all of them are read.
Affine pick(const Column& column, std::uint8_t w) {
  constexpr std::size_t kPairs = FixedBaseTable::kEntries / 2;
  const u64 positive = w >> 5;
  const u64 index = (w ^ (positive - 1)) & 31U;  // of |2 w - 63| = 2 index + 1
  Pair mask[kPairs];
  for (u64 i = 0; i < kPairs; ++i) {
    mask[i] = Pair{u64{0} - ((((2 * i) ^ index) - 1) >> 63),
                   u64{0} - ((((2 * i + 1) ^ index) - 1) >> 63)};
  }
  FieldElement coordinates[3];
  for (std::size_t l = 0; l < 15; ++l) {
    Pair picked = {0, 0};
    for (std::size_t i = 0; i < kPairs; ++i) {
      Pair entries;
      std::memcpy(&entries, &column.limb[l][2 * i], sizeof(entries));
      picked |= mask[i] & entries;
    }
    coordinates[l / 5].limb[l % 5] = picked[0] | picked[1];
  }
  const auto& [sum, difference, twice_dxy] = coordinates;
  return {field::select(difference, sum, positive), field::select(sum, difference, positive),
          field::select(field::negate(twice_dxy), twice_dxy, positive)};
}

// sum over i of the digits 2 i + parity times 4096^i.
void add_digits(Extended& sum, const OddDigits& digits, const Column* table, std::size_t parity) {
  for (std::size_t i = parity; i < digits.size(); i += 2) {
    sum = sum + pick(table[i / 2], digits[i]);
  }
}

}  // namespace

OddDigits odd_digits(const Bytes32& scalar) {
  u64 words[5] = {0, 0, 0, 0, 0};
  for (std::size_t i = 0; i < 32; ++i) {
    words[i / 8] |= static_cast<u64>(scalar[i]) << (8 * (i % 8));
  }
  const u64 even = (words[0] & 1U) - 1;
  field::u128 carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    carry += static_cast<field::u128>(words[i]) + (kOrder[i] & even);
    words[i] = static_cast<u64>(carry);
    carry >>= 64;
  }
  for (std::size_t i = 0; i < 4; ++i) words[i] = words[i] >> 1 | words[i + 1] << 63;
  words[4] = 2;
  OddDigits digits;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t word = 6 * i / 64, shift = 6 * i % 64;
    u64 bits = words[word] >> shift;
    if (shift > 58) bits |= words[word + 1] << (64 - shift);
    digits[i] = static_cast<std::uint8_t>(bits & 63U);
  }
  sodium_memzero(words, sizeof(words));
  return digits;
}

FixedBaseTable::FixedBaseTable(const Extended& base) {
  const std::vector<Extended> multiples = odd_multiples(base);
  std::vector<Addend> addends(multiples.size());
  normalize(multiples, addends);
  std::vector<Column> columns(kColumns);
  for (std::size_t i = 0; i < kColumns; ++i) {
    for (std::size_t e = 0; e < kEntries; ++e) {
      for (std::size_t l = 0; l < 15; ++l) {
        columns[i].limb[l][e] = coordinate(addends[kEntries * i + e].point, l / 5).limb[l % 5];
      }
    }
  }
  columns_ = std::make_shared<const std::vector<Column>>(std::move(columns));
}

// The digits of odd and of even numbers apart: sum_i d_i 64^i = 64 sum_i d_(2i+1) 4096^i + sum_i
// d_(2i) 4096^i, six doublings for all tables.
Extended multi_multiply(std::span<const OddDigits> digits, std::span<const std::uint8_t> bits,
                        std::span<const Column* const> tables) {
  Extended sum = kIdentity;
  for (std::size_t b = 0; b < digits.size(); ++b) add_digits(sum, digits[b], tables[b], 1);
  for (int i = 0; i < 6; ++i) sum = twice(sum);
  for (std::size_t b = 0; b < digits.size(); ++b) add_digits(sum, digits[b], tables[b], 0);
  for (std::size_t b = 0; b < bits.size(); ++b) {
    sum = sum + select(kAffineIdentity, base_of(*tables[digits.size() + b]), bits[b] & 1U);
  }
  return sum;
}

}  // namespace viche::edwards
