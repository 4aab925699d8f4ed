#pragma once
// The kernels: the same batch-sized functions for several instruction sets. Results are the same
// group elements, scalars and bytes on each.

#include <cstddef>
#include <cstdint>
#include <span>

#include "crypto/group/curve/addend.h"

namespace viche::kernel {

/// A table of functions. Counts may be any, zero included; spans are plain pointers, so that
/// regions of other instruction sets (target.h) call nothing inline.
struct Kernel {
  const char* name;
  /// Whether this machine and its operating system have the instruction set.
  bool (*supported)();

  /// Decodes `count` ristretto255 encodings of 32 bytes each. valid[i] is 1 if encodings[i] is
  /// canonical, else 0, and then addends[i] is the identity. Constant time but for nothing: the
  /// verdicts are written, not branched on.
  void (*decode)(const std::uint8_t* const* encodings, std::size_t count, edwards::Addend* addends,
                 std::uint8_t* valid);
  /// The ristretto255 encodings, 32 bytes each, one after the other. Constant time.
  void (*encode)(const edwards::Extended* const* points, std::size_t count,
                 std::uint8_t* encodings);
};

/// All kernels that were compiled, best first; the last is portable and always supported.
std::span<const Kernel> all();

/// The kernel that everything runs on, chosen at the first call: the one that the environment's
/// VICHE_KERNEL names, else the first supported. If it names none, or one that this machine does
/// not support, the program ends with exit status 2 and says so; viche::initialize() calls it.
const Kernel& active();

}  // namespace viche::kernel
