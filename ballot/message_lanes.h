#pragma once
// Messages about many ballots, hashed side by side.

#include <cstddef>
#include <span>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::ballot {

/// Keeps its memory for the next messages, and does not wipe it: public data.
class MessageLanes {
 public:
  /// The SHA-512 of `count` messages of one length: append(out, i) appends number i. Good until the
  /// next call.
  template <class Append>
  std::span<const Bytes64> hash(std::size_t count, const Append& append) {
    messages_.clear();
    for (std::size_t i = 0; i < count; ++i) append(messages_, i);
    return hash_all(count);
  }

 private:
  std::span<const Bytes64> hash_all(std::size_t count);

  Bytes messages_;
  std::vector<ByteView> views_;
  std::vector<Bytes64> digests_;
};

}  // namespace viche::ballot
