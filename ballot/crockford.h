#pragma once
// Crockford's base32: digits and letters without I, L, O and U.

#include <string>
#include <string_view>

#include "crypto/group/bytes.h"

namespace viche::ballot {

/// The first 5 * `characters` bits, most significant first, in groups of four characters with
/// hyphens. Constant time in the bits (no table look-up).
std::string crockford_groups(ByteView bytes, std::size_t characters);

/// Reads exactly `characters` characters, hyphens and spaces ignored, lower case as upper, O as 0,
/// I and L as 1, into the bytes that hold 5 * `characters` bits, unused bits zero. Constant time in
/// the characters' values if they are valid.
Result<Bytes> parse_crockford(std::string_view text, std::size_t characters);

}  // namespace viche::ballot
