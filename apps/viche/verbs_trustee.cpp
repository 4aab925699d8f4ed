#include <fmt/format.h>

#include <memory>

#include "apps/common/console.h"
#include "apps/common/key_file.h"
#include "apps/viche/agreement.h"
#include "apps/viche/audit_log.h"
#include "apps/viche/passphrase_input.h"
#include "apps/viche/sealing.h"
#include "apps/viche/statement_file.h"
#include "apps/viche/trustee_seat.h"
#include "tally/signing_state.h"
#include "tally/trustee.h"

namespace viche::app {
namespace {

Result<Exit> agree(const TrusteeOptions& options) {
  VICHE_TRY(agree_on_tally_head(SignerState(options.state, options.passphrase), options.record,
                                options.threads, options.out));
  return Exit::kOk;
}

Result<Exit> decrypt(const TrusteeOptions& options) {
  VICHE_ASSIGN(const Seat seat, take_seat(options, Quorum::kManifest));
  const std::filesystem::path election = seat.files.election(seat.record.manifest_hash);
  VICHE_ASSIGN(std::optional<tally::AuditSummary> earlier, tally::AuditSummary::load(election));
  VICHE_ASSIGN(const tally::Audited audited,
               audit_log(seat.record, options.threads, std::move(earlier)));
  const log::ElectionState& state = audited.state;
  VICHE_ASSIGN(const tally::TrusteeKeys keys, keys_of(seat, state));
  tally::SigningState signing = seat.files.signing();
  SystemRandom random;
  VICHE_ASSIGN(const log::DecryptionBody body,
               tally::decrypt_tally(audited, seat.i, keys, signing, random));
  VICHE_TRY(write_statement(options.out, state, log::EntryType::kDecryption, seat.i, body.encode(),
                            seat.identity));
  return Exit::kOk;
}

Result<Exit> abstain(const TrusteeOptions& options) {
  VICHE_ASSIGN(const Seat seat, take_seat(options, Quorum::kManifest));
  VICHE_ASSIGN(const log::ElectionState state, read_state(seat.record));
  tally::SigningState signing = seat.files.signing();
  VICHE_ASSIGN(const log::Statement statement,
               tally::abstain(state, seat.i, seat.identity, signing));
  VICHE_TRY(write_statement(options.out, state, statement));
  say(
      fmt::format("This trustee decrypts no more in round {} or before it. The next round opens "
                  "when all {} trustees have abstained.",
                  state.rounds().open(), state.shape().n));
  return Exit::kOk;
}

struct RestoreOptions {
  std::string state, record, identity, seed, sealed, passphrase;
};

/// What a backup holds, and the file that holds it.
struct Backup {
  Ed25519Signer identity;
  Secret<Bytes32> seed;
  std::string identity_file, seed_file;
};

Result<Backup> read_backup(const RestoreOptions& options, const Bytes32& manifest_hash) {
  if (options.sealed.empty()) {
    if (options.identity.empty() || options.seed.empty()) {
      throw UsageError("a backup is --sealed, or --identity and --seed");
    }
    VICHE_ASSIGN(Ed25519Signer identity, read_signing_key(options.identity));
    VICHE_ASSIGN(Secret<Bytes32> seed, read_seed(options.seed));
    return Backup{std::move(identity), std::move(seed), options.identity, options.seed};
  }
  VICHE_TRY(read_sealed_header(options.sealed));
  VICHE_ASSIGN(const Secret<Bytes> passphrase, read_passphrase(options.passphrase, options.sealed));
  VICHE_ASSIGN(const SealedSecrets secrets, SealedSecrets::open(options.sealed, passphrase));
  VICHE_ASSIGN(Secret<Bytes32> seed, secrets.seed(manifest_hash));
  return Backup{secrets.identity(), std::move(seed), options.sealed, options.sealed};
}

Result<Exit> restore(const RestoreOptions& options) {
  VICHE_ASSIGN(const Record record, open_record(options.record, Quorum::kNone));
  VICHE_ASSIGN(const log::ElectionState state, read_state(record));
  VICHE_ASSIGN(const Backup backup, read_backup(options, record.manifest_hash));
  VICHE_ASSIGN(const std::uint16_t i, signer_number(record.manifest, backup.identity.public_key()));
  if (i == 0 || i > state.shape().n) {
    return Error{"the manifest does not name this identity as a trustee", backup.identity_file};
  }
  const std::optional<log::CommitBody>& commit = state.commits()[i - 1U];
  const tally::TrusteeKeys keys(backup.seed, tally::CeremonyParameters::of(state));
  if (!commit || keys.receive_key() != commit->receive_key) {
    return Error{"this election seed did not make a commit of this trustee in the log",
                 backup.seed_file};
  }
  const SignerState restored(options.state);
  if (options.sealed.empty()) {
    restored.restore(options.identity, options.seed, record.manifest_hash);
  } else {
    restored.restore(options.sealed);
  }
  say(
      fmt::format("{} is trustee {}, restored: it decrypts a head that enough signers agreed on, "
                  "and signs neither heads nor abstentions.",
                  options.state, i));
  return Exit::kOk;
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
  add_identity_verb(verbs, group, "trustee",
                    "Restored from a backup, this trustee decrypts and signs no head.");
  add_show_verb(verbs, group, "trustee");

  auto backup = std::make_shared<RestoreOptions>();
  CLI::App& restore_verb = verbs.verb(
      group, "restore",
      "From a backup of secrets.sealed (or of identity.json and seed.json): a trustee that only "
      "decrypts",
      "viche trustee restore --state NEW --record record --sealed secrets.sealed",
      [backup] { return restore(*backup); });
  restore_verb.add_option("--state", backup->state, "The new directory")->required();
  restore_verb.add_option("--record", backup->record, "The published log")->required();
  CLI::Option* const sealed =
      restore_verb.add_option("--sealed", backup->sealed, "The trustee's secrets.sealed");
  add_passphrase_option(restore_verb, backup->passphrase);
  restore_verb
      .add_option("--identity", backup->identity, "The identity.json of an unsealed trustee")
      ->excludes(sealed);
  restore_verb.add_option("--seed", backup->seed, "Its seed.json of this election")
      ->excludes(sealed);

  add_ceremony_verbs(verbs, group);
  const auto tally = [&](std::string_view name, std::string_view description,
                         std::function<Result<Exit>(const TrusteeOptions&)> action) {
    auto own = std::make_shared<TrusteeOptions>();
    add_trustee_verb(verbs, group, name, description, " --threads 2", own, std::move(action))
        .add_option("--threads", own->threads, "Threads for the audit of the log")
        ->check(CLI::Range(1, 1024));
  };
  tally("agree", "Check the whole log and sign the tally head (one a round, ever)", agree);
  add_trustee_verb(verbs, group, "abstain",
                   "Promise not to decrypt in the open round: the way to another round, when no "
                   "head can be agreed on",
                   "", std::make_shared<TrusteeOptions>(), abstain);
  tally("decrypt", "Decrypt the totals of the head that enough signers agreed on", decrypt);
}

}  // namespace viche::app
