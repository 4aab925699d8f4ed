#pragma once
// Credentials K = k G and printed codes (specification, section 6).

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "crypto/proof/secret.h"

namespace viche::ballot {

/// A voter's key pair; K is not the identity.
struct Credential {
  Secret<Scalar> k;
  Point K;
};

/// A credential made on a device: k uniform.
Credential generate_credential(RandomSource& random);

/// Many, on the active kernel: the same as generate_credential for each in order, from the same
/// randomness.
std::vector<Credential> generate_credentials(std::size_t count, RandomSource& random);

using Code = std::array<std::uint8_t, 16>;

Secret<Code> generate_code(RandomSource& random);

/// k = Hs("viche/v1/credential"; code, manifest_hash). Constant time in the code.
Credential credential_from_code(const Secret<Code>& code, const Bytes32& manifest_hash);

/// 28 characters of Crockford's base32, in seven groups of four with hyphens: the code and a
/// checksum of 12 bits.
std::string print_code(const Secret<Code>& code);

/// Reads a printed code: upper or lower case, O as 0, I and L as 1, hyphens and spaces ignored. An
/// error names the character that is none, the length, or the checksum that does not fit.
Result<Secret<Code>> parse_code(std::string_view printed);

}  // namespace viche::ballot
