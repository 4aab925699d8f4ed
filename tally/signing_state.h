#pragma once
// A signer agrees to one head of an election, ever (protocol section 8.4): what it signed is on its
// disk before the signature exists.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "bulletin/log/statement.h"
#include "bulletin/log/tally_bodies.h"
#include "crypto/proof/ed25519_sign.h"

namespace viche::tally {

/// The memory of one agreement signer, made with its identity and never again: a file that says
/// "nothing signed yet" before it names a head for each election. Where it is missing, the identity
/// came from a backup and what was signed is not known: such a signer may decrypt, but never signs
/// a head again. Nor must the file itself be restored from a backup.
class SigningState {
 public:
  explicit SigningState(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// "Nothing signed yet", durably; to be called once, before the identity is made. An error if
  /// something was signed here already.
  Result<void> create();

  /// The agreement of `signer` on this head. The head is first written to the directory, durably.
  /// Asked again for the same head it gives the same bytes, and for any other head, round or signer
  /// of that election an error; also if the file is missing or damaged, or another process is
  /// signing. The caller has checked the whole log up to the head.
  Result<log::Statement> sign_agreement(const log::RoundHead& head, std::uint16_t signer,
                                        const Bytes32& manifest_hash, const Ed25519Signer& key);

  /// What was signed in this election, as far as is known.
  [[nodiscard]] Result<std::optional<log::RoundHead>> signed_head(
      const Bytes32& manifest_hash) const;

 private:
  struct Signed {
    Bytes32 manifest_hash{};
    std::uint16_t signer = 0;
    log::RoundHead head;
  };
  /// Nothing if the file is missing.
  [[nodiscard]] Result<std::optional<std::vector<Signed>>> read() const;
  Result<void> write(const std::vector<Signed>& all);
  [[nodiscard]] std::filesystem::path file() const;

  std::filesystem::path directory_;
};

}  // namespace viche::tally
