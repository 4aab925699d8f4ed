#pragma once
// What an agreement signer has promised by its signatures (protocol section 8.4): one head in each
// round of an election, and for a trustee never to decrypt in rounds from which it abstained, and
// never to abstain after it decrypted. It is on its disk before the signature exists.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "bulletin/log/statement.h"
#include "bulletin/log/tally_bodies.h"
#include "crypto/proof/ed25519_sign.h"

namespace viche::tally {

/// The memory of one agreement signer, made with its identity and never again: a file that says
/// "nothing signed yet" before it says what was signed in each election. Where it is missing, the
/// identity came from a backup and what was signed is not known: such a signer may decrypt, but
/// never signs a head or an abstention again. Nor must the file itself be restored from a backup.
class SigningState {
 public:
  explicit SigningState(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// "Nothing signed yet", durably; to be called once, before the identity is made. An error if
  /// something was signed here already.
  Result<void> create();

  // Each first writes to the directory, durably, what the signature will promise. Asked again for
  // the same it gives the same; an error if it would contradict what was promised in this
  // election, if the state is another signer's, and if the file is missing or damaged or another
  // process is signing.

  /// The agreement of `signer` on this head: one in each round. The caller has checked the whole
  /// log up to the head, and that the round is open.
  Result<log::Statement> sign_agreement(const log::RoundHead& head, std::uint16_t signer,
                                        const Bytes32& manifest_hash, const Ed25519Signer& key);
  /// Trustee `signer` abstains from this round and all before it: not after it decrypted.
  Result<log::Statement> sign_abstention(std::uint32_t round, std::uint16_t signer,
                                         const Bytes32& manifest_hash, const Ed25519Signer& key);
  /// Whether trustee `signer` may decrypt this head: it has neither abstained from the round, nor
  /// signed another head in it, nor decrypted another one. If the file is missing, nothing is known
  /// against it, and nothing is written.
  Result<void> allow_decryption(const log::RoundHead& head, std::uint16_t signer,
                                const Bytes32& manifest_hash);

  /// The head that was signed in this round of the election, as far as is known.
  [[nodiscard]] Result<std::optional<log::RoundHead>> signed_head(const Bytes32& manifest_hash,
                                                                  std::uint32_t round) const;

 private:
  struct Promises {
    Bytes32 manifest_hash{};
    std::uint16_t signer = 0;
    std::uint32_t abstained = 0;  // from this round and all before it
    std::optional<log::RoundHead> decrypted;
    std::vector<log::RoundHead> heads;  // signed, of distinct rounds

    [[nodiscard]] const log::RoundHead* head_of(std::uint32_t round) const;
    friend bool operator==(const Promises&, const Promises&) = default;
  };
  using Change = std::function<Result<void>(Promises&)>;

  /// Nothing if the file is missing.
  [[nodiscard]] Result<std::optional<std::vector<Promises>>> read() const;
  Result<void> write(const std::vector<Promises>& all);
  /// Changes what is promised in one election, durably; `change` may refuse.
  Result<void> promise(std::uint16_t signer, const Bytes32& manifest_hash, const Change& change);
  [[nodiscard]] Error refusal(std::string reason) const;
  [[nodiscard]] std::filesystem::path file() const;

  std::filesystem::path directory_;
};

}  // namespace viche::tally
