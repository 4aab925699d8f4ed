#pragma once
// Framed hashing, docs/protocol.md section 1: H64, H32 and Hs of a tag and a list of items.

#include <cstdint>
#include <string_view>

#include "crypto/group/bytes.h"
#include "crypto/group/hash.h"

namespace viche::verifier {

/// frame(b) = u32(length of b) || b, appended to `out`.
void append_frame(Bytes& out, ByteView bytes);

/// SHA-512 over frame(tag) || frame(item) || ...; items in the order of the calls. A list of points
/// is one item: its encodings joined. `h64` and `h32` end the transcript.
class Transcript {
 public:
  explicit Transcript(std::string_view tag) { item(as_bytes(tag)); }

  Transcript& item(ByteView bytes);
  Transcript& u8(std::uint8_t value);
  Transcript& u16(std::uint16_t value);
  Transcript& u32(std::uint32_t value);

  Bytes64 h64() { return hash_.finish(); }
  Bytes32 h32();

 private:
  Sha512 hash_;
};

}  // namespace viche::verifier
