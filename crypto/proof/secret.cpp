#include "crypto/proof/secret.h"

#include <sodium.h>

namespace viche {

void wipe_memory(void* data, std::size_t size) noexcept { sodium_memzero(data, size); }

void wipe_stack() noexcept { sodium_stackzero(std::size_t{64} << 10); }

}  // namespace viche
