#pragma once
// The key ceremony as one trustee lives it (protocol section 5): each function makes the body of
// this trustee's next statement from its keys and the log so far, after checking what the others
// said. All numbers of trustees count from 1.

#include <cstdint>
#include <optional>
#include <vector>

#include "bulletin/log/bodies.h"
#include "bulletin/log/election_keys.h"
#include "bulletin/log/election_state.h"
#include "crypto/group/random.h"
#include "crypto/proof/secret.h"
#include "tally/trustee_keys.h"

namespace viche::tally {

/// Everything below reads `state`, which has applied the whole log so far. An error says what is
/// wrong with whose statement; then this trustee must not go on.

/// Whether trustee i may commit now: the log waits for commits, and holds none of i.
Result<void> commit_is_due(const log::ElectionState& state, std::uint16_t i);

/// When commit_is_due.
Result<log::CommitBody> make_commit(const log::ElectionState& state, std::uint16_t i,
                                    const TrusteeKeys& keys);

/// When all commits are in. Refuses receiving keys that occur twice (check K3), and a commit of
/// trustee i that these keys did not make.
Result<log::RevealBody> make_reveal(const log::ElectionState& state, std::uint16_t i,
                                    const TrusteeKeys& keys, RandomSource& random);

/// When all reveals are in: checks every one of them first.
Result<log::ShareBody> make_share(const log::ElectionState& state, std::uint16_t i,
                                  const TrusteeKeys& keys);

/// When all shares are in: checks reveals, opens the boxes to i, checks that the shares fit, and
/// recomputes the keys. An error names the dealer at fault (the grounds of a complaint).
Result<log::ConfirmBody> make_confirm(const log::ElectionState& state, std::uint16_t i,
                                      const TrusteeKeys& keys, RandomSource& random);

/// x_i1, ..., x_iJ: what trustee i decrypts with, from its keys and the boxes in the log, checked
/// as in make_confirm.
Result<Secret<std::vector<Scalar>>> decryption_keys(const log::ElectionState& state,
                                                    std::uint16_t i, const TrusteeKeys& keys,
                                                    RandomSource& random);

// What anyone can check of a log in which these statements are complete.

/// Check K3: no two trustees have the same receiving key. (Low order is refused at decoding.)
Result<void> check_commits(const log::ElectionState& state);
/// Checks K1 and K2 of trustee i's reveal.
Result<void> check_reveal_of(const log::ElectionState& state, std::uint16_t i);
/// Check K5: every confirm names the root of these keys.
Result<void> check_confirms(const log::ElectionState& state, const log::ElectionKeys& keys);
/// Y_j and P_tj; when all reveals are in.
Result<log::ElectionKeys> election_keys(const log::ElectionState& state);

}  // namespace viche::tally
