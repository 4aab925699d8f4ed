#pragma once
// The rehearsal of an election: the same manifest under another id and with other keys, on dummy
// ballots, with the loss of n - k trustees; and whether a record is one.

#include <string>

#include "apps/common/record.h"
#include "ballot/votes.h"

namespace viche::app {

/// The template of a rehearsal of this manifest: `id` ends in -rehearsal, the title says what it
/// is, no keys, no previous log.
Result<std::string> rehearsal_template(ByteView manifest);

/// Dummy ballots: for each style as many voters as its units need to be decrypted, but at most 20;
/// half of them mark the first options that they may, half the last.
Result<ballot::Votes> dummy_votes(const ballot::Manifest& manifest, const ballot::Layout& layout);

/// Refuses a record that is no finished rehearsal of this manifest: of another one, with one of its
/// keys, without ballots, without the loss of n - k trustees, or one that an audit refuses.
Result<void> check_rehearsal(const Record& real, const std::filesystem::path& rehearsal,
                             unsigned threads);

}  // namespace viche::app
