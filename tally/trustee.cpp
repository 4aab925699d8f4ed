#include "tally/trustee.h"

#include <string>

#include "bulletin/log/head_field.h"
#include "tally/ceremony.h"
#include "tally/decryption.h"

namespace viche::tally {

Result<log::Statement> agree_to_tally(const Audited& audited, std::uint16_t signer,
                                      const Ed25519Signer& key, SigningState& state) {
  const log::ElectionState& log = audited.state;
  if (log.phase() != log::Phase::kSealed) {
    return Error{"the tally head is agreed on between seal and result: " + log.describe(), ""};
  }
  if (signer == 0 || signer > log.manifest().agreement_signers()) {
    return Error{"the manifest has no agreement signer " + std::to_string(signer), ""};
  }
  return state.sign_agreement(audited.tally->head, signer, log.manifest_hash(), key);
}

Result<log::DecryptionBody> decrypt_tally(const Audited& audited, std::uint16_t t,
                                          const TrusteeKeys& keys, const SigningState& state,
                                          RandomSource& random) {
  const log::ElectionState& log = audited.state;
  if (log.phase() != log::Phase::kSealed || log.agreements() < log.manifest().agreement_quorum()) {
    return Error{"a trustee decrypts after a quorum agreed on the tally head: " + log.describe(),
                 ""};
  }
  if (t == 0 || t > log.shape().n) {
    return Error{"the manifest has no trustee " + std::to_string(t), ""};
  }
  if (log.decryptions()[t - 1U]) {
    return Error{"the decryption of trustee " + std::to_string(t) + " is in the log already", ""};
  }
  VICHE_ASSIGN(const std::optional<log::RoundHead> signed_head,
               state.signed_head(log.manifest_hash()));
  if (signed_head && *signed_head != audited.tally->head) {
    return Error{"this trustee signed another head, " + log::describe(signed_head->tally_head) +
                     ": the log was forked, and it must not decrypt",
                 ""};
  }
  const auto x_t = decryption_keys(log, t, keys, random);
  if (!x_t) return x_t.error();
  return make_decryption(audited.decryption_context(), t, *x_t, random);
}

}  // namespace viche::tally
