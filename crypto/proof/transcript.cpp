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

}  // namespace

template <class Self>
Self& Framing<Self>::add(ByteView bytes) {
  if (bytes.size() > std::numeric_limits<std::uint32_t>::max()) {
    broken_invariant("Transcript: an item of 2^32 bytes or more");
  }
  Self& self = static_cast<Self&>(*this);
  self.take(big_endian(static_cast<std::uint32_t>(bytes.size())));
  self.take(bytes);
  return self;
}

template <class Self>
Self& Framing<Self>::add_u8(std::uint8_t value) {
  return add(ByteView(&value, 1));
}
template <class Self>
Self& Framing<Self>::add_u16(std::uint16_t value) {
  return add(ByteView(big_endian(value)));
}
template <class Self>
Self& Framing<Self>::add_u32(std::uint32_t value) {
  return add(ByteView(big_endian(value)));
}
template <class Self>
Self& Framing<Self>::add_u64(std::uint64_t value) {
  return add(ByteView(big_endian(value)));
}

template <class Self>
Self& Framing<Self>::add_points(std::span<const Point> points) {
  return add(encode_points(points));
}

template <class Self>
Self& Framing<Self>::add_scalars(std::span<const Scalar> scalars) {
  Bytes bytes;
  bytes.reserve(32 * scalars.size());
  for (const Scalar& scalar : scalars) append(bytes, scalar.encode());
  return add(bytes);
}

template class Framing<Transcript>;
template class Framing<Transcripts>;

Bytes64 Transcript::digest64() const { return Sha512(hash_).finish(); }

Bytes32 Transcript::digest32() const {
  const Bytes64 digest = digest64();
  Bytes32 out;
  std::copy_n(digest.begin(), out.size(), out.begin());
  return out;
}

Scalar Transcript::challenge() const { return Scalar::reduce(digest64()); }

Transcripts& Transcripts::begin(std::string_view tag) {
  begins_.push_back(bytes_.size());
  return add(tag);
}

void Transcripts::take(ByteView bytes) {
  if (begins_.empty()) broken_invariant("Transcripts: an item before the first transcript");
  append(bytes_, bytes);
}

void Transcripts::digest64(std::span<Bytes64> digests) const {
  std::vector<ByteView> messages;
  messages.reserve(begins_.size());
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    const std::size_t end = i + 1 < begins_.size() ? begins_[i + 1] : bytes_.size();
    messages.push_back(ByteView(bytes_).subspan(begins_[i], end - begins_[i]));
  }
  sha512_many(messages, digests);
}

void Transcripts::clear() {
  bytes_.clear();
  begins_.clear();
}

}  // namespace viche
