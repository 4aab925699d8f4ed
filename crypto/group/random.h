#pragma once
// Randomness as an argument.

#include <cstdint>
#include <span>

namespace viche {

/// Where random bytes come from. Implementations say whether threads may share one.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

/// The operating system's generator, by way of libsodium. Threads may share one.
class SystemRandom final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

/// Prepares libsodium and chooses the kernel (kernel/kernel.h); every program calls it first.
/// Idempotent, and safe from several threads. Aborts on failure; ends the program with status 2 if
/// VICHE_KERNEL names no kernel that runs here.
void initialize();

}  // namespace viche
