#pragma once
// What ElectionGuard writes freely and Viche's manifest does not: ids and times.

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace viche::app::electionguard {

/// The ids of one list of the manifest.
class IdMaker {
 public:
  /// An id that is legal in the manifest (1 to 64 characters of a-z 0-9 -, not "blank") and was not
  /// given before stays as it is. Any other becomes what is legal of it, cut to 55 characters, a
  /// hyphen, and 8 hexadecimal digits of the SHA-256 of `original`: the same id in every import.
  std::string make(std::string_view original);

 private:
  std::set<std::string> used_;
};

/// An ISO 8601 time with its zone ("2020-03-01T08:00:00-05:00", fractions of a second are cut off)
/// in the manifest's form, in UTC; nothing if it is none.
std::optional<std::string> utc_time(std::string_view text);

}  // namespace viche::app::electionguard
