#include "tally/reveal.h"

#include <string>

#include "crypto/group/batch.h"
#include "crypto/proof/transcript.h"

namespace viche::tally {
namespace {

// w, which everything that was committed goes into.
Scalar reveal_weight(const CeremonyParameters& parameters, std::uint16_t i, ByteView commits,
                     std::span<const Point> E_i) {
  return Transcript("viche/v1/reveal")
      .add(ByteView(parameters.manifest_hash))
      .add_u16(i)
      .add(commits)
      .add_points(E_i)
      .challenge();
}

Point weighted_key(const CeremonyParameters& parameters, const Scalar& w,
                   std::span<const Point> E_i) {
  std::vector<Scalar> powers;
  std::vector<Point> constants;
  Scalar power = Scalar::one();
  for (std::size_t j = 0; j < parameters.shape.J; ++j) {
    powers.push_back(power *= w);
    constants.push_back(E_i[j * parameters.shape.k]);
  }
  return vartime_multi_multiply(powers, constants);
}

void append_frame(Bytes& out, ByteView item) {
  append_u32(out, static_cast<std::uint32_t>(item.size()));
  append(out, item);
}

Bytes proof_message(const CeremonyParameters& parameters, std::uint16_t i, const Scalar& w) {
  Bytes number;
  append_u16(number, i);
  Bytes message;
  append_frame(message, as_bytes("viche/v1/reveal-proof"));
  append_frame(message, parameters.manifest_hash);
  append_frame(message, number);
  append_frame(message, w.encode());
  return message;
}

}  // namespace

Bytes32 reveal_commitment(const CeremonyParameters& parameters, std::uint16_t i,
                          std::span<const Point> E_i) {
  return Transcript("viche/v1/commit")
      .add(ByteView(parameters.manifest_hash))
      .add_u16(i)
      .add_points(E_i)
      .digest32();
}

SchnorrSignature prove_knowledge(const CeremonyParameters& parameters, std::uint16_t i,
                                 const TrusteeKeys& keys, ByteView commits,
                                 std::span<const Point> E_i, RandomSource& random) {
  const Scalar w = reveal_weight(parameters, i, commits, E_i);
  return schnorr_sign(keys.weighted_constants(w), weighted_key(parameters, w, E_i),
                      proof_message(parameters, i, w), random);
}

Result<void> check_reveal(const CeremonyParameters& parameters, std::uint16_t i, const Bytes32& h_i,
                          ByteView commits, std::span<const Point> E_i,
                          const SchnorrSignature& proof) {
  const std::string where = "reveal of trustee " + std::to_string(i);
  if (E_i.size() != parameters.coefficients()) {
    return Error{"it has " + std::to_string(E_i.size()) + " points, expected " +
                     std::to_string(parameters.coefficients()),
                 where};
  }
  if (reveal_commitment(parameters, i, E_i) != h_i) {
    return Error{"it does not open this trustee's commitment", where};
  }
  const Scalar w = reveal_weight(parameters, i, commits, E_i);
  if (!schnorr_verify(weighted_key(parameters, w, E_i), proof_message(parameters, i, w), proof)) {
    return Error{"the proof of knowledge does not hold", where};
  }
  return {};
}

}  // namespace viche::tally
