#pragma once
// Operations of the field and the curve repeated on eight points, for timing one of them.

#include <cstddef>

#include "crypto/group/curve/edwards.h"

namespace viche::bench {

enum class Operation {
  kMultiply,  // X <- X Z and Y <- Y Z, half each
  kSquare,    // X <- X^2 and Y <- Y^2, half each
  kAddMixed,  // the point plus the first of the eight, which has Z = 1
  kAdd,       // the point plus that, without use of Z = 1
  kDouble,
};
inline constexpr Operation kOperations[] = {Operation::kMultiply, Operation::kSquare,
                                            Operation::kAddMixed, Operation::kAdd,
                                            Operation::kDouble};
const char* name_of(Operation operation);

/// `count` operations on each of eight points in place; `count` is even.
void run_portable(Operation operation, edwards::Extended* points, std::size_t count);
void run_ifma(Operation operation, edwards::Extended* points, std::size_t count);

}  // namespace viche::bench
