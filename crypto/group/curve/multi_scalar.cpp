// Multi-scalar multiplication in variable time: interleaved (Straus) for few points, buckets
// (Pippenger) for many.

#include <algorithm>
#include <array>

#include "crypto/group/batch.h"
#include "crypto/group/curve/edwards.h"

namespace viche {
namespace {

using edwards::Cached;
using edwards::Extended;
using edwards::kIdentity;
using edwards::to_cached;

using Words = std::array<std::uint64_t, 5>;  // 320 bits, so that a window may reach past the end

Words to_words(const Scalar& scalar) {
  const Bytes32 bytes = scalar.encode();
  Words words{};
  for (std::size_t i = 0; i < 32; ++i) {
    words[i / 8] |= static_cast<std::uint64_t>(bytes[i]) << (8 * (i % 8));
  }
  return words;
}

std::uint64_t bits_at(const Words& words, std::size_t position, std::size_t width) {
  const std::size_t word = position / 64, shift = position % 64;
  std::uint64_t bits = words[word] >> shift;
  if (shift + width > 64) bits |= words[word + 1] << (64 - shift);
  return bits & ((std::uint64_t{1} << width) - 1);
}

std::size_t bit_length(const Words& words) {
  for (std::size_t i = 4; i-- > 0;) {
    if (words[i] != 0) return 64 * i + 64 - static_cast<std::size_t>(__builtin_clzll(words[i]));
  }
  return 0;
}

// Width-5 non-adjacent form: digits zero or odd in -15..15, at least four zeros between two that
// are not.
std::array<std::int8_t, 256> non_adjacent_form(const Words& words) {
  constexpr std::size_t kWidth = 5;
  std::array<std::int8_t, 256> naf{};
  std::uint64_t carry = 0;
  for (std::size_t position = 0; position < 256;) {
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

Extended straus(std::span<const Words> scalars, std::span<const Point> points) {
  struct Term {
    std::array<Cached, 8> odd;  // 1 p, 3 p, ..., 15 p
    std::array<std::int8_t, 256> naf;
  };
  std::vector<Term> terms(points.size());
  std::size_t top = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Cached step = to_cached(twice(points[i].curve()));
    Extended multiple = points[i].curve();
    for (Cached& odd : terms[i].odd) {
      odd = to_cached(multiple);
      multiple = multiple + step;
    }
    terms[i].naf = non_adjacent_form(scalars[i]);
    top = std::max(top, bit_length(scalars[i]) + 1);
  }
  Extended sum = kIdentity;
  for (std::size_t bit = std::min<std::size_t>(top, 256); bit-- > 0;) {
    sum = twice(sum);
    for (const Term& term : terms) {
      const int digit = term.naf[bit];
      if (digit > 0) sum = sum + term.odd[static_cast<std::size_t>(digit) / 2];
      if (digit < 0) sum = sum - term.odd[static_cast<std::size_t>(-digit) / 2];
    }
  }
  return sum;
}

// The window width whose additions are fewest: one per point and window, two per bucket and window.
std::size_t best_width(std::size_t points, std::size_t bits) {
  std::size_t best = 4, best_cost = ~std::size_t{0};
  for (std::size_t width = 4; width <= 16; ++width) {
    const std::size_t windows = bits / width + 1;
    const std::size_t cost = windows * (points + (std::size_t{2} << (width - 1)));
    if (cost < best_cost) {
      best = width;
      best_cost = cost;
    }
  }
  return best;
}

// Signed digits of `width` bits in -2^(width-1)..2^(width-1): digits[w] for each window.
void signed_windows(const Words& words, std::size_t width, std::span<std::int32_t> digits) {
  std::int32_t carry = 0;
  for (std::size_t w = 0; w < digits.size(); ++w) {
    std::int32_t digit =
        carry + (w * width < 256 ? static_cast<std::int32_t>(bits_at(words, w * width, width)) : 0);
    carry = digit > (1 << (width - 1)) ? 1 : 0;
    digits[w] = digit - (carry << width);
  }
}

Extended pippenger(std::span<const Words> scalars, std::span<const Point> points) {
  std::size_t bits = 0;
  for (const Words& words : scalars) bits = std::max(bits, bit_length(words));
  const std::size_t width = best_width(points.size(), bits);
  const std::size_t windows = bits / width + 1;  // the last takes the last carry
  std::vector<std::int32_t> digits(windows * points.size());
  std::vector<Cached> cached;
  cached.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    signed_windows(scalars[i], width, std::span(digits).subspan(i * windows, windows));
    cached.push_back(to_cached(points[i].curve()));
  }
  std::vector<Extended> buckets(std::size_t{1} << (width - 1));
  Extended sum = kIdentity;
  for (std::size_t w = windows; w-- > 0;) {
    for (std::size_t i = 0; i < width; ++i) sum = twice(sum);
    std::fill(buckets.begin(), buckets.end(), kIdentity);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const std::int32_t digit = digits[i * windows + w];
      if (digit > 0) {
        Extended& bucket = buckets[static_cast<std::size_t>(digit) - 1];
        bucket = bucket + cached[i];
      } else if (digit < 0) {
        Extended& bucket = buckets[static_cast<std::size_t>(-digit) - 1];
        bucket = bucket - cached[i];
      }
    }
    // sum of (b + 1) bucket_b: running sums from the top.
    Extended running = kIdentity, total = kIdentity;
    for (std::size_t b = buckets.size(); b-- > 0;) {
      running = running + to_cached(buckets[b]);
      total = total + to_cached(running);
    }
    sum = sum + to_cached(total);
  }
  return sum;
}

}  // namespace

Point vartime_multi_multiply(std::span<const Scalar> scalars, std::span<const Point> points) {
  if (scalars.size() != points.size()) {
    broken_invariant("vartime_multi_multiply: unequal numbers of scalars and points");
  }
  constexpr std::size_t kFew = 96;
  std::vector<Words> words;
  words.reserve(scalars.size());
  for (const Scalar& scalar : scalars) words.push_back(to_words(scalar));
  return Point(points.size() < kFew ? straus(words, points) : pippenger(words, points));
}

}  // namespace viche
