#include "verifier/transcript.h"

#include <algorithm>

namespace viche::verifier {

void append_frame(Bytes& out, ByteView bytes) {
  append_u32(out, static_cast<std::uint32_t>(bytes.size()));
  append(out, bytes);
}

template <class Self>
Self& Items<Self>::item(ByteView bytes) {
  Bytes length;
  append_u32(length, static_cast<std::uint32_t>(bytes.size()));
  Self& self = static_cast<Self&>(*this);
  self.take(length);
  self.take(bytes);
  return self;
}

template <class Self>
Self& Items<Self>::u8(std::uint8_t value) {
  return item(ByteView(&value, 1));
}

template <class Self>
Self& Items<Self>::u16(std::uint16_t value) {
  Bytes bytes;
  append_u16(bytes, value);
  return item(bytes);
}

template <class Self>
Self& Items<Self>::u32(std::uint32_t value) {
  Bytes bytes;
  append_u32(bytes, value);
  return item(bytes);
}

template class Items<Transcript>;
template class Items<Transcripts>;

namespace {

Bytes32 first_half(const Bytes64& whole) {
  Bytes32 half;
  std::copy_n(whole.begin(), half.size(), half.begin());
  return half;
}

}  // namespace

Bytes32 Transcript::h32() { return first_half(h64()); }

Transcripts& Transcripts::begin(std::string_view tag) {
  messages_.emplace_back();
  return item(as_bytes(tag));
}

std::vector<Bytes64> Transcripts::h64() const {
  const std::vector<ByteView> views(messages_.begin(), messages_.end());
  std::vector<Bytes64> digests(views.size());
  sha512_many(views, digests);
  return digests;
}

std::vector<Bytes32> Transcripts::h32() const {
  std::vector<Bytes32> halves;
  for (const Bytes64& whole : h64()) halves.push_back(first_half(whole));
  return halves;
}

}  // namespace viche::verifier
