#pragma once
// The rank of a matrix by Gaussian elimination with Scalars: what null spaces are tested with, as
// it shares no code with crypto/integer.

#include <cstdint>
#include <utility>
#include <vector>

#include "crypto/group/scalar.h"

namespace viche::test {

inline std::size_t rank_by_elimination(std::vector<std::vector<Scalar>> rows, std::size_t columns) {
  std::size_t rank = 0;
  for (std::size_t column = 0; column < columns && rank < rows.size(); ++column) {
    std::size_t pivot = rank;
    while (pivot < rows.size() && rows[pivot][column].is_zero()) ++pivot;
    if (pivot == rows.size()) continue;
    std::swap(rows[rank], rows[pivot]);
    for (std::size_t i = rank + 1; i < rows.size(); ++i) {
      const Scalar factor = rows[i][column] * rows[rank][column].inverse();
      for (std::size_t j = column; j < columns; ++j) rows[i][j] -= factor * rows[rank][j];
    }
    ++rank;
  }
  return rank;
}

inline std::vector<std::vector<Scalar>> to_scalars(
    const std::vector<std::vector<std::uint32_t>>& rows) {
  std::vector<std::vector<Scalar>> out;
  for (const auto& row : rows) {
    out.emplace_back();
    for (const std::uint32_t entry : row) out.back().push_back(Scalar::from_u64(entry));
  }
  return out;
}

}  // namespace viche::test
