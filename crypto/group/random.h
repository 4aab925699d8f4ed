#pragma once
// Randomness as an argument.

#include <array>
#include <cstddef>
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

/// The same bytes as another source's, fetched many at a time: a call of the operating system for
/// each 32 bytes costs more than the bytes. Not for several threads, and not beyond a fork.
class BufferedRandom final : public RandomSource {
 public:
  /// The source must outlive it.
  explicit BufferedRandom(RandomSource& source) : source_(source) {}
  BufferedRandom(const BufferedRandom&) = delete;
  BufferedRandom& operator=(const BufferedRandom&) = delete;
  ~BufferedRandom() override;

  /// What is given out is wiped here.
  void fill(std::span<std::uint8_t> out) override;

 private:
  RandomSource& source_;
  std::array<std::uint8_t, 4096> bytes_{};
  std::size_t used_ = 4096;
};

/// Prepares libsodium and chooses the kernel (kernel/kernel.h); every program calls it first.
/// Idempotent, and safe from several threads. Aborts on failure; ends the program with status 2 if
/// VICHE_KERNEL names no kernel that runs here.
void initialize();

}  // namespace viche
