#include "crypto/integer/linear.h"

#include <NTL/ZZ.h>
#include <NTL/ZZ_p.h>
#include <NTL/mat_ZZ_p.h>

namespace viche {
namespace {

// NTL's modulus belongs to the thread; ZZ_pPush sets l and puts the old one back on leaving the
// scope.
NTL::ZZ group_order() {
  return NTL::power2_ZZ(252) + NTL::conv<NTL::ZZ>("27742317777372353535851937790883648493");
}

Scalar to_scalar(const NTL::ZZ_p& value) {
  Bytes32 bytes;
  NTL::BytesFromZZ(bytes.data(), NTL::rep(value), static_cast<long>(bytes.size()));
  Result<Scalar> scalar = Scalar::decode(bytes);
  return scalar.value();
}

// The transpose of L, since NTL's `kernel` is the left kernel: {a : a M = 0}.
NTL::mat_ZZ_p transposed(std::span<const std::vector<std::uint32_t>> rows, std::size_t columns) {
  NTL::mat_ZZ_p matrix;
  matrix.SetDims(static_cast<long>(columns), static_cast<long>(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() != columns) broken_invariant("linear: a row of another length");
    for (std::size_t p = 0; p < columns; ++p) {
      matrix[static_cast<long>(p)][static_cast<long>(i)] =
          NTL::conv<NTL::ZZ_p>(NTL::ZZ(rows[i][p]));
    }
  }
  return matrix;
}

}  // namespace

std::vector<Scalar> lagrange_at_zero(std::span<const std::uint32_t> indices) {
  std::vector<Scalar> coefficients;
  coefficients.reserve(indices.size());
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const Scalar x_i = Scalar::from_u64(indices[i]);
    Scalar numerator = Scalar::one();
    Scalar denominator = Scalar::one();
    for (std::size_t j = 0; j < indices.size(); ++j) {
      if (j == i) continue;
      const Scalar x_j = Scalar::from_u64(indices[j]);
      numerator *= x_j;
      denominator *= x_j - x_i;
    }
    if (indices[i] == 0 || denominator.is_zero()) {
      broken_invariant("lagrange_at_zero: indices are distinct and not zero");
    }
    coefficients.push_back(numerator * denominator.inverse());
  }
  return coefficients;
}

std::vector<std::vector<Scalar>> null_space(std::span<const std::vector<std::uint32_t>> rows,
                                            std::size_t columns) {
  const NTL::ZZ_pPush modulus(group_order());
  NTL::mat_ZZ_p kernel;
  NTL::kernel(kernel, transposed(rows, columns));
  std::vector<std::vector<Scalar>> basis(static_cast<std::size_t>(kernel.NumRows()));
  for (std::size_t i = 0; i < basis.size(); ++i) {
    basis[i].reserve(columns);
    for (const NTL::ZZ_p& entry : kernel[static_cast<long>(i)])
      basis[i].push_back(to_scalar(entry));
  }
  return basis;
}

std::size_t rank(std::span<const std::vector<std::uint32_t>> rows, std::size_t columns) {
  const NTL::ZZ_pPush modulus(group_order());
  NTL::mat_ZZ_p matrix = transposed(rows, columns);
  return static_cast<std::size_t>(NTL::gauss(matrix));
}

}  // namespace viche
