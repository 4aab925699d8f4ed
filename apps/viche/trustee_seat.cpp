#include "apps/viche/trustee_seat.h"

#include <fmt/format.h>

#include "apps/viche/sealing.h"
#include "apps/viche/statement_file.h"

namespace viche::app {

Result<Seat> take_seat(const TrusteeOptions& options, Quorum quorum) {
  SignerState files(options.state, options.passphrase);
  VICHE_ASSIGN(Ed25519Signer identity, files.identity());
  VICHE_ASSIGN(Record record, open_record(options.record, quorum));
  VICHE_ASSIGN(const std::uint16_t i, signer_number(record.manifest, identity.public_key()));
  if (i == 0 || i > record.manifest.trustees.size()) {
    return Error{"the manifest does not name this identity as a trustee", options.state};
  }
  return Seat{std::move(files), std::move(identity), std::move(record), i};
}

Result<tally::TrusteeKeys> keys_of(const Seat& seat, const log::ElectionState& state) {
  VICHE_ASSIGN(const Secret<Bytes32> seed, seat.files.seed(seat.record.manifest_hash));
  return tally::TrusteeKeys(seed, tally::CeremonyParameters::of(state));
}

CLI::App& add_trustee_verb(Verbs& verbs, CLI::App& group, std::string_view name,
                           std::string_view description, std::string_view extra,
                           const std::shared_ptr<TrusteeOptions>& options,
                           std::function<Result<Exit>(const TrusteeOptions&)> action) {
  CLI::App& verb =
      verbs.verb(group, name, description,
                 fmt::format("viche trustee {} --state DIR --record record{} --out {}.statement",
                             name, extra, name),
                 [options, action = std::move(action)] { return action(*options); });
  verb.add_option("--state", options->state, "The trustee's own directory")->required();
  add_passphrase_option(verb, options->passphrase);
  verb.add_option("--record", options->record, "The published log")->required();
  verb.add_option("--out", options->out, "The statement to write, for `viche board post`")
      ->required();
  return verb;
}

}  // namespace viche::app
