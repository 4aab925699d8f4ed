#include "tally/ceremony.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "tally/received_shares.h"
#include "tally/reveal.h"
#include "tally/shares.h"

namespace viche::tally {
namespace {

std::string trustee_name(std::size_t i) { return "trustee " + std::to_string(i); }

// All n bodies of one kind.
template <class Body>
Result<void> need_all(const std::vector<std::optional<Body>>& bodies, std::size_t n,
                      std::string_view what) {
  for (std::size_t i = 0; i < n; ++i) {
    if (i >= bodies.size() || !bodies[i]) {
      return Error{"its " + std::string(what) + " is not in the log yet", trustee_name(i + 1)};
    }
  }
  return {};
}

// A statement that trustee i has not made yet, in the phase in which it can be made.
template <class Body>
Result<void> need_turn(const log::ElectionState& state, std::uint16_t i, log::Phase phase,
                       const std::vector<std::optional<Body>>& bodies, std::string_view what) {
  if (!state.has_manifest()) return Error{"the log holds no manifest yet", ""};
  if (i == 0 || i > state.shape().n)
    return Error{"the manifest has no such trustee", trustee_name(i)};
  if (!state.between_entries()) return Error{"the log ends inside a statement", ""};
  if (state.phase() != phase) {
    return Error{"no " + std::string(what) + " is due: " + state.describe(), trustee_name(i)};
  }
  if (i <= bodies.size() && bodies[i - 1U]) {
    return Error{"its " + std::string(what) + " is in the log already", trustee_name(i)};
  }
  return {};
}

Bytes joined_commits(const log::ElectionState& state) {
  Bytes joined;
  for (const std::optional<log::CommitBody>& commit : state.commits()) {
    append(joined, commit->encode());
  }
  return joined;
}

log::CommitBody commit_of(const CeremonyParameters& parameters, std::uint16_t i,
                          const TrusteeKeys& keys, std::span<const Point> E_i) {
  log::CommitBody body;
  body.receive_key = keys.receive_key();
  body.h = reveal_commitment(parameters, i, E_i);
  return body;
}

Result<void> check_reveals(const log::ElectionState& state) {
  VICHE_TRY(check_commits(state));
  for (std::uint16_t i = 1; i <= state.shape().n; ++i) VICHE_TRY(check_reveal_of(state, i));
  return {};
}

// The shares of all dealers for t, its own among them; every box opens, every share fits.
Result<std::vector<Secret<std::vector<Scalar>>>> fitting_shares(const log::ElectionState& state,
                                                                std::uint16_t t,
                                                                const TrusteeKeys& keys,
                                                                RandomSource& random) {
  auto received = receive_shares(state, t, keys, random);
  if (!received) return received.error();
  if (!received->grounds.empty()) return received->grounds.front().error;
  return std::move(received->F);
}

}  // namespace

Result<void> check_commits(const log::ElectionState& state) {
  VICHE_TRY(need_all(state.commits(), state.shape().n, "commit"));
  std::vector<Bytes32> seen;
  for (std::size_t i = 0; i < state.shape().n; ++i) {
    const Bytes32& key = state.commits()[i]->receive_key.bytes;
    const auto same = std::find(seen.begin(), seen.end(), key);
    if (same != seen.end()) {
      return Error{"its receiving key is that of " +
                       trustee_name(static_cast<std::size_t>(same - seen.begin()) + 1),
                   trustee_name(i + 1)};
    }
    seen.push_back(key);
  }
  return {};
}

Result<void> check_reveal_of(const log::ElectionState& state, std::uint16_t i) {
  const std::optional<log::RevealBody>& reveal = state.reveals()[i - 1U];
  return check_reveal(CeremonyParameters::of(state), i, state.commits()[i - 1U]->h,
                      joined_commits(state), reveal->E, reveal->proof);
}

Result<log::ElectionKeys> election_keys(const log::ElectionState& state) {
  VICHE_TRY(need_all(state.reveals(), state.shape().n, "reveal"));
  std::vector<log::RevealBody> reveals;
  for (const std::optional<log::RevealBody>& reveal : state.reveals()) reveals.push_back(*reveal);
  return log::ElectionKeys::from_reveals(reveals, state.shape());
}

Result<void> check_confirms(const log::ElectionState& state, const log::ElectionKeys& keys) {
  VICHE_TRY(need_all(state.confirms(), state.shape().n, "confirm"));
  const log::Hash root = keys.root();
  for (std::size_t i = 0; i < state.shape().n; ++i) {
    if (state.confirms()[i]->keys_root != root) {
      return Error{"the root of the keys that it confirmed is not that of the recomputed keys",
                   trustee_name(i + 1)};
    }
  }
  return {};
}

Result<void> commit_is_due(const log::ElectionState& state, std::uint16_t i) {
  return need_turn(state, i, log::Phase::kCommit, state.commits(), "commit");
}

Result<log::CommitBody> make_commit(const log::ElectionState& state, std::uint16_t i,
                                    const TrusteeKeys& keys) {
  VICHE_TRY(commit_is_due(state, i));
  return commit_of(CeremonyParameters::of(state), i, keys, keys.public_coefficients());
}

Result<log::RevealBody> make_reveal(const log::ElectionState& state, std::uint16_t i,
                                    const TrusteeKeys& keys, RandomSource& random) {
  VICHE_TRY(need_turn(state, i, log::Phase::kReveal, state.reveals(), "reveal"));
  VICHE_TRY(check_commits(state));
  const CeremonyParameters parameters = CeremonyParameters::of(state);
  log::RevealBody body;
  body.commits_head = *state.commits_head();
  body.E = keys.public_coefficients();
  if (commit_of(parameters, i, keys, body.E) != *state.commits()[i - 1U]) {
    return Error{"this election seed did not make the commit in the log", trustee_name(i)};
  }
  body.proof = prove_knowledge(parameters, i, keys, joined_commits(state), body.E, random);
  return body;
}

Result<log::ShareBody> make_share(const log::ElectionState& state, std::uint16_t i,
                                  const TrusteeKeys& keys) {
  VICHE_TRY(need_turn(state, i, log::Phase::kShare, state.shares(), "share"));
  VICHE_TRY(check_reveals(state));
  const CeremonyParameters parameters = CeremonyParameters::of(state);
  if (keys.receive_key() != state.commits()[i - 1U]->receive_key) {
    return Error{"this election seed did not make the commit in the log", trustee_name(i)};
  }
  log::ShareBody body;
  for (std::uint16_t t = 1; t <= parameters.shape.n; ++t) {
    if (t == i) continue;
    body.boxes.push_back(seal_shares(parameters, keys, i, t, state.commits()[t - 1U]->receive_key));
  }
  return body;
}

Result<log::ConfirmBody> make_confirm(const log::ElectionState& state, std::uint16_t i,
                                      const TrusteeKeys& keys, RandomSource& random) {
  VICHE_TRY(need_turn(state, i, log::Phase::kConfirm, state.confirms(), "confirm"));
  VICHE_TRY(check_reveals(state));
  VICHE_TRY(fitting_shares(state, i, keys, random));
  VICHE_ASSIGN(const log::ElectionKeys election, election_keys(state));
  log::ConfirmBody body;
  body.shares_head = *state.shares_head();
  body.keys_root = election.root();
  return body;
}

Result<Secret<std::vector<Scalar>>> decryption_keys(const log::ElectionState& state,
                                                    std::uint16_t i, const TrusteeKeys& keys,
                                                    RandomSource& random) {
  auto F = fitting_shares(state, i, keys, random);
  if (!F) return F.error();
  return add_shares(CeremonyParameters::of(state), *F);
}

}  // namespace viche::tally
