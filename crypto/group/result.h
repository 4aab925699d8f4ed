#pragma once
// Result<T>: a value, or an Error that says where and why. A small subset of C++23's std::expected.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace viche {

/// Why outside data was refused. `where` is a position a person can find: a JSON path, a file, an
/// entry index, a byte offset; it grows outwards as the error passes through `at`.
struct Error {
  std::string reason;
  std::string where;

  /// The same error, seen from one level further out: "entry 7" + "byte 12" -> "entry 7: byte 12".
  [[nodiscard]] Error at(std::string outer) const {
    return Error{reason, where.empty() ? std::move(outer) : std::move(outer) + ": " + where};
  }
  [[nodiscard]] std::string message() const {
    return where.empty() ? reason : where + ": " + reason;
  }
};

[[noreturn]] inline void broken_invariant(const char* what) {
  std::fprintf(stderr, "viche: broken invariant: %s\n", what);
  std::abort();
}

/// A value or an Error. Reading the wrong side is a broken invariant of ours and aborts.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return *checked(); }
  [[nodiscard]] const T& value() const& { return *checked(); }
  [[nodiscard]] T&& value() && { return std::move(*checked()); }
  T& operator*() & { return *checked(); }
  const T& operator*() const& { return *checked(); }
  T&& operator*() && { return std::move(*checked()); }
  T* operator->() { return checked(); }
  const T* operator->() const { return checked(); }

  [[nodiscard]] const Error& error() const {
    const Error* error = std::get_if<1>(&state_);
    if (error == nullptr) broken_invariant("Result::error() of a value");
    return *error;
  }

 private:
  T* checked() {
    T* value = std::get_if<0>(&state_);
    if (value == nullptr) broken_invariant(std::get<1>(state_).message().c_str());
    return value;
  }
  const T* checked() const { return const_cast<Result*>(this)->checked(); }

  std::variant<T, Error> state_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const {
    if (!error_) broken_invariant("Result::error() of a success");
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace viche

/// Leaves the enclosing function with the error of `expression`, if it has one.
#define VICHE_TRY(expression)                                                   \
  do {                                                                          \
    if (auto viche_try_ = (expression); !viche_try_) return viche_try_.error(); \
  } while (false)

#define VICHE_CONCAT_INNER(a, b) a##b
#define VICHE_CONCAT(a, b) VICHE_CONCAT_INNER(a, b)
/// `VICHE_ASSIGN(auto x, f())`: x = the value of f(), or leaves the function with its error.
#define VICHE_ASSIGN(declaration, expression)                \
  auto VICHE_CONCAT(viche_result_, __LINE__) = (expression); \
  if (!VICHE_CONCAT(viche_result_, __LINE__))                \
    return VICHE_CONCAT(viche_result_, __LINE__).error();    \
  declaration = std::move(*VICHE_CONCAT(viche_result_, __LINE__))
