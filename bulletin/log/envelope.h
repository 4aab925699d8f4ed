#pragma once
// Who signs a statement, and the signature (docs/protocol.md sections 4.1 and 4.2).

#include <string>

#include "ballot/manifest.h"
#include "bulletin/log/statement.h"
#include "crypto/group/ed25519.h"
#include "crypto/proof/ed25519_sign.h"

namespace viche::log {

inline constexpr std::uint16_t kRegistrarSigner = 0;

enum class SignerRole { kRegistrar, kTrustee, kOther };

struct Signer {
  std::uint16_t number = kRegistrarSigner;
  SignerRole role = SignerRole::kRegistrar;
  Ed25519PublicKey key;

  /// "the registrar", "trustee 3", "agreement signer 6".
  [[nodiscard]] std::string name() const;
};

/// Signer 0 is the registrar, 1..n are the trustees, n+1..N the other agreement signers; beyond is
/// an error.
Result<Signer> find_signer(const ballot::Manifest& manifest, std::uint16_t number);

/// H64("viche/v1/statement"; manifest_hash, u8 type, u16 signer, body): what is signed.
[[nodiscard]] Bytes64 statement_message(EntryType type, std::uint16_t signer, ByteView body,
                                        const Bytes32& manifest_hash);

/// The key of `signer` is the caller's promise.
[[nodiscard]] Statement sign_statement(EntryType type, std::uint16_t signer, Bytes body,
                                       const Bytes32& manifest_hash, const Ed25519Signer& key);

/// Refuses a signature that is not by `key` over this statement in the election of this manifest.
Result<void> verify_statement(const Statement& statement, const Bytes32& manifest_hash,
                              const Signer& signer);

}  // namespace viche::log
