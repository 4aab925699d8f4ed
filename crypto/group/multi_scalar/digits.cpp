#include "crypto/group/multi_scalar/digits.h"

#include <algorithm>

#include "crypto/group/multi_scalar/magnitude.h"

namespace viche::multi_scalar {
namespace {

using u64 = std::uint64_t;

void add_to(Words& a, const Words& b) {
  u64 carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const u64 partial = a[i] + b[i];
    const u64 next = static_cast<u64>(partial < b[i]);
    a[i] = partial + carry;
    carry = next | static_cast<u64>(a[i] < carry);
  }
}

void set_bit(Words& words, unsigned bit) { words[bit / 64] |= u64{1} << (bit % 64); }

}  // namespace

void Magnitudes::assign(std::span<const Scalar> scalars) {
  const std::size_t size = scalars.size();
  if (entries_.size() < size) {
    for (auto& words : words_) words.resize(size);
    entries_.resize(size);
  }
  classes_ = {};
  std::size_t shorts_from = size;  // short ones are first put at the end
  for (std::size_t i = 0; i < size; ++i) {
    const auto [magnitude, negative] = multi_scalar::magnitude(scalars[i]);
    const unsigned bits = bit_length(magnitude);
    if (bits == 0) continue;
    std::size_t place;
    if (bits <= kShortBits) {
      place = --shorts_from;
      classes_.short_bits = std::max(classes_.short_bits, bits);
    } else {
      place = classes_.long_count++;
      classes_.long_bits = std::max(classes_.long_bits, bits);
    }
    for (std::size_t w = 0; w < 4; ++w) words_[w][place] = magnitude[w];
    entries_[place] = static_cast<std::uint32_t>(2 * i + (negative ? 1 : 0));
  }
  classes_.short_count = size - shorts_from;
  if (classes_.long_count == shorts_from) return;
  const auto close_gap = [&](auto& values) {
    std::copy(values.begin() + static_cast<std::ptrdiff_t>(shorts_from),
              values.begin() + static_cast<std::ptrdiff_t>(size),
              values.begin() + static_cast<std::ptrdiff_t>(classes_.long_count));
  };
  for (auto& words : words_) close_gap(words);
  close_gap(entries_);
}

void Magnitudes::offset(std::span<const Window> windows) {
  Words for_long{}, for_short{};
  for (const Window& window : windows) {
    set_bit(for_long, window.position + window.width - 1);
    if (window.short_too) set_bit(for_short, window.position + window.width - 1);
  }
  for (std::size_t i = 0; i < count(); ++i) {
    Words sum{words_[0][i], words_[1][i], words_[2][i], words_[3][i]};
    add_to(sum, i < classes_.long_count ? for_long : for_short);
    for (std::size_t w = 0; w < 4; ++w) words_[w][i] = sum[w];
  }
}

// A class has its last digit in its last window, and takes that one with a bit more than the window
// has. With the windows over `bits` bits, a magnitude plus the offset is below
// 2^bits + 2^(last position), because the magnitude is below 2^(bits - 1), or bits = 252 and it is
// at most l/2: so the last digit is at most 2^(width - 1).
void Magnitudes::digits(std::span<const Window> windows, std::size_t index,
                        std::span<std::int16_t> out) const {
  const Window& window = windows[index];
  const unsigned word = window.position / 64, shift = window.position % 64;
  const u64* low = words_[word].data();
  const auto half = static_cast<std::int32_t>(window.buckets());
  const auto extract = [&](std::size_t first, std::size_t last, unsigned width) {
    const u64 mask = (u64{1} << width) - 1;
    if (shift + width <= 64) {
      for (std::size_t i = first; i < last; ++i) {
        out[i] =
            static_cast<std::int16_t>(static_cast<std::int32_t>((low[i] >> shift) & mask) - half);
      }
    } else {
      const u64* high = words_[word + 1].data();
      for (std::size_t i = first; i < last; ++i) {
        const u64 bits = (low[i] >> shift) | (high[i] << (64 - shift));
        out[i] = static_cast<std::int16_t>(static_cast<std::int32_t>(bits & mask) - half);
      }
    }
  };
  const bool last = index + 1 == windows.size();
  extract(0, classes_.long_count, window.width + (last ? 1 : 0));
  if (window.short_too) {
    const bool last_of_short = last || !windows[index + 1].short_too;
    extract(classes_.long_count, count(), window.width + (last_of_short ? 1 : 0));
  }
}

}  // namespace viche::multi_scalar
