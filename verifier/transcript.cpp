#include "verifier/transcript.h"

#include <algorithm>

namespace viche::verifier {

void append_frame(Bytes& out, ByteView bytes) {
  append_u32(out, static_cast<std::uint32_t>(bytes.size()));
  append(out, bytes);
}

Transcript& Transcript::item(ByteView bytes) {
  Bytes length;
  append_u32(length, static_cast<std::uint32_t>(bytes.size()));
  hash_.update(length).update(bytes);
  return *this;
}

Transcript& Transcript::u8(std::uint8_t value) { return item(ByteView(&value, 1)); }

Transcript& Transcript::u16(std::uint16_t value) {
  Bytes bytes;
  append_u16(bytes, value);
  return item(bytes);
}

Transcript& Transcript::u32(std::uint32_t value) {
  Bytes bytes;
  append_u32(bytes, value);
  return item(bytes);
}

Bytes32 Transcript::h32() {
  const Bytes64 whole = h64();
  Bytes32 half;
  std::copy_n(whole.begin(), half.size(), half.begin());
  return half;
}

}  // namespace viche::verifier
