#pragma once
// How secrets are kept, as the verbs that make an identity, and those that use one, ask for it.

#include <memory>
#include <string>

#include "apps/common/cli.h"
#include "apps/viche/signer_state.h"

namespace viche::app {

/// --passphrase-file: where the passphrase of a sealed state is read from, instead of a terminal.
void add_passphrase_option(CLI::App& verb, std::string& file);

/// The verb `new` of trustees and of other signers: makes the identity in --state, sealed unless
/// --unsealed, prints the public key, and says the check phrase and `advice`.
void add_identity_verb(Verbs& verbs, CLI::App& group, std::string_view role,
                       std::string_view advice);
/// The verb `show`: public key and check phrase again, without the passphrase.
void add_show_verb(Verbs& verbs, CLI::App& group, std::string_view role);

}  // namespace viche::app
