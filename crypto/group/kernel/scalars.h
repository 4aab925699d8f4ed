#pragma once
// The kernels' arithmetic modulo l.

#include <cstddef>
#include <cstdint>

#include "crypto/group/curve/scalar_block.h"

namespace viche {
namespace kernel {

/// One kernel's functions on blocks of eight scalars. All blocks in and out are canonical; outputs
/// may be inputs. Constant time in the values.
struct ScalarFunctions {
  /// a b
  void (*multiply)(const ScalarBlock* a, const ScalarBlock* b, std::size_t blocks,
                   ScalarBlock* out);
  /// a b + addend
  void (*multiply_add)(const ScalarBlock* a, const ScalarBlock* b, const ScalarBlock* addends,
                       std::size_t blocks, ScalarBlock* out);
  void (*add)(const ScalarBlock* a, const ScalarBlock* b, std::size_t blocks, ScalarBlock* out);
  /// a - b
  void (*subtract)(const ScalarBlock* a, const ScalarBlock* b, std::size_t blocks,
                   ScalarBlock* out);
  /// 8 blocks pointers to 32 bytes each. Bit j of canonical[i] says whether those of lane j of
  /// block i encode a number below l; if not, the lane is zero.
  void (*decode)(const std::uint8_t* const* encodings, std::size_t blocks, ScalarBlock* out,
                 std::uint8_t* canonical);
  /// 8 blocks numbers of 64 little-endian bytes, one after the other, modulo l.
  void (*reduce)(const std::uint8_t* digests, std::size_t blocks, ScalarBlock* out);
  /// The encodings, 32 bytes each, one after the other.
  void (*encode)(const ScalarBlock* scalars, std::size_t blocks, std::uint8_t* encodings);
};

}  // namespace kernel

namespace portable {
extern const kernel::ScalarFunctions kScalars;
}  // namespace portable
namespace ifma {
extern const kernel::ScalarFunctions kScalars;
}  // namespace ifma

}  // namespace viche
