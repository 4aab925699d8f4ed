#pragma once
// Hedged randomness (nonce.h) for many statements at once, hashed side by side.

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar_lanes.h"
#include "crypto/proof/secret.h"

namespace viche {

/// Statements, one a lane, and the scalars that hedged_scalar would draw for each. Everything
/// secret is wiped.
class HedgedLanes {
 public:
  /// The tag must outlive it.
  explicit HedgedLanes(std::string_view tag) : tag_(tag) {}

  /// The next lane's statement, at most ScalarLanes::kLanes.
  void add(std::initializer_list<ByteView> secret_parts,
           std::initializer_list<ByteView> public_parts);

  /// Scalar number `i` of every lane, for each i below `count`. Takes the randomness as
  /// hedged_scalar would for the indexes 0, 1, ... of the first lane, then for those of the second,
  /// and so on.
  [[nodiscard]] Secret<std::vector<ScalarLanes>> draw(std::size_t count, RandomSource& random);

 private:
  std::string_view tag_;
  std::vector<Secret<Bytes>> messages_;  // what is hashed, but for index and randomness
};

}  // namespace viche
