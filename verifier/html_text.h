#pragma once
// Text of a page: escaped, and what it says of each check.

#include <string>
#include <string_view>

#include "verifier/checks.h"

namespace viche::verifier {

/// As the text of an element or a quoted attribute. What is not UTF-8, controls, and the characters
/// that turn the direction of what stands around them become U+FFFD.
std::string html_escaped(std::string_view text);

/// What could be wrong without this check: a clause without a capital or full stop.
std::string_view without_check(CheckId id);

/// "1,234,567".
std::string grouped(std::uint64_t number);
/// part / whole in per cent, one decimal, rounded: "12.3 %". Empty where there is nothing to divide
/// by, or the numbers are those of no election.
std::string percent(std::uint64_t part, std::uint64_t whole);

}  // namespace viche::verifier
