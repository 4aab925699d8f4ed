#pragma once
// The portable kernel's functions; kernel.h says what each does.

#include "crypto/group/kernel/kernel.h"

namespace viche::portable {

bool supported();

void decode(const std::uint8_t* const* encodings, std::size_t count, edwards::Addend* addends,
            std::uint8_t* valid);
void encode(const edwards::Extended* const* points, std::size_t count, std::uint8_t* encodings);

}  // namespace viche::portable
