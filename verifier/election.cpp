#include "verifier/election.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "crypto/group/parallel.h"
#include "verifier/transcript.h"

namespace viche::verifier {

Result<std::vector<Element>> decode_points(const Election& election, ByteView bytes,
                                           std::size_t before) {
  if (bytes.size() % 32 != 0) broken_invariant("decode_points: no list of encodings");
  constexpr std::size_t kChunk = 256;
  const std::size_t count = bytes.size() / 32;
  std::vector<Element> points(count);
  std::vector<std::size_t> bad((count + kChunk - 1) / kChunk, count);  // the first of each chunk
  parallel_for(election.threads, bad.size(), [&](std::size_t chunk) {
    const std::size_t first = chunk * kChunk;
    const auto decoded = election.arithmetic.decode_all(
        bytes.subspan(32 * first, 32 * std::min(kChunk, count - first)));
    for (std::size_t i = 0; i < decoded.size(); ++i) {
      if (!decoded[i]) {
        bad[chunk] = first + i;
        return;
      }
      points[first + i] = *decoded[i];
    }
  });
  const auto first = std::min_element(bad.begin(), bad.end());
  if (VICHE_FAULT(first != bad.end() && *first < count)) {
    return Error{"not the encoding of a point", "point " + std::to_string(before + *first + 1)};
  }
  return points;
}

std::vector<Element> generators(const Arithmetic& arithmetic, std::string_view tag,
                                std::uint32_t count) {
  std::vector<Element> points;
  for (std::uint32_t p = 1; p <= count; ++p) {
    points.push_back(arithmetic.map(Transcript(tag).u32(p).h64()));
  }
  return points;
}

Element generator_H(const Arithmetic& arithmetic) {
  return arithmetic.map(Transcript("viche/v1/generator-H").h64());
}

Number schnorr_challenge(const Arithmetic& arithmetic, const Bytes32& R, const Bytes32& PK,
                         ByteView message) {
  constexpr std::string_view kContext = "FROST-RISTRETTO255-SHA512-v1chal";
  Sha512 hash;
  hash.update(as_bytes(kContext)).update(R).update(PK).update(message);
  return arithmetic.reduce(hash.finish());
}

bool schnorr_holds(const Arithmetic& arithmetic, const Element& PK, ByteView message,
                   const Element& R, const Number& z) {
  if (VICHE_FAULT(arithmetic.is_identity(PK)) || VICHE_FAULT(arithmetic.is_identity(R)))
    return false;
  const Number c =
      schnorr_challenge(arithmetic, arithmetic.encode(R), arithmetic.encode(PK), message);
  const std::vector<Number> z_of{z};
  const std::vector<Element> G{arithmetic.base()};
  const std::vector<Number> c_of{c};
  const std::vector<Element> key{PK};
  return VICHE_HOLDS(arithmetic.equal(arithmetic.combine(z_of, G),
                                      arithmetic.add(R, arithmetic.combine(c_of, key))));
}

}  // namespace viche::verifier
