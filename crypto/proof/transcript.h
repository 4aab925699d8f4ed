#pragma once
// Domain-separated, length-prefixed hashing: H(tag; a_1, ..., a_m) = SHA-512(frame(tag) ||
// frame(a_1) || ... || frame(a_m)), frame(b) = the length of b as a big-endian 32-bit number || b.
// Different lists of items never hash the same bytes.

#include <span>
#include <string_view>

#include "crypto/group/bytes.h"
#include "crypto/group/hash.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"

namespace viche {

/// Appends frame(bytes), for messages that are put together as a whole and hashed many at a time.
void append_frame(Bytes& out, ByteView bytes);

/// A list of items being hashed. Reading a digest leaves it unchanged. Copyable; wiped on
/// destruction. Time depends on the items' lengths only.
class Transcript {
 public:
  /// One tag per use, for example "viche/v1/ballot-y".
  explicit Transcript(std::string_view tag) { add(tag); }

  /// Each call adds one item. Integers are big-endian of their own width.
  Transcript& add(ByteView bytes);
  Transcript& add(std::string_view text) { return add(as_bytes(text)); }
  Transcript& add(const char* text) { return add(std::string_view(text)); }
  Transcript& add(const Scalar& scalar) { return add(ByteView(scalar.encode())); }
  Transcript& add(const Point& point) { return add(ByteView(point.encode())); }
  Transcript& add_u8(std::uint8_t value);
  Transcript& add_u16(std::uint16_t value);
  Transcript& add_u32(std::uint32_t value);
  Transcript& add_u64(std::uint64_t value);
  /// One item: the concatenated encodings.
  Transcript& add_points(std::span<const Point> points);
  Transcript& add_scalars(std::span<const Scalar> scalars);

  [[nodiscard]] Bytes64 digest64() const;
  /// The first 32 bytes of digest64.
  [[nodiscard]] Bytes32 digest32() const;
  /// digest64 modulo l.
  [[nodiscard]] Scalar challenge() const;

 private:
  Sha512 hash_;
};

}  // namespace viche
