#include "ballot/crockford.h"

#include "crypto/group/declassify.h"

namespace viche::ballot {
namespace {

/// Adds to the first letter the gaps of the alphabet that lie below the value: 0-9 A-H J-K M-N P-T
/// V-Z.
char digit(unsigned value) {
  unsigned code = '0' + value;
  const auto beyond = [value](unsigned last) { return (last - value) >> 31; };  // 1 if value > last
  code += beyond(9) * ('A' - '0' - 10);
  code += beyond(17) + beyond(19) + beyond(21) + beyond(26);  // I, L, O and U do not occur
  return static_cast<char>(code);
}

/// 1 if a = b, else 0, for numbers below 2^31.
unsigned equal(unsigned a, unsigned b) { return ((a ^ b) - 1) >> 31; }

/// The value of a character, or 32. Compares with all digits, and without a branch, so that time
/// does not tell which it was.
unsigned value_of(char character) {
  unsigned code = static_cast<unsigned char>(character);
  const unsigned is_lower = (('a' - 1U - code) & (code - 'z' - 1U)) >> 31;
  code -= 32 * is_lower;
  code -= equal(code, 'O') * ('O' - '0');
  code -= equal(code, 'I') * ('I' - '1') + equal(code, 'L') * ('L' - '1');
  unsigned found = 32;
  for (unsigned value = 0; value < 32; ++value) {
    const unsigned mask = 0U - equal(static_cast<unsigned char>(digit(value)), code);
    found = (found & ~mask) | (value & mask);
  }
  return found;
}

/// Where hyphens and spaces stand is no secret.
bool is_separator(char character) {
  const unsigned code = static_cast<unsigned char>(character);
  return declassify(equal(code, '-') | equal(code, ' ')) == 1;
}

}  // namespace

std::string crockford_groups(ByteView bytes, std::size_t characters) {
  std::string text;
  for (std::size_t i = 0; i < characters; ++i) {
    unsigned value = 0;
    for (std::size_t bit = 5 * i; bit < 5 * i + 5; ++bit) {
      value = value << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1U);
    }
    if (i > 0 && i % 4 == 0) text.push_back('-');
    text.push_back(digit(value));
  }
  return text;
}

Result<Bytes> parse_crockford(std::string_view text, std::size_t characters) {
  Bytes bytes((5 * characters + 7) / 8);
  std::size_t read = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_separator(text[i])) continue;
    const unsigned value = value_of(text[i]);
    if (declassify(equal(value, 32)) == 1) {  // whoever types is told
      return Error{"not a letter or digit of such a code (the letter U does not occur)",
                   "character " + std::to_string(i + 1)};
    }
    if (read < characters) {
      for (std::size_t bit = 0; bit < 5; ++bit) {
        const std::size_t at = 5 * read + bit;
        bytes[at / 8] =
            static_cast<std::uint8_t>(bytes[at / 8] | (value >> (4 - bit) & 1U) << (7 - at % 8));
      }
    }
    ++read;
  }
  if (read != characters) {
    return Error{"expected " + std::to_string(characters) + " letters and digits, found " +
                     std::to_string(read),
                 ""};
  }
  return bytes;
}

}  // namespace viche::ballot
