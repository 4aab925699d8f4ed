#pragma once
// The kernels: the same batch-sized functions for several instruction sets. Results are the same
// group elements, scalars and bytes on each.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "crypto/group/bytes.h"
#include "crypto/group/curve/addend.h"
#include "crypto/group/kernel/buckets.h"
#include "crypto/group/kernel/fixed_base.h"
#include "crypto/group/kernel/lane_sums.h"
#include "crypto/group/kernel/scalars.h"
#include "crypto/group/result.h"

namespace viche::kernel {

/// A table of functions. Counts may be any, zero included; spans are plain pointers, so that
/// regions of other instruction sets (target.h) call nothing inline.
struct Kernel {
  const char* name;
  /// Whether this machine and its operating system have the instruction set.
  bool (*supported)();

  /// From so many terms on, a multi-scalar multiplication is faster by buckets on this kernel than
  /// term by term with shared doublings.
  std::size_t many_terms;

  /// Decodes `count` ristretto255 encodings of 32 bytes each. valid[i] is 1 if encodings[i] is
  /// canonical, else 0, and then addends[i] is the identity.
  void (*decode)(const std::uint8_t* const* encodings, std::size_t count, edwards::Addend* addends,
                 std::uint8_t* valid);
  /// The ristretto255 encodings, 32 bytes each, one after the other. Constant time.
  void (*encode)(const edwards::Extended* const* points, std::size_t count,
                 std::uint8_t* encodings);
  /// The encodings of 2 points[i], with one inversion for many in place of a square root each: the
  /// fast way to encode points that can be computed from half their scalars. Constant time.
  void (*encode_doubles)(const edwards::Extended* const* points, std::size_t count,
                         std::uint8_t* encodings);

  /// Sums the addends of `count` groups, whose steps follow each other in `schedule`, to the
  /// groups' targets among `sums`. The lanes of each of the first `wide` groups are one sum. 64
  /// entries beyond the last are readable. Variable time.
  void (*sum_groups)(const edwards::Addend* addends, const std::uint32_t* schedule,
                     const BucketGroup* groups, std::size_t wide, std::size_t count,
                     BucketSum* sums);
  /// Weighs runs of `length` sums each, one after the other. Variable time.
  void (*weigh_runs)(const BucketSum* sums, std::size_t length, std::size_t count, Run* runs);

  /// For each lane the sum of its scalars times the terms' bases, and of those of the bits' bases
  /// whose bit is 1 (the lowest of its byte). 8 `blocks` lanes, blocks at most 8. Constant time in
  /// scalars and bits.
  void (*fixed_base_sums)(const FixedBaseTerm* terms, std::size_t term_count,
                          const FixedBaseBits* bits, std::size_t bit_count, std::size_t blocks,
                          edwards::Extended* sums);

  /// For each lane the sum of its scalars times its points. 8 `blocks` lanes. Variable time.
  void (*lane_sums)(const LaneTerm* terms, std::size_t count, std::size_t blocks,
                    edwards::Extended* sums);

  /// Arithmetic modulo l.
  const ScalarFunctions* scalars;

  /// The SHA-512 of each message. Time depends on the lengths only; memory is wiped.
  void (*sha512)(std::span<const ByteView> messages, Bytes64* digests);
};

/// All kernels that were compiled, best first; the last is portable and always supported.
std::span<const Kernel> all();

/// The kernel of this name, or without one the first that is supported. An error if there is none
/// of this name, or it is not supported.
Result<const Kernel*> choose(std::span<const Kernel> kernels, std::optional<std::string_view> name);

/// The kernel that everything runs on: the one that the environment's VICHE_KERNEL names, else the
/// best that this machine supports. Chosen at the first call, which viche::initialize() makes; if
/// that is an error, the program says so and ends with exit status 2.
const Kernel& active();

}  // namespace viche::kernel
