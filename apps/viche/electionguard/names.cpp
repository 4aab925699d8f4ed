#include "apps/viche/electionguard/names.h"

#include <fmt/format.h>

#include <chrono>

#include "crypto/group/hash.h"

namespace viche::app::electionguard {
namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::size_t kHashDigits = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Letters made lower-case, and one hyphen for each run of characters that are neither letter nor
/// digit.
std::string legal_part(std::string_view original) {
  std::string part;
  for (const char c : original) {
    if ((c >= 'a' && c <= 'z') || is_digit(c)) {
      part += c;
    } else if (c >= 'A' && c <= 'Z') {
      part += static_cast<char>(c - 'A' + 'a');
    } else if (!part.empty() && part.back() != '-') {
      part += '-';
    }
  }
  return part;
}

bool is_legal(std::string_view id) {
  if (id.empty() || id.size() > kLongestId || id == "blank") return false;
  for (const char c : id) {
    if (!((c >= 'a' && c <= 'z') || is_digit(c) || c == '-')) return false;
  }
  return true;
}

/// Reads `count` digits off the front of the text.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    number = 10 * number + (text[i] - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// Minutes east of Greenwich: `Z`, `+hh:mm` or `-hh:mm`.
std::optional<int> take_zone(std::string_view& text) {
  if (take(text, 'Z')) return 0;
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '+' ? 1 : -1;
  text.remove_prefix(1);
  const auto hours = take_number(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return sign * (60 * *hours + *minutes);
}

}  // namespace

std::string IdMaker::make(std::string_view original) {
  if (is_legal(original) && used_.insert(std::string(original)).second)
    return std::string(original);
  std::string seed(original);
  for (;;) {
    const std::string digits =
        to_hex(Sha256().update(as_bytes(seed)).finish()).substr(0, kHashDigits);
    std::string id = legal_part(original).substr(0, kLongestId - kHashDigits - 1);
    if (!id.empty() && id.back() != '-') id += '-';
    id += digits;
    if (used_.insert(id).second) return id;
    seed += '+';
  }
}

std::optional<std::string> utc_time(std::string_view text) {
  using namespace std::chrono;
  int parts[6];
  constexpr std::size_t kWidths[] = {4, 2, 2, 2, 2, 2};
  constexpr std::string_view kBefore = " --T::";
  for (std::size_t i = 0; i < 6; ++i) {
    if (i > 0 && !take(text, kBefore[i])) return std::nullopt;
    const auto number = take_number(text, kWidths[i]);
    if (!number) return std::nullopt;
    parts[i] = *number;
  }
  if (take(text, '.')) {
    if (!take_number(text, 1)) return std::nullopt;
    while (take_number(text, 1)) continue;
  }
  const std::optional<int> zone = take_zone(text);
  const year_month_day date{year(parts[0]), month(static_cast<unsigned>(parts[1])),
                            day(static_cast<unsigned>(parts[2]))};
  if (!zone || !text.empty() || !date.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 59) {
    return std::nullopt;
  }
  const sys_seconds time =
      sys_days(date) + hours(parts[3]) + minutes(parts[4]) + seconds(parts[5]) - minutes(*zone);
  const sys_days midnight = floor<days>(time);
  const year_month_day utc(midnight);
  const hh_mm_ss clock(time - midnight);
  if (int(utc.year()) < 0 || int(utc.year()) > 9999) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int(utc.year()), unsigned(utc.month()),
                     unsigned(utc.day()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

}  // namespace viche::app::electionguard
