#include "tally/trustee.h"

#include <string>

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

Result<log::Statement> abstain(const log::ElectionState& log, std::uint16_t t,
                               const Ed25519Signer& key, SigningState& state) {
  if (log.phase() != log::Phase::kSealed) {
    return Error{"trustees abstain between seal and result: " + log.describe(), ""};
  }
  if (t == 0 || t > log.shape().n) {
    return Error{"the manifest has no trustee " + std::to_string(t), ""};
  }
  if (log.decryptions()[t - 1U]) {
    return Error{"the decryption of trustee " + std::to_string(t) + " is in the log", ""};
  }
  return state.sign_abstention(log.rounds().open(), t, log.manifest_hash(), key);
}

Result<log::DecryptionBody> decrypt_tally(const Audited& audited, std::uint16_t t,
                                          const TrusteeKeys& keys, SigningState& state,
                                          RandomSource& random) {
  const log::ElectionState& log = audited.state;
  if (log.phase() != log::Phase::kSealed ||
      log.rounds().agreements() < log.manifest().agreement_quorum()) {
    return Error{"a trustee decrypts after a quorum agreed on the tally head: " + log.describe(),
                 ""};
  }
  if (t == 0 || t > log.shape().n) {
    return Error{"the manifest has no trustee " + std::to_string(t), ""};
  }
  if (log.decryptions()[t - 1U]) {
    return Error{"the decryption of trustee " + std::to_string(t) + " is in the log already", ""};
  }
  if (log.rounds().abstained()[t - 1U]) {
    return Error{"trustee " + std::to_string(t) + " has abstained from the open round", ""};
  }
  const auto x_t = decryption_keys(log, t, keys, random);
  if (!x_t) return x_t.error();
  VICHE_TRY(state.allow_decryption(audited.tally->head, t, log.manifest_hash()));
  return make_decryption(audited.decryption_context(), t, *x_t, random);
}

}  // namespace viche::tally
