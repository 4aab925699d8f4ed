#include "crypto/proof/nonce.h"

#include "crypto/proof/transcript.h"

namespace viche {

Secret<Scalar> hedged_scalar(std::string_view tag, std::uint32_t index, RandomSource& random,
                             std::span<const ByteView> secret_parts,
                             std::span<const ByteView> public_parts) {
  Bytes32 fresh;
  random.fill(fresh);
  Transcript transcript(tag);
  transcript.add_u32(index).add(ByteView(fresh));
  wipe(fresh);
  for (const ByteView part : secret_parts) transcript.add(part);
  for (const ByteView part : public_parts) transcript.add(part);
  return Secret<Scalar>(transcript.challenge());
}

Secret<Scalar> hedged_scalar(std::string_view tag, std::uint32_t index, RandomSource& random,
                             std::initializer_list<ByteView> secret_parts,
                             std::initializer_list<ByteView> public_parts) {
  return hedged_scalar(tag, index, random,
                       std::span<const ByteView>(secret_parts.begin(), secret_parts.size()),
                       std::span<const ByteView>(public_parts.begin(), public_parts.size()));
}

}  // namespace viche
