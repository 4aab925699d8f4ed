#include "verifier/arithmetic.h"

#include <sodium.h>

#include <algorithm>

#include "crypto/group/condition.h"

namespace viche::verifier {
namespace {

// l, little-endian.
constexpr Bytes32 kOrder{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                         0xa2, 0xde, 0xf9, 0xde, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                         0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10};

// 2^255 - 19, little-endian.
constexpr Bytes32 kFieldPrime{0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                              0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                              0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};

/// As little-endian numbers.
bool is_below(ByteView bytes, const Bytes32& bound) {
  return std::lexicographical_compare(bytes.rbegin(), bytes.rend(), bound.rbegin(), bound.rend());
}

}  // namespace

std::optional<Number> decode_number(ByteView bytes) {
  if (VICHE_FAULT(bytes.size() != kOrder.size())) return std::nullopt;
  if (VICHE_FAULT(!is_below(bytes, kOrder))) return std::nullopt;
  Number number;
  std::copy(bytes.begin(), bytes.end(), number.bytes.begin());
  return number;
}

Number number_from(std::uint64_t value) {
  Number number;
  for (std::size_t i = 0; i < 8; ++i) {
    number.bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
  return number;
}

bool x25519_key_ok(const Bytes32& key) {
  if (VICHE_FAULT(!is_below(key, kFieldPrime))) return false;
  // A clamped scalar is a multiple of the cofactor: a key of low order, and no other, gives the
  // zero secret, which libsodium reports.
  constexpr Bytes32 kAnyScalar{8};
  Bytes32 shared;
  return crypto_scalarmult_curve25519(shared.data(), kAnyScalar.data(), key.data()) == 0;
}

}  // namespace viche::verifier
