#pragma once
// Makes a statement of an official, checks that the log would take it, and writes it for `viche
// board post`.

#include <filesystem>

#include "bulletin/log/election_state.h"
#include "bulletin/log/envelope.h"

namespace viche::app {

/// The number of the signer with this public key among the registrar (0), trustees and other
/// agreement signers.
Result<std::uint16_t> signer_number(const ballot::Manifest& manifest, const Ed25519PublicKey& key);

/// Writes a signed statement. Refused if the log, as it stands, would refuse it.
Result<void> write_statement(const std::filesystem::path& out, const log::ElectionState& state,
                             const log::Statement& statement);
/// Signs `body` and writes the statement's parts to `out`, likewise.
Result<void> write_statement(const std::filesystem::path& out, const log::ElectionState& state,
                             log::EntryType type, std::uint16_t signer, Bytes body,
                             const Ed25519Signer& key);

}  // namespace viche::app
