#pragma once
// The spellings that docs/protocol.md section 2 fixes for short texts of the manifest.

#include <string_view>

namespace viche::verifier {

/// 1 to 64 characters of a-z 0-9 -.
[[nodiscard]] bool is_id(std::string_view text);
/// 2 to 3 lower-case letters, then - and 2 to 8 letters or digits any number of times.
[[nodiscard]] bool is_language(std::string_view text);
/// YYYY-MM-DDThh:mm:ssZ with each field in its range.
[[nodiscard]] bool is_time(std::string_view text);
/// 1 to 100 characters of printable ASCII without space or +.
[[nodiscard]] bool is_witness_name(std::string_view text);

}  // namespace viche::verifier
