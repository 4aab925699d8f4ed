#include "ballot/hedged_scalars.h"

#include "crypto/proof/hedged_lanes.h"
#include "crypto/proof/nonce.h"

namespace viche::ballot {
namespace {

constexpr const char* kTag = "viche/v1/ballot-secret";

Bytes encoded(StyleIndex style) {
  Bytes bytes;
  append_u16(bytes, static_cast<std::uint16_t>(style.number()));
  return bytes;
}

}  // namespace

HedgedScalars::HedgedScalars(const ElectionContext& context, StyleIndex style,
                             const Credential& credential, const Bytes32& K,
                             const Secret<std::vector<std::uint8_t>>& m, RandomSource& random)
    : random_(random),
      m_(m),
      k_(credential.k.expose().encode()),
      election_(context.election()),
      K_(K),
      style_(encoded(style)) {}

Secret<Scalar> HedgedScalars::next() {
  return hedged_scalar(kTag, index_++, random_, {k_.expose(), m_.expose()},
                       {election_, style_, K_});
}

Secret<std::vector<ScalarLanes>> hedged_lanes(const ElectionContext& context, StyleIndex style,
                                              std::span<const ProofRequest> requests,
                                              std::span<const Bytes32> K, std::size_t count,
                                              RandomSource& random) {
  const Bytes style_bytes = encoded(style);
  HedgedLanes lanes(kTag);
  for (std::size_t lane = 0; lane < requests.size(); ++lane) {
    const Secret<Bytes32> k(requests[lane].credential->k.expose().encode());
    lanes.add({k.expose(), requests[lane].m->expose()}, {context.election(), style_bytes, K[lane]});
  }
  return lanes.draw(count, random);
}

}  // namespace viche::ballot
