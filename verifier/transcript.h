#pragma once
// Framed hashing, docs/protocol.md section 1: H64, H32 and Hs of a tag and a list of items.

#include <cstdint>
#include <string_view>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/hash.h"

namespace viche::verifier {

/// frame(b) = u32(length of b) || b, appended to `out`.
void append_frame(Bytes& out, ByteView bytes);

/// Items in the order of the calls, framed, to whatever takes the bytes: `Self` has take(ByteView).
/// A list of points is one item: its encodings joined.
template <class Self>
class Items {
 public:
  Self& item(ByteView bytes);
  Self& u8(std::uint8_t value);
  Self& u16(std::uint16_t value);
  Self& u32(std::uint32_t value);
};

/// SHA-512 over frame(tag) || frame(item) || .... `h64` and `h32` end the transcript.
class Transcript : public Items<Transcript> {
 public:
  explicit Transcript(std::string_view tag) { item(as_bytes(tag)); }

  Bytes64 h64() { return hash_.finish(); }
  Bytes32 h32();

 private:
  friend class Items<Transcript>;
  void take(ByteView bytes) { hash_.update(bytes); }

  Sha512 hash_;
};

/// Many transcripts, written one after the other and hashed together: faster than one by one.
class Transcripts : public Items<Transcripts> {
 public:
  /// Begins a transcript, to which the items that follow belong.
  Transcripts& begin(std::string_view tag);
  /// The h64 of each, in the order in which they began.
  [[nodiscard]] std::vector<Bytes64> h64() const;
  [[nodiscard]] std::vector<Bytes32> h32() const;

 private:
  friend class Items<Transcripts>;
  void take(ByteView bytes) {
    messages_.back().insert(messages_.back().end(), bytes.begin(), bytes.end());
  }

  std::vector<Bytes> messages_;
};

}  // namespace viche::verifier
