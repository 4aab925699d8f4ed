#include "crypto/group/multi_scalar/straus.h"

#include <algorithm>
#include <array>
#include <vector>

#include "crypto/group/multi_scalar/magnitude.h"

namespace viche::multi_scalar {
namespace {

using edwards::Cached;
using edwards::Extended;
using edwards::to_cached;

// Width-5 non-adjacent form: digits zero or odd in -15..15, at least four zeros between two that
// are not.
std::array<std::int8_t, 256> non_adjacent_form(const Words& words) {
  constexpr unsigned kWidth = 5;
  std::array<std::int8_t, 256> naf{};
  std::uint64_t carry = 0;
  for (unsigned position = 0; position < 256;) {
    const std::uint64_t window = carry + bits_at(words, position, kWidth);
    if ((window & 1U) == 0) {
      ++position;
      continue;
    }
    carry = window >> (kWidth - 1);
    naf[position] =
        static_cast<std::int8_t>(static_cast<int>(window) - (carry == 1 ? 1 << kWidth : 0));
    position += kWidth;
  }
  return naf;
}

struct Term {
  std::array<Cached, 8> odd;  // 1 p, 3 p, ..., 15 p
  std::array<std::int8_t, 256> naf;
};

Term to_term(const Words& words, const Extended& p) {
  Term term;
  const Cached step = to_cached(twice(p));
  Extended multiple = p;
  for (Cached& odd : term.odd) {
    odd = to_cached(multiple);
    multiple = multiple + step;
  }
  term.naf = non_adjacent_form(words);
  return term;
}

}  // namespace

Extended straus(std::span<const Scalar> scalars, std::span<const Extended> points) {
  std::vector<Term> terms;
  terms.reserve(points.size());
  unsigned top = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Magnitude scalar = magnitude(scalars[i]);
    const unsigned bits = bit_length(scalar.words);
    if (bits == 0) continue;
    terms.push_back(to_term(scalar.words, scalar.negative ? negate(points[i]) : points[i]));
    top = std::max(top, bits);
  }
  Extended sum = edwards::kIdentity;
  for (unsigned bit = top + 1; bit-- > 0;) {
    sum = twice(sum);
    for (const Term& term : terms) {
      const int digit = term.naf[bit];
      if (digit > 0) sum = sum + term.odd[static_cast<std::size_t>(digit) / 2];
      if (digit < 0) sum = sum - term.odd[static_cast<std::size_t>(-digit) / 2];
    }
  }
  return sum;
}

}  // namespace viche::multi_scalar
