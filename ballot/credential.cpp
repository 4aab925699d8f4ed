#include "ballot/credential.h"

#include <algorithm>
#include <span>
#include <utility>

#include "ballot/crockford.h"
#include "crypto/group/batch.h"
#include "crypto/group/declassify.h"
#include "crypto/group/fixed_bases.h"
#include "crypto/proof/transcript.h"

namespace viche::ballot {
namespace {

constexpr std::size_t kCodeCharacters = 28;  // 128 bits of code, 12 of checksum
constexpr std::size_t kPrintedBytes = 18;    // they lie in 17 bytes and a half

using Printed = std::array<std::uint8_t, kPrintedBytes>;

/// The code followed by the first 12 bits of H32("viche/v1/code-checksum"; code), and four zero
/// bits.
Secret<Printed> with_checksum(const Secret<Code>& code) {
  Secret<Printed> printed(Printed{});
  Printed& bytes = printed.expose_mutable();
  std::copy(code.expose().begin(), code.expose().end(), bytes.begin());
  Bytes32 checksum = Transcript("viche/v1/code-checksum").add(ByteView(code.expose())).digest32();
  bytes[16] = checksum[0];
  bytes[17] = checksum[1] & 0xf0U;
  wipe(checksum);
  return printed;
}

/// K is no secret: it will stand in the roll.
Credential pair_of(Secret<Scalar> k, const Point& K) {
  if (K.is_identity()) broken_invariant("a credential's secret key is zero");
  return Credential{std::move(k), K};
}

Credential credential_of(Secret<Scalar> k) {
  const Point K = declassify(multiply_base(k.expose()));
  return pair_of(std::move(k), K);
}

Secret<Scalar> generate_key(RandomSource& random) {
  Secret<Bytes64> wide(Bytes64{});
  random.fill(wide.expose_mutable());
  return Secret<Scalar>(Scalar::reduce(wide.expose()));
}

}  // namespace

Credential generate_credential(RandomSource& random) { return credential_of(generate_key(random)); }

std::vector<Credential> generate_credentials(std::size_t count, RandomSource& random) {
  std::vector<Credential> credentials;
  credentials.reserve(count);
  Secret<ScalarLanes> keys(ScalarLanes{});
  while (credentials.size() < count) {
    const std::size_t lanes = std::min(ScalarLanes::kLanes, count - credentials.size());
    std::vector<Secret<Scalar>> drawn;
    for (std::size_t i = 0; i < lanes; ++i) {
      drawn.push_back(generate_key(random));
      keys.expose_mutable().set_lane(i, drawn[i].expose());
    }
    const EncodedLanes encoded =
        declassify(FixedBases::base().multi_multiply(std::span(&keys.expose(), 1), {}, lanes));
    const Result<std::vector<Point>> K =
        decode_points(ByteView(encoded.front().data(), lanes * encoded.front().size()));
    if (!K.ok()) broken_invariant("an encoded public key does not decode");
    for (std::size_t i = 0; i < lanes; ++i) {
      credentials.push_back(pair_of(std::move(drawn[i]), K.value()[i]));
    }
  }
  return credentials;
}

Secret<Code> generate_code(RandomSource& random) {
  Secret<Code> code(Code{});
  random.fill(code.expose_mutable());
  return code;
}

Credential credential_from_code(const Secret<Code>& code, const Bytes32& manifest_hash) {
  return credential_of(Secret<Scalar>(Transcript("viche/v1/credential")
                                          .add(ByteView(code.expose()))
                                          .add(ByteView(manifest_hash))
                                          .challenge()));
}

std::string print_code(const Secret<Code>& code) {
  return crockford_groups(with_checksum(code).expose(), kCodeCharacters);
}

Result<Secret<Code>> parse_code(std::string_view printed) {
  VICHE_ASSIGN(const Secret<Bytes> bytes, [&]() -> Result<Secret<Bytes>> {
    VICHE_ASSIGN(Bytes parsed, parse_crockford(printed, kCodeCharacters));
    return Secret<Bytes>(std::move(parsed));
  }());
  Secret<Code> code(Code{});
  std::copy_n(bytes.expose().begin(), code.expose().size(), code.expose_mutable().begin());
  const Secret<Printed> expected = with_checksum(code);
  unsigned difference = 0;
  for (std::size_t i = 16; i < kPrintedBytes; ++i) {
    difference |= static_cast<unsigned>(bytes.expose()[i] ^ expected.expose()[i]);
  }
  // Whether it was mistyped is told to whoever types.
  if (declassify(difference) != 0)
    return Error{"the code has a typing mistake: its checksum does not fit", ""};
  return code;
}

}  // namespace viche::ballot
