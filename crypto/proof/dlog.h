#pragma once
// Small discrete logarithms by baby steps and giant steps (Shanks).

#include <cstdint>
#include <optional>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/point.h"

namespace viche {

/// A table of i G for i < table_size, for many look-ups. A look-up up to `bound` takes about bound
/// / table_size additions and encodings; the table has 16 to 32 bytes an entry. Immutable, so that
/// threads may share it. Variable time: public data only.
class DiscreteLog {
 public:
  /// table_size from 1 to 2^28.
  explicit DiscreteLog(std::uint64_t table_size);

  /// The T in [0, bound] with T G = T_G; an error if there is none.
  [[nodiscard]] Result<std::uint64_t> find(const Point& T_G, std::uint64_t bound) const;

 private:
  // Open addressing by the encoding's first bytes; a hit is a candidate only, since it compares 32
  // bits.
  struct Slot {
    std::uint32_t fragment = 0;
    std::uint32_t index_plus_one = 0;  // zero: the slot is empty
  };
  void insert(const Bytes32& encoding, std::uint32_t index);
  /// offset + i for the table's i with this encoding, if (offset + i) G = T_G.
  [[nodiscard]] std::optional<std::uint64_t> look_up(const Bytes32& encoding, std::uint64_t offset,
                                                     const Point& T_G) const;

  std::uint64_t table_size_;
  std::vector<Slot> slots_;
  Point minus_giant_;  // -(table_size G)
};

}  // namespace viche
