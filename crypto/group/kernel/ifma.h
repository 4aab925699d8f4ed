#pragma once
// The AVX-512 IFMA kernel's functions; kernel.h says what each does.

#include "crypto/group/kernel/kernel.h"
#include "crypto/group/kernel/target.h"

namespace viche::ifma {

bool supported();

void decode(const std::uint8_t* const* encodings, std::size_t count, edwards::Addend* addends,
            std::uint8_t* valid);
void encode(const edwards::Extended* const* points, std::size_t count, std::uint8_t* encodings);

}  // namespace viche::ifma
