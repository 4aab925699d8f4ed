#pragma once
// A public key as ten words that two people read to each other.

#include <array>
#include <string>
#include <string_view>

#include "crypto/group/ed25519.h"

namespace viche::app {

/// The word for each byte, in alphabetical order; no two are one letter apart. Our own choice; the
/// list never changes.
const std::array<std::string_view, 256>& check_words();

/// The words of the first ten bytes of SHA-256("viche check phrase 1\n" || key): to make another
/// key with the same phrase takes 2^80 tries.
std::string check_phrase(const Ed25519PublicKey& key);

}  // namespace viche::app
