#include "crypto/proof/transcript.h"

#include <algorithm>
#include <limits>

#include "crypto/group/batch.h"

namespace viche {

Transcript& Transcript::add(ByteView bytes) {
  if (bytes.size() > std::numeric_limits<std::uint32_t>::max()) {
    broken_invariant("Transcript: an item of 2^32 bytes or more");
  }
  Bytes length;
  append_u32(length, static_cast<std::uint32_t>(bytes.size()));
  hash_.update(length).update(bytes);
  return *this;
}

Transcript& Transcript::add_u8(std::uint8_t value) { return add(ByteView(&value, 1)); }

Transcript& Transcript::add_u16(std::uint16_t value) {
  Bytes bytes;
  append_u16(bytes, value);
  return add(bytes);
}

Transcript& Transcript::add_u32(std::uint32_t value) {
  Bytes bytes;
  append_u32(bytes, value);
  return add(bytes);
}

Transcript& Transcript::add_u64(std::uint64_t value) {
  Bytes bytes;
  append_u64(bytes, value);
  return add(bytes);
}

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
