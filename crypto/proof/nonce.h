#pragma once
// Hedged randomness: secret even if the generator fails, fresh even if the statement repeats.

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "crypto/group/bytes.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar.h"
#include "crypto/proof/secret.h"

namespace viche {

/// H(tag; u32 index, 32 fresh random bytes, secret parts..., public parts...) mod l. The secret
/// parts are the signing key or witness, the public ones the statement or message. One tag per use,
/// one index per scalar drawn for one proof.
Secret<Scalar> hedged_scalar(std::string_view tag, std::uint32_t index, RandomSource& random,
                             std::span<const ByteView> secret_parts,
                             std::span<const ByteView> public_parts);

/// The same, for parts that are written out at the call.
Secret<Scalar> hedged_scalar(std::string_view tag, std::uint32_t index, RandomSource& random,
                             std::initializer_list<ByteView> secret_parts,
                             std::initializer_list<ByteView> public_parts);

}  // namespace viche
