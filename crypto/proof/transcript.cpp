#include "crypto/proof/transcript.h"

#include <algorithm>
#include <array>
#include <limits>

#include "crypto/group/batch.h"

namespace viche {
namespace {

template <class Integer>
std::array<std::uint8_t, sizeof(Integer)> big_endian(Integer value) {
  std::array<std::uint8_t, sizeof(Integer)> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(value >> (8 * (bytes.size() - 1 - i)));
  }
  return bytes;
}

std::array<std::uint8_t, 4> length_of(ByteView bytes) {
  if (bytes.size() > std::numeric_limits<std::uint32_t>::max()) {
    broken_invariant("Transcript: an item of 2^32 bytes or more");
  }
  return big_endian(static_cast<std::uint32_t>(bytes.size()));
}

}  // namespace

void append_frame(Bytes& out, ByteView bytes) {
  append(out, length_of(bytes));
  append(out, bytes);
}

Transcript& Transcript::add(ByteView bytes) {
  hash_.update(length_of(bytes)).update(bytes);
  return *this;
}

Transcript& Transcript::add_u8(std::uint8_t value) { return add(ByteView(&value, 1)); }
Transcript& Transcript::add_u16(std::uint16_t value) { return add(ByteView(big_endian(value))); }
Transcript& Transcript::add_u32(std::uint32_t value) { return add(ByteView(big_endian(value))); }
Transcript& Transcript::add_u64(std::uint64_t value) { return add(ByteView(big_endian(value))); }

Transcript& Transcript::add_points(std::span<const Point> points) {
  return add(encode_points(points));
}

Transcript& Transcript::add_scalars(std::span<const Scalar> scalars) {
  Bytes bytes;
  bytes.reserve(32 * scalars.size());
  for (const Scalar& scalar : scalars) append(bytes, scalar.encode());
  return add(bytes);
}

Bytes64 Transcript::digest64() const { return Sha512(hash_).finish(); }

Bytes32 Transcript::digest32() const {
  const Bytes64 digest = digest64();
  Bytes32 out;
  std::copy_n(digest.begin(), out.size(), out.begin());
  return out;
}

Scalar Transcript::challenge() const { return Scalar::reduce(digest64()); }

}  // namespace viche
