#pragma once
// Secret<T>: a value that is hard to leak by accident.

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace viche {

/// Overwrites memory with zeros in a way that the compiler does not remove.
void wipe_memory(void* data, std::size_t size) noexcept;

/// Overwrites what calls that have returned may have left of their temporaries on this thread's
/// stack: 64 KiB below the caller.
void wipe_stack() noexcept;

/// What Secret calls on destruction. A type that is neither trivially copyable nor a vector of such
/// provides its own overload in its namespace.
template <class T>
requires std::is_trivially_copyable_v<T>
void wipe(T& value) noexcept { wipe_memory(&value, sizeof(value)); }
template <class T>
void wipe(std::vector<T>& values) noexcept {
  if constexpr (std::is_trivially_copyable_v<T>) {
    if (!values.empty()) wipe_memory(values.data(), values.size() * sizeof(T));
  } else {
    for (T& value : values) wipe(value);
  }
  values.clear();
}

/// Holds a T that can be moved, but not copied, compared, printed or converted to T. Wiped on
/// destruction, on assignment and after being moved from. `expose` is the one way in, easy to
/// search for.
template <class T>
class Secret {
 public:
  /// Takes a temporary (or std::move) and wipes what it was made from.
  explicit Secret(T&& value) : value_(std::move(value)) { wipe(value); }

  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { wipe(other.value_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe(value_);
      value_ = std::move(other.value_);
      wipe(other.value_);
    }
    return *this;
  }
  ~Secret() { wipe(value_); }

  [[nodiscard]] const T& expose() const { return value_; }
  [[nodiscard]] T& expose_mutable() { return value_; }

 private:
  T value_;
};

}  // namespace viche
