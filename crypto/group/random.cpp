#include "crypto/group/random.h"

#include <sodium.h>

#include "crypto/group/kernel/kernel.h"
#include "crypto/group/result.h"

namespace viche {

void SystemRandom::fill(std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); }

void initialize() {
  if (sodium_init() < 0) broken_invariant("libsodium could not be initialized");
  static_cast<void>(kernel::active());
}

}  // namespace viche
