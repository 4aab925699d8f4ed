#include "ballot/crockford.h"

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

/// The value of a character, or 32. Compares with all digits, so that time does not tell which it
/// was.
unsigned value_of(char character) {
  unsigned code = static_cast<unsigned char>(character);
  code -= 32 * static_cast<unsigned>(code >= 'a' && code <= 'z');
  if (code == 'O') code = '0';
  if (code == 'I' || code == 'L') code = '1';
  unsigned found = 32;
  for (unsigned value = 0; value < 32; ++value) {
    const unsigned equal =
        0U - static_cast<unsigned>(static_cast<unsigned char>(digit(value)) == code);
    found = (found & ~equal) | (value & equal);
  }
  return found;
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
    if (text[i] == '-' || text[i] == ' ') continue;
    const unsigned value = value_of(text[i]);
    if (value == 32) {
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
