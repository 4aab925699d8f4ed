#pragma once
// Where a value that was computed from secrets becomes public.

#include <cstddef>
#include <span>
#include <type_traits>

namespace viche {

/// Does nothing, and the compiler does not know that. Tests of constant time, which mark secrets as
/// uninitialised memory, link one of their own that marks this memory as initialised: so they run
/// the object code that is shipped.
void declassify_memory(void* data, std::size_t size) noexcept;

/// The value, from here on public. Called where the code itself must branch on it; the caller says
/// why it may.
template <class T>
requires std::is_trivially_copyable_v<T>
[[nodiscard]] T declassify(T value) {
  declassify_memory(&value, sizeof(value));
  return value;
}

/// The same in place.
template <class T>
requires std::is_trivially_copyable_v<T>
void declassify(std::span<T> values) { declassify_memory(values.data(), values.size_bytes()); }

}  // namespace viche
