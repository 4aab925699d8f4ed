#pragma once
// A signer agrees to one head, ever (protocol section 8.4): what it signed is on its disk before
// the signature exists.

#include <cstdint>
#include <filesystem>
#include <optional>

#include "bulletin/log/statement.h"
#include "bulletin/log/tally_bodies.h"
#include "crypto/proof/ed25519_sign.h"

namespace viche::tally {

/// The state directory of one agreement signer for one election. A directory restored from a backup
/// must not be used: it may have forgotten what was signed.
class SigningState {
 public:
  explicit SigningState(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// The agreement of `signer` on this head. The head is first written to the directory, durably.
  /// Asked again for the same head it gives the same bytes, and for any other head, round, signer
  /// or election an error; also if the file is damaged, or another process is signing. The caller
  /// has checked the whole log up to the head.
  Result<log::Statement> sign_agreement(const log::RoundHead& head, std::uint16_t signer,
                                        const Bytes32& manifest_hash, const Ed25519Signer& key);

  /// What was signed, if anything was.
  [[nodiscard]] Result<std::optional<log::RoundHead>> signed_head() const;

 private:
  std::filesystem::path directory_;
};

}  // namespace viche::tally
