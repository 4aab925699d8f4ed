#include "apps/viche/refused_statement.h"

#include <fmt/format.h>

#include "bulletin/log/envelope.h"

namespace viche::app {
namespace {

/// Whether this key signed the statement, whoever it says it is from.
bool is_signed_by(const log::Statement& statement, const Bytes32& manifest_hash,
                  const Ed25519PublicKey& key) {
  const Bytes64 message =
      log::statement_message(statement.type, statement.signer, statement.body, manifest_hash);
  return ed25519_verify(key, message, statement.signature);
}

}  // namespace

std::string explain_refusal(const log::ElectionState& state, std::span<const Bytes> parts) {
  if (!state.has_manifest()) return "";
  const auto statement = log::join_statement({parts.begin(), parts.end()});
  if (!statement) return "";
  const auto claimed = log::find_signer(state.manifest(), statement->signer);
  if (!claimed || is_signed_by(*statement, state.manifest_hash(), claimed->key)) return "";
  for (std::uint32_t number = 0; number <= state.manifest().agreement_signers(); ++number) {
    const auto signer = log::find_signer(state.manifest(), static_cast<std::uint16_t>(number));
    if (signer && is_signed_by(*statement, state.manifest_hash(), signer->key)) {
      return fmt::format("The file says that it is {}'s, and was signed with the key of {}.",
                         claimed->name(), signer->name());
    }
  }
  return fmt::format(
      "The file was made for another election or rehearsal, signed with a key that this manifest "
      "does not name, or changed on the way. Ask {} to make it again from this record.",
      claimed->name());
}

}  // namespace viche::app
