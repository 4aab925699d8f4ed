#pragma once
// The election's public keys, from the ceremony's reveals (docs/protocol.md section 5). Public
// data, variable time.

#include <cstdint>
#include <span>
#include <vector>

#include "bulletin/log/ceremony_bodies.h"

namespace viche::log {

struct ElectionKeys {
  std::vector<Point> Y;               // Y_j at index j - 1
  std::vector<std::vector<Point>> P;  // P_tj at [t - 1][j - 1]

  /// Y_j = sum_i E_ij0, P_tj = sum_i sum_u t^u E_iju. `reveals`: all n in the order of trustees,
  /// decoded for this shape. Refuses a Y_j that is the identity. Costs n J (k - 1) small
  /// multiplications.
  static Result<ElectionKeys> from_reveals(std::span<const RevealBody> reveals,
                                           const CeremonyShape& shape);

  /// u32 j || Y_j || P_1j || ... || P_nj, j from 1.
  [[nodiscard]] Bytes leaf(std::uint32_t j) const;
  /// keys_root: the Merkle root of the J leaves.
  [[nodiscard]] Hash root() const;
};

}  // namespace viche::log
