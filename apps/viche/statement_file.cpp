#include "apps/viche/statement_file.h"

#include <fmt/format.h>

#include "apps/common/console.h"
#include "apps/common/files.h"

namespace viche::app {

Result<std::uint16_t> signer_number(const ballot::Manifest& manifest, const Ed25519PublicKey& key) {
  for (std::uint32_t number = 0; number <= manifest.agreement_signers(); ++number) {
    VICHE_ASSIGN(const log::Signer signer,
                 log::find_signer(manifest, static_cast<std::uint16_t>(number)));
    if (signer.key == key) return signer.number;
  }
  return Error{
      "the manifest gives this key no role: the record is of another election, or the key "
      "another person's",
      "key " + to_hex(key.bytes)};
}

Result<void> write_statement(const std::filesystem::path& out, const log::ElectionState& state,
                             const log::Statement& statement) {
  const std::string name(log::entry_name(statement.type));
  const Result<void> legal = state.check_statement(statement);
  if (!legal) return legal.error().at(name);
  write_output(out, join_entries(log::split_statement(statement)));
  say(fmt::format("{} holds the signed {}.", out.string(), name));
  suggest("viche board post --board DIR --record DIR " + out.string());
  return {};
}

Result<void> write_statement(const std::filesystem::path& out, const log::ElectionState& state,
                             log::EntryType type, std::uint16_t signer, Bytes body,
                             const Ed25519Signer& key) {
  return write_statement(
      out, state, log::sign_statement(type, signer, std::move(body), state.manifest_hash(), key));
}

}  // namespace viche::app
