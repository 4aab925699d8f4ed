#include "verifier/text_forms.h"

#include <algorithm>

#include "crypto/group/condition.h"

namespace viche::verifier {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_id(std::string_view text) {
  return VICHE_HOLDS(!text.empty()) && VICHE_HOLDS(text.size() <= 64) &&
         VICHE_HOLDS(std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         }));
}

bool is_language(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t start = 0;
  for (bool first = true;; first = false) {
    const std::size_t end = std::min(text.find('-', start), text.size());
    const std::string_view part = text.substr(start, end - start);
    if (VICHE_FAULT(part.size() < 2) || VICHE_FAULT(part.size() > (first ? 3U : 8U))) return false;
    for (const char c : part) {
      if (VICHE_FAULT(first ? !(c >= 'a' && c <= 'z') : !(is_letter(c) || is_digit(c))))
        return false;
    }
    if (end == text.size()) return true;
    start = end + 1;
  }
}

bool is_time(std::string_view text) {
  constexpr std::string_view kLowest = "0000-01-01T00:00:00Z";
  constexpr std::string_view kHighest = "9999-12-31T23:59:60Z";
  if (VICHE_FAULT(text.size() != kLowest.size())) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = all_digits(kLowest.substr(i, 1));
    if (VICHE_FAULT(digit ? !all_digits(text.substr(i, 1)) : text[i] != kLowest[i])) return false;
  }
  for (const std::size_t field : {5U, 8U, 11U, 14U, 17U}) {  // months to seconds
    const std::string_view value = text.substr(field, 2);
    if (VICHE_FAULT(value < kLowest.substr(field, 2)) ||
        VICHE_FAULT(value > kHighest.substr(field, 2)))
      return false;
  }
  return true;
}

bool is_witness_name(std::string_view text) {
  return VICHE_HOLDS(text.size() <= 100) &&
         VICHE_HOLDS(std::all_of(text.begin(), text.end(),
                                 [](char c) { return c > ' ' && c < 0x7f && c != '+'; }));
}

}  // namespace viche::verifier
