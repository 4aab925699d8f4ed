#include "crypto/group/random.h"

#include <sodium.h>

#include <algorithm>

#include "crypto/group/kernel/kernel.h"
#include "crypto/group/result.h"

namespace viche {

void SystemRandom::fill(std::span<std::uint8_t> out) {
  if (!out.empty()) randombytes_buf(out.data(), out.size());
}

BufferedRandom::~BufferedRandom() { sodium_memzero(bytes_.data(), bytes_.size()); }

void BufferedRandom::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    if (used_ == bytes_.size()) {
      source_.fill(bytes_);
      used_ = 0;
    }
    const auto left = std::span(bytes_).subspan(used_);
    const auto given = left.first(std::min(left.size(), out.size()));
    std::copy(given.begin(), given.end(), out.begin());
    sodium_memzero(given.data(), given.size());
    used_ += given.size();
    out = out.subspan(given.size());
  }
}

void initialize() {
  if (sodium_init() < 0) broken_invariant("libsodium could not be initialized");
  static_cast<void>(kernel::active());
}

}  // namespace viche
