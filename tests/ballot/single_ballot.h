#pragma once
// What batches are compared with: one ballot by itself, each condition alone and without weights.

#include "ballot/checker.h"

namespace viche::test {

/// The outcome of decode_ballot and, of a ballot that decodes, of each condition of section 7 by
/// itself on points and scalars one at a time.
ballot::Outcome judge_alone(const ballot::ElectionContext& context, ByteView entry);

}  // namespace viche::test
