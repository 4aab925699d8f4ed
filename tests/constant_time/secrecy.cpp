#include "tests/constant_time/secrecy.h"

#include <cstdio>
#include <cstdlib>

#include "crypto/group/declassify.h"

#if defined(__has_feature)
#if __has_feature(memory_sanitizer)
#define VICHE_MEMORY_SANITIZER
#endif
#endif

#if defined(VICHE_MEMORY_SANITIZER)
#include <sanitizer/msan_interface.h>
#elif __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#define VICHE_MEMCHECK
#endif

// The linker takes this in place of the library's.
namespace viche {
void declassify_memory(void* data, std::size_t size) noexcept { test::unpoison_memory(data, size); }
}  // namespace viche

namespace viche::test {

#if defined(VICHE_MEMORY_SANITIZER)

const char* running_checker() { return "MemorySanitizer"; }
void poison_memory(void* data, std::size_t size) { __msan_poison(data, size); }
void unpoison_memory(const void* data, std::size_t size) { __msan_unpoison(data, size); }
bool is_poisoned(const void* data, std::size_t size) {
  return __msan_test_shadow(data, size) != -1;
}

#elif defined(VICHE_MEMCHECK)

const char* running_checker() { return RUNNING_ON_VALGRIND != 0 ? "valgrind" : nullptr; }
void poison_memory(void* data, std::size_t size) {
  static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(data, size));
}
void unpoison_memory(const void* data, std::size_t size) {
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(data, size));
}
bool is_poisoned(const void* data, std::size_t size) {
  std::vector<unsigned char> undefined(size);
  static_cast<void>(VALGRIND_GET_VBITS(data, undefined.data(), size));
  unsigned any = 0;
  for (const unsigned char bits : undefined) any |= bits;
  return any != 0;
}

#else

const char* running_checker() { return nullptr; }
void poison_memory(void*, std::size_t) {}
void unpoison_memory(const void*, std::size_t) {}
bool is_poisoned(const void*, std::size_t) { return false; }

#endif

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

void publish_memory(const void* data, std::size_t size, const char* what) {
  if (!is_poisoned(data, size)) {
    std::fprintf(stderr, "no secret has reached %s: the case tests nothing\n", what);
    std::exit(1);
  }
  unpoison_memory(data, size);
}

void SecretRandom::fill(std::span<std::uint8_t> out) {
  for (std::uint8_t& byte : out) byte = next_++;
  poison_memory(out.data(), out.size());
}

}  // namespace viche::test
