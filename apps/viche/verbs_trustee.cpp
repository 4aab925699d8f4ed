#include <fmt/format.h>

#include <memory>

#include "apps/viche/agreement.h"
#include "apps/viche/audit_log.h"
#include "apps/viche/console.h"
#include "apps/viche/files.h"
#include "apps/viche/signer_state.h"
#include "apps/viche/statement_file.h"
#include "apps/viche/verbs.h"
#include "tally/ceremony.h"
#include "tally/signing_state.h"
#include "tally/trustee.h"

namespace viche::app {
namespace {

struct Options {
  std::string state, record, manifest, out;
  unsigned threads = 1;
};

/// Who this trustee is in the election of a record.
struct Seat {
  SignerState files;
  Ed25519Signer identity;
  Record record;
  std::uint16_t i = 0;
};

Result<Seat> take_seat(const Options& options, Quorum quorum) {
  SignerState files(options.state);
  VICHE_ASSIGN(Ed25519Signer identity, files.identity());
  VICHE_ASSIGN(Record record, open_record(options.record, quorum));
  VICHE_ASSIGN(const std::uint16_t i, signer_number(record.manifest, identity.public_key()));
  if (i == 0 || i > record.manifest.trustees.size()) {
    return Error{"the manifest does not name this identity as a trustee", options.state};
  }
  return Seat{std::move(files), std::move(identity), std::move(record), i};
}

/// The trustee's secrets in an election whose seed is there already.
Result<tally::TrusteeKeys> keys_of(const Seat& seat, const log::ElectionState& state) {
  VICHE_ASSIGN(const Secret<Bytes32> seed, seat.files.seed(seat.record.manifest_hash));
  return tally::TrusteeKeys(seed, tally::CeremonyParameters::of(state));
}

Result<Exit> commit(const Options& options) {
  VICHE_ASSIGN(const Seat seat, take_seat(options, Quorum::kNone));
  // The manifest comes to the trustee by another way than the board's.
  if (read_input(options.manifest) != seat.record.manifest_bytes) {
    return Error{"the record is of another manifest", options.manifest};
  }
  VICHE_ASSIGN(const log::ElectionState state, read_state(seat.record));
  // Before a seed is made: where the commit is in the log and the seed is gone, none is.
  VICHE_TRY(tally::commit_is_due(state, seat.i));
  SystemRandom random;
  VICHE_ASSIGN(const Secret<Bytes32> seed,
               seat.files.first_seed(seat.record.manifest_hash, random));
  const tally::TrusteeKeys keys(seed, tally::CeremonyParameters::of(state));
  VICHE_ASSIGN(const log::CommitBody body, tally::make_commit(state, seat.i, keys));
  VICHE_TRY(write_statement(options.out, state, log::EntryType::kCommit, seat.i, body.encode(),
                            seat.identity));
  return Exit::kOk;
}

/// The later steps of the ceremony: the body from the log so far and this trustee's keys.
using MakeBody = std::function<Result<Bytes>(const log::ElectionState&, std::uint16_t,
                                             const tally::TrusteeKeys&, tally::CeremonyMemory&)>;

Result<Exit> go_on(const Options& options, log::EntryType type, const MakeBody& make_body) {
  VICHE_ASSIGN(const Seat seat, take_seat(options, Quorum::kNone));
  VICHE_ASSIGN(const log::ElectionState state, read_state(seat.record));
  VICHE_ASSIGN(const tally::TrusteeKeys keys, keys_of(seat, state));
  tally::CeremonyMemory memory = seat.files.ceremony(seat.record.manifest_hash);
  VICHE_ASSIGN(Bytes body, make_body(state, seat.i, keys, memory));
  VICHE_TRY(write_statement(options.out, state, type, seat.i, std::move(body), seat.identity));
  return Exit::kOk;
}

Result<Bytes> reveal_body(const log::ElectionState& state, std::uint16_t i,
                          const tally::TrusteeKeys& keys, tally::CeremonyMemory& memory) {
  SystemRandom random;
  VICHE_ASSIGN(const log::RevealBody body, tally::make_reveal(state, i, keys, random));
  VICHE_ASSIGN(const log::RevealBody said, memory.reveal(body, state.shape()));
  return said.encode();
}
Result<Bytes> share_body(const log::ElectionState& state, std::uint16_t i,
                         const tally::TrusteeKeys& keys, tally::CeremonyMemory& memory) {
  VICHE_ASSIGN(const log::ShareBody body, tally::make_share(state, i, keys));
  VICHE_TRY(memory.check_share(*state.commits_head(), state.shape()));
  return body.encode();
}
Result<Bytes> confirm_body(const log::ElectionState& state, std::uint16_t i,
                           const tally::TrusteeKeys& keys, tally::CeremonyMemory& memory) {
  SystemRandom random;
  VICHE_ASSIGN(const log::ConfirmBody body, tally::make_confirm(state, i, keys, random));
  VICHE_ASSIGN(const log::ConfirmBody said,
               memory.confirm(body, *state.commits_head(), state.shape()));
  return said.encode();
}

Result<Exit> agree(const Options& options) {
  VICHE_TRY(agree_on_tally_head(options.state, options.record, options.threads, options.out));
  return Exit::kOk;
}

Result<Exit> decrypt(const Options& options) {
  VICHE_ASSIGN(const Seat seat, take_seat(options, Quorum::kManifest));
  const std::filesystem::path election = seat.files.election(seat.record.manifest_hash);
  VICHE_ASSIGN(std::optional<tally::AuditSummary> earlier, tally::AuditSummary::load(election));
  VICHE_ASSIGN(const tally::Audited audited,
               audit_log(seat.record, options.threads, std::move(earlier)));
  const log::ElectionState& state = audited.state;
  VICHE_ASSIGN(const tally::TrusteeKeys keys, keys_of(seat, state));
  const tally::SigningState signing = seat.files.signing();
  SystemRandom random;
  VICHE_ASSIGN(const log::DecryptionBody body,
               tally::decrypt_tally(audited, seat.i, keys, signing, random));
  VICHE_TRY(write_statement(options.out, state, log::EntryType::kDecryption, seat.i, body.encode(),
                            seat.identity));
  return Exit::kOk;
}

CLI::App& add(Verbs& verbs, CLI::App& group, std::string_view name, std::string_view description,
              std::string_view extra, const std::shared_ptr<Options>& options,
              std::function<Result<Exit>(const Options&)> action) {
  CLI::App& verb =
      verbs.verb(group, name, description,
                 fmt::format("viche trustee {} --state DIR --record record{} --out {}.statement",
                             name, extra, name),
                 [options, action = std::move(action)] { return action(*options); });
  verb.add_option("--state", options->state, "The trustee's own directory")->required();
  verb.add_option("--record", options->record, "The published log")->required();
  verb.add_option("--out", options->out, "The statement to write, for `viche board post`")
      ->required();
  return verb;
}

}  // namespace

void add_trustee_verbs(Verbs& verbs) {
  CLI::App& group = verbs.group(
      "trustee", "A trustee's part: the key ceremony, agreement, decryption",
      "viche trustee new --state DIR\n"
      "viche trustee commit --state DIR --record record --manifest manifest.json --out "
      "commit.statement\n"
      "then reveal, share and confirm, each when all trustees have done the step before;\n"
      "after the seal: viche trustee agree, and with enough agreements: viche trustee decrypt");
  auto state = std::make_shared<std::string>();
  verbs
      .verb(group, "new", "Make the identity; print its public key",
            "viche trustee new --state DIR",
            [state]() -> Result<Exit> {
              SystemRandom random;
              VICHE_ASSIGN(const Ed25519PublicKey key, SignerState(*state).create(random));
              print(to_hex(key.bytes));
              say("The line above goes into the manifest. Keep " + *state +
                  " secret. Restored from a backup, this trustee decrypts and signs no head.");
              return Exit::kOk;
            })
      .add_option("--state", *state, "The trustee's own directory")
      ->required();

  auto options = std::make_shared<Options>();
  add(verbs, group, "commit", "Ceremony 1: commit to the keys", " --manifest manifest.json",
      options, commit)
      .add_option("--manifest", options->manifest, "The manifest, obtained apart from the board")
      ->required();
  const auto ceremony = [&](std::string_view name, std::string_view description,
                            log::EntryType type, const MakeBody& make_body) {
    add(verbs, group, name, description, "", std::make_shared<Options>(),
        [type, make_body](const Options& given) { return go_on(given, type, make_body); });
  };
  ceremony("reveal", "Ceremony 2: reveal the public keys", log::EntryType::kReveal, reveal_body);
  ceremony("share", "Ceremony 3: send each other trustee its shares", log::EntryType::kShare,
           share_body);
  ceremony("confirm", "Ceremony 4: check all shares and sign the election's keys",
           log::EntryType::kConfirm, confirm_body);
  const auto tally = [&](std::string_view name, std::string_view description,
                         std::function<Result<Exit>(const Options&)> action) {
    auto own = std::make_shared<Options>();
    add(verbs, group, name, description, " --threads 2", own, std::move(action))
        .add_option("--threads", own->threads, "Threads for the audit of the log")
        ->check(CLI::Range(1, 1024));
  };
  tally("agree", "Check the whole log and sign the tally head (one, ever)", agree);
  tally("decrypt", "Decrypt the totals of the head that enough signers agreed on", decrypt);
}

}  // namespace viche::app
