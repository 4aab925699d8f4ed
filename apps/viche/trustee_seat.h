#pragma once
// What the verbs of a trustee share: its state directory, the record, and its number in it.

#include <functional>
#include <memory>
#include <string>

#include "apps/common/record.h"
#include "apps/viche/signer_state.h"
#include "apps/viche/verbs.h"
#include "tally/trustee_keys.h"

namespace viche::app {

struct TrusteeOptions {
  std::string state, passphrase, record, manifest, out;
  std::uint16_t dealer = 0;
  unsigned threads = 1;
};

/// Who this trustee is in the election of a record.
struct Seat {
  SignerState files;
  Ed25519Signer identity;
  Record record;
  std::uint16_t i = 0;
};

Result<Seat> take_seat(const TrusteeOptions& options, Quorum quorum);

/// The trustee's secrets in an election whose seed is there already.
Result<tally::TrusteeKeys> keys_of(const Seat& seat, const log::ElectionState& state);

/// A verb with --state, --record and --out.
CLI::App& add_trustee_verb(Verbs& verbs, CLI::App& group, std::string_view name,
                           std::string_view description, std::string_view extra,
                           const std::shared_ptr<TrusteeOptions>& options,
                           std::function<Result<Exit>(const TrusteeOptions&)> action);

/// The verbs of the key ceremony (verbs_ceremony.cpp).
void add_ceremony_verbs(Verbs& verbs, CLI::App& group);

}  // namespace viche::app
