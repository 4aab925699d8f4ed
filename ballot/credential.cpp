#include "ballot/credential.h"

#include <algorithm>

#include "ballot/crockford.h"
#include "crypto/proof/transcript.h"

namespace viche::ballot {
namespace {

constexpr std::size_t kCodeCharacters = 28;  // 128 bits of code, 12 of checksum
constexpr std::size_t kPrintedBytes = 18;    // they lie in 17 bytes and a half

using Printed = std::array<std::uint8_t, kPrintedBytes>;

/// The code followed by the first 12 bits of H32("viche/v1/code-checksum"; code), and four zero
/// bits.
Secret<Printed> with_checksum(const Secret<Code>& code) {
  Printed printed{};
  std::copy(code.expose().begin(), code.expose().end(), printed.begin());
  Bytes32 checksum = Transcript("viche/v1/code-checksum").add(ByteView(code.expose())).digest32();
  printed[16] = checksum[0];
  printed[17] = checksum[1] & 0xf0U;
  wipe(checksum);
  return Secret<Printed>(std::move(printed));
}

Credential credential_of(Scalar&& k) {
  Point K = multiply_base(k);
  if (K.is_identity()) broken_invariant("a credential's secret key is zero");
  return Credential{Secret<Scalar>(std::move(k)), K};
}

}  // namespace

Credential generate_credential(RandomSource& random) {
  Bytes64 wide{};
  random.fill(wide);
  Scalar k = Scalar::reduce(wide);
  wipe(wide);
  return credential_of(std::move(k));
}

Secret<Code> generate_code(RandomSource& random) {
  Code code{};
  random.fill(code);
  return Secret<Code>(std::move(code));
}

Credential credential_from_code(const Secret<Code>& code, const Bytes32& manifest_hash) {
  return credential_of(Transcript("viche/v1/credential")
                           .add(ByteView(code.expose()))
                           .add(ByteView(manifest_hash))
                           .challenge());
}

std::string print_code(const Secret<Code>& code) {
  return crockford_groups(with_checksum(code).expose(), kCodeCharacters);
}

Result<Secret<Code>> parse_code(std::string_view printed) {
  VICHE_ASSIGN(const Secret<Bytes> bytes, [&]() -> Result<Secret<Bytes>> {
    VICHE_ASSIGN(Bytes parsed, parse_crockford(printed, kCodeCharacters));
    return Secret<Bytes>(std::move(parsed));
  }());
  Code code{};
  std::copy_n(bytes.expose().begin(), code.size(), code.begin());
  Secret<Code> secret(std::move(code));
  const Secret<Printed> expected = with_checksum(secret);
  unsigned difference = 0;
  for (std::size_t i = 16; i < kPrintedBytes; ++i) {
    difference |= static_cast<unsigned>(bytes.expose()[i] ^ expected.expose()[i]);
  }
  if (difference != 0) return Error{"the code has a typing mistake: its checksum does not fit", ""};
  return secret;
}

}  // namespace viche::ballot
