#pragma once
// Linear algebra modulo l on public data. NTL and GMP stay behind this header; they are not
// constant time.

#include <cstdint>
#include <span>
#include <vector>

#include "crypto/group/scalar.h"

namespace viche {

/// lambda_i = prod over j != i of x_j / (x_j - x_i): f(0) = sum lambda_i f(x_i) for every
/// polynomial f of degree below the number of indices. The indices must be distinct and not zero.
std::vector<Scalar> lagrange_at_zero(std::span<const std::uint32_t> indices);

/// A basis of {a : L a = 0} modulo l, L given by its rows, each of `columns` entries. It has
/// columns - rank(L) vectors of `columns` entries. No rows: the unit vectors.
std::vector<std::vector<Scalar>> null_space(std::span<const std::vector<std::uint32_t>> rows,
                                            std::size_t columns);

/// The rank of L modulo l.
std::size_t rank(std::span<const std::vector<std::uint32_t>> rows, std::size_t columns);

}  // namespace viche
