#pragma once
// The named baseline: one ballot at a time on libsodium, each equation of section 7 of
// docs/protocol.md as it is written, from the entry's bytes to the verdict, and how many calls of
// libsodium that takes.

#include <array>
#include <string_view>

#include "bench/report/sample.h"

namespace viche::bench {

/// libsodium's functions that a ballot needs.
enum class Call : std::size_t {
  kValid,         // crypto_core_ristretto255_is_valid_point
  kMultiply,      // crypto_scalarmult_ristretto255
  kMultiplyBase,  // crypto_scalarmult_ristretto255_base
  kAdd,           // crypto_core_ristretto255_add
  kScalarMul,     // crypto_core_ristretto255_scalar_mul
  kScalarAdd,     // crypto_core_ristretto255_scalar_add, _sub
  kReduce,        // crypto_core_ristretto255_scalar_reduce
  kHash,          // crypto_hash_sha512, for each 128 bytes begun
  kCount
};
constexpr std::size_t kCalls = static_cast<std::size_t>(Call::kCount);
std::string_view name_of(Call call);
using CallCounts = std::array<std::size_t, kCalls>;

/// The encodings of what all ballots of the sample share, made once.
struct SodiumBases {
  explicit SodiumBases(const ballot::ElectionContext& context);

  Bytes32 G, H;
  std::vector<Bytes32> H_p, K_p, Y_p;  // p at [p - 1]
};

/// Whether the entry is a ballot of the sample that meets all conditions; counts the calls.
bool sodium_accepts(const ballot::ElectionContext& context, const SodiumBases& bases,
                    ByteView entry, CallCounts& calls);

/// Nanoseconds of each call, measured by itself on random arguments.
std::array<double, kCalls> sodium_costs();

}  // namespace viche::bench
