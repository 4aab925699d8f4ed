#include "bulletin/log/envelope.h"

#include <utility>

#include "crypto/proof/transcript.h"

namespace viche::log {

std::string Signer::name() const {
  switch (role) {
    case SignerRole::kRegistrar:
      return "the registrar";
    case SignerRole::kTrustee:
      return "trustee " + std::to_string(number);
    case SignerRole::kOther:
      return "agreement signer " + std::to_string(number);
  }
  broken_invariant("a signer's role that is none");
}

Result<Signer> find_signer(const ballot::Manifest& manifest, std::uint16_t number) {
  const std::size_t n = manifest.trustees.size();
  const std::size_t N = n + manifest.others.size();
  if (number == kRegistrarSigner) {
    return Signer{number, SignerRole::kRegistrar, manifest.registrar.key};
  }
  const std::size_t i = number;
  if (i <= n) return Signer{number, SignerRole::kTrustee, manifest.trustees[i - 1].key};
  if (i <= N) return Signer{number, SignerRole::kOther, manifest.others[i - n - 1].key};
  return Error{"signer " + std::to_string(number) + " does not exist: signers are numbered 0 to " +
                   std::to_string(N),
               ""};
}

Bytes64 statement_message(EntryType type, std::uint16_t signer, ByteView body,
                          const Bytes32& manifest_hash) {
  return Transcript("viche/v1/statement")
      .add(manifest_hash)
      .add_u8(static_cast<std::uint8_t>(type))
      .add_u16(signer)
      .add(body)
      .digest64();
}

Statement sign_statement(EntryType type, std::uint16_t signer, Bytes body,
                         const Bytes32& manifest_hash, const Ed25519Signer& key) {
  const Bytes64 signature = key.sign(statement_message(type, signer, body, manifest_hash));
  return Statement{type, signer, std::move(body), signature};
}

Result<void> verify_statement(const Statement& statement, const Bytes32& manifest_hash,
                              const Signer& signer) {
  const Bytes64 message =
      statement_message(statement.type, statement.signer, statement.body, manifest_hash);
  if (signer.number == statement.signer &&
      ed25519_verify(signer.key, message, statement.signature)) {
    return {};
  }
  return Error{"the signature is not " + signer.name() + "'s over this " +
                   std::string(entry_name(statement.type)) + " in this election",
               ""};
}

}  // namespace viche::log
