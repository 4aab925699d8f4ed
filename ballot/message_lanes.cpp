#include "ballot/message_lanes.h"

#include "crypto/group/hash.h"

namespace viche::ballot {

std::span<const Bytes64> MessageLanes::hash_all(std::size_t count) {
  views_.clear();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t size = messages_.size() / count;
    views_.push_back(ByteView(messages_).subspan(i * size, size));
  }
  digests_.resize(count);
  sha512_many(views_, digests_);
  return digests_;
}

}  // namespace viche::ballot
