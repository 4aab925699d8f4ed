// SHA-512 of one message after the other.

#include "crypto/group/hash.h"
#include "crypto/group/kernel/portable.h"

namespace viche::portable {

void sha512(std::span<const ByteView> messages, Bytes64* digests) {
  for (const ByteView message : messages) *digests++ = viche::sha512(message);
}

}  // namespace viche::portable
