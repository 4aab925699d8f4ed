#pragma once
// Where passphrases come from: a terminal without echo, or a file. Never the command line.

#include <string>

#include "crypto/group/bytes.h"
#include "crypto/proof/secret.h"

namespace viche::app {

/// Of a new seal: characters of UTF-8, so that no script's letters count twice.
constexpr std::size_t kMinPassphraseCharacters = 12;
constexpr std::size_t kMaxPassphraseBytes = 1000;

/// The one line of `file`, which may be a pipe (/dev/fd/3); without a file, what is typed on the
/// terminal for `what` is. An EnvironmentError if there is neither, or if others may read the file.
Result<Secret<Bytes>> read_passphrase(const std::string& file, std::string_view what);

/// The same for a new seal: typed twice, and not too short.
Result<Secret<Bytes>> choose_passphrase(const std::string& file, std::string_view what);

}  // namespace viche::app
