#include "tally/trustee_keys.h"

#include <string_view>

#include "crypto/proof/transcript.h"

namespace viche::tally {
namespace {

// The items that every derivation starts with.
Transcript derivation(std::string_view tag, const Secret<Bytes32>& seed,
                      const CeremonyParameters& parameters) {
  Transcript transcript(tag);
  transcript.add(ByteView(seed.expose()));
  transcript.add(ByteView(parameters.manifest_hash));
  transcript.add(ByteView(parameters.trustee_keys));
  return transcript;
}

Secret<Bytes32> copy_of(const Secret<Bytes32>& secret) {
  return Secret<Bytes32>(Bytes32(secret.expose()));
}

Secret<std::vector<Scalar>> derive_coefficients(const Secret<Bytes32>& seed,
                                                const CeremonyParameters& parameters) {
  const Transcript start = derivation("viche/v1/coefficient", seed, parameters);
  std::vector<Scalar> c;
  c.reserve(parameters.coefficients());  // grown once: no copies of secrets stay behind
  for (std::uint32_t j = 1; j <= parameters.shape.J; ++j) {
    for (std::uint16_t u = 0; u < parameters.shape.k; ++u) {
      Transcript transcript = start;
      c.push_back(transcript.add_u32(j).add_u16(u).challenge());
    }
  }
  return Secret<std::vector<Scalar>>(std::move(c));
}

}  // namespace

CeremonyParameters CeremonyParameters::of(const log::ElectionState& state) {
  CeremonyParameters parameters;
  parameters.manifest_hash = state.manifest_hash();
  for (const ballot::Official& trustee : state.manifest().trustees) {
    append(parameters.trustee_keys, trustee.key.bytes);
  }
  parameters.shape = state.shape();
  return parameters;
}

TrusteeKeys::TrusteeKeys(const Secret<Bytes32>& election_seed, const CeremonyParameters& parameters)
    : seed_(copy_of(election_seed)),
      parameters_(parameters),
      receive_secret_(derivation("viche/v1/receive", seed_, parameters).digest32()),
      coefficients_(derive_coefficients(seed_, parameters)) {}

Secret<Bytes32> TrusteeKeys::box_secret(std::uint16_t t) const {
  return Secret<Bytes32>(derivation("viche/v1/box", seed_, parameters_).add_u16(t).digest32());
}

std::vector<Point> TrusteeKeys::public_coefficients() const {
  std::vector<Point> E_i;
  E_i.reserve(parameters_.coefficients());
  for (const Scalar& c : coefficients_.expose()) E_i.push_back(multiply_base(c));
  return E_i;
}

Secret<std::vector<Scalar>> TrusteeKeys::shares_for(std::uint16_t t) const {
  const Scalar at = Scalar::from_u64(t);
  const std::size_t k = parameters_.shape.k;
  std::vector<Scalar> shares;
  shares.reserve(parameters_.shape.J);
  for (std::size_t j = 0; j < parameters_.shape.J; ++j) {
    const Scalar* const c = coefficients_.expose().data() + j * k;
    Secret<Scalar> value{Scalar(c[k - 1])};
    for (std::size_t u = k - 1; u-- > 0;) {
      value.expose_mutable() = value.expose() * at + c[u];
    }
    shares.push_back(value.expose());
  }
  return Secret<std::vector<Scalar>>(std::move(shares));
}

Secret<Scalar> TrusteeKeys::weighted_constants(const Scalar& w) const {
  // Horner over j = J..1: ((c_J w + c_(J-1)) w + ...) w.
  Secret<Scalar> sum{Scalar()};
  for (std::size_t j = parameters_.shape.J; j-- > 0;) {
    sum.expose_mutable() = (sum.expose() + coefficients_.expose()[j * parameters_.shape.k]) * w;
  }
  return sum;
}

}  // namespace viche::tally
