#include "crypto/proof/secret.h"

#include <sodium.h>

namespace viche {

void wipe_memory(void* data, std::size_t size) noexcept { sodium_memzero(data, size); }

}  // namespace viche
