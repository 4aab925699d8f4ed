#pragma once
// Domain-separated, length-prefixed hashing: H(tag; a_1, ..., a_m) = SHA-512(frame(tag) ||
// frame(a_1) || ... || frame(a_m)), frame(b) = the length of b as a big-endian 32-bit number || b.
// Different lists of items never hash the same bytes.

#include <span>
#include <string_view>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/hash.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"

namespace viche {

/// How items are framed, whatever takes the bytes: `Self` has take(ByteView).
template <class Self>
class Framing {
 public:
  /// Each call adds one item. Integers are big-endian of their own width.
  Self& add(ByteView bytes);
  Self& add(std::string_view text) { return add(as_bytes(text)); }
  Self& add(const char* text) { return add(std::string_view(text)); }
  Self& add(const Scalar& scalar) { return add(ByteView(scalar.encode())); }
  Self& add(const Point& point) { return add(ByteView(point.encode())); }
  Self& add_u8(std::uint8_t value);
  Self& add_u16(std::uint16_t value);
  Self& add_u32(std::uint32_t value);
  Self& add_u64(std::uint64_t value);
  /// One item: the concatenated encodings.
  Self& add_points(std::span<const Point> points);
  Self& add_scalars(std::span<const Scalar> scalars);
};

/// A list of items being hashed. Reading a digest leaves it unchanged. Copyable; wiped on
/// destruction. Time depends on the items' lengths only.
class Transcript : public Framing<Transcript> {
 public:
  /// One tag per use, for example "viche/v1/ballot-y".
  explicit Transcript(std::string_view tag) { add(tag); }

  [[nodiscard]] Bytes64 digest64() const;
  /// The first 32 bytes of digest64.
  [[nodiscard]] Bytes32 digest32() const;
  /// digest64 modulo l.
  [[nodiscard]] Scalar challenge() const;

 private:
  friend class Framing<Transcript>;
  void take(ByteView bytes) { hash_.update(bytes); }

  Sha512 hash_;
};

/// Many transcripts, written one after the other and hashed together (sha512_many), which is
/// several times as fast. Not wiped: for public items only.
class Transcripts : public Framing<Transcripts> {
 public:
  /// Begins a transcript: what is added from now on belongs to it.
  Transcripts& begin(std::string_view tag);
  [[nodiscard]] std::size_t size() const { return begins_.size(); }

  /// Each transcript's Transcript::digest64, in the order in which they began; as many as size().
  void digest64(std::span<Bytes64> digests) const;
  /// As new; keeps its memory.
  void clear();

 private:
  friend class Framing<Transcripts>;
  void take(ByteView bytes);

  Bytes bytes_;                      // the framed items of all
  std::vector<std::size_t> begins_;  // where each begins
};

}  // namespace viche
