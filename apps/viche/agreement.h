#pragma once
// An agreement signer, trustee or not, signs the tally head.

#include <filesystem>

#include "apps/viche/signer_state.h"
#include "bulletin/log/tally_bodies.h"

namespace viche::app {

/// Checks the whole log up to the seal, keeps that audit in the signer's state directory, signs the
/// head at the seal (one head a round, ever) and writes the statement.
Result<void> agree_on_tally_head(const SignerState& signer_state,
                                 const std::filesystem::path& record_directory, unsigned threads,
                                 const std::filesystem::path& out);

}  // namespace viche::app
