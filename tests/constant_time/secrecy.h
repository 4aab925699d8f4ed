#pragma once
// Secrets marked for a checker that follows uninitialised memory: valgrind's memcheck, or clang's
// MemorySanitizer. A branch on a secret, or an address made from one, is then reported as one on
// uninitialised memory, wherever the secret has flowed. (Adam Langley's ctgrind, 2010.)

#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/random.h"
#include "crypto/proof/secret.h"

namespace viche::test {

/// "valgrind", "MemorySanitizer", or nothing: the program runs without a checker and would see
/// no leak.
const char* running_checker();

/// From here on secret, or public.
void poison_memory(void* data, std::size_t size);
void unpoison_memory(const void* data, std::size_t size);
/// Whether any bit is secret.
bool is_poisoned(const void* data, std::size_t size);

template <class T>
void poison(std::vector<T>& values) {
  static_assert(std::is_trivially_copyable_v<T>);
  poison_memory(values.data(), values.size() * sizeof(T));
}
template <class T>
requires std::is_trivially_copyable_v<T>
void poison(T& value) { poison_memory(&value, sizeof(value)); }
template <class T>
Secret<T> poisoned(T value) {
  Secret<T> secret(std::move(value));
  poison(secret.expose_mutable());
  return secret;
}

/// What the operation makes public. Ends the program with status 1 if no secret has reached it:
/// then the case would see no leak either.
void publish_memory(const void* data, std::size_t size, const char* what);
inline void publish(ByteView bytes, const char* what) {
  publish_memory(bytes.data(), bytes.size(), what);
}
template <class T>
requires std::is_trivially_copyable_v<T>
void publish(const std::vector<T>& values, const char* what) {
  publish_memory(values.data(), values.size() * sizeof(T), what);
}
template <class T>
requires std::is_trivially_copyable_v<T> &&(!std::is_convertible_v<T, ByteView>)  //
    void publish(const T& value, const char* what) {
  publish_memory(&value, sizeof(value), what);
}

/// Ends the program with status 1 unless `holds`.
void require(bool holds, const char* what);

/// Randomness that is secret.
class SecretRandom final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::uint8_t next_ = 1;
};

}  // namespace viche::test
