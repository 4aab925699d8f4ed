#include "ballot/hedged_scalars.h"

#include "crypto/proof/nonce.h"

namespace viche::ballot {

HedgedScalars::HedgedScalars(const ElectionContext& context, StyleIndex style,
                             const Credential& credential, const Bytes32& K,
                             const Secret<std::vector<std::uint8_t>>& m, RandomSource& random)
    : random_(random),
      m_(m),
      k_(credential.k.expose().encode()),
      election_(context.election()),
      K_(K) {
  append_u16(style_, static_cast<std::uint16_t>(style.number()));
}

Secret<Scalar> HedgedScalars::next() {
  return hedged_scalar("viche/v1/ballot-secret", index_++, random_, {k_.expose(), m_.expose()},
                       {election_, style_, K_});
}

}  // namespace viche::ballot
