#include "bulletin/log/election_keys.h"

#include <string>

#include "crypto/group/batch.h"

namespace viche::log {

Result<ElectionKeys> ElectionKeys::from_reveals(std::span<const RevealBody> reveals,
                                                const CeremonyShape& shape) {
  if (reveals.size() != shape.n) {
    return Error{"the keys need " + std::to_string(shape.n) + " reveals, here are " +
                     std::to_string(reveals.size()),
                 ""};
  }
  std::vector<Point> sums(std::size_t{shape.J} * shape.k);  // sum_i E_iju at [(j - 1) k + u]
  for (const RevealBody& reveal : reveals) {
    if (reveal.E.size() != sums.size()) return Error{"a reveal of another shape", ""};
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += reveal.E[i];
  }

  ElectionKeys keys;
  keys.Y.reserve(shape.J);
  for (std::size_t j = 0; j < shape.J; ++j) {
    keys.Y.push_back(sums[j * shape.k]);
    if (keys.Y.back().is_identity()) {
      return Error{"Y_j is the identity for j = " + std::to_string(j + 1), ""};
    }
  }
  keys.P.resize(shape.n);
  for (std::uint32_t t = 1; t <= shape.n; ++t) {
    std::vector<Scalar> powers(shape.k, Scalar::one());
    for (std::size_t u = 1; u < shape.k; ++u) powers[u] = powers[u - 1] * Scalar::from_u64(t);
    std::vector<Point>& P_t = keys.P[t - 1];
    P_t.reserve(shape.J);
    for (std::size_t j = 0; j < shape.J; ++j) {
      P_t.push_back(vartime_multi_multiply(
          powers, std::span<const Point>(sums).subspan(j * shape.k, shape.k)));
    }
  }
  return keys;
}

Bytes ElectionKeys::leaf(std::uint32_t j) const {
  Bytes data;
  append_u32(data, j);
  append(data, Y.at(j - 1).encode());
  for (const std::vector<Point>& P_t : P) append(data, P_t[j - 1].encode());
  return data;
}

Hash ElectionKeys::root() const {
  Frontier leaves;
  for (std::uint32_t j = 1; j <= Y.size(); ++j) leaves.append(hash_leaf(leaf(j)));
  return leaves.root();
}

}  // namespace viche::log
