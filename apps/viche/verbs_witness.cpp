#include <fmt/format.h>

#include <memory>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/key_file.h"
#include "apps/common/record.h"
#include "apps/viche/verbs.h"
#include "apps/viche/witness_service.h"
#include "bulletin/log/cosignature_request.h"
#include "bulletin/log/witness.h"

namespace viche::app {
namespace {

struct WitnessOptions {
  std::string state, key, record, out;
};

Result<Exit> cosign(const WitnessOptions& options) {
  VICHE_ASSIGN(Ed25519Signer signer, read_signing_key(options.key));
  VICHE_ASSIGN(const Record record, open_record(options.record, Quorum::kNone));
  const log::VerifierKey* own = find_witness(record.policy, signer.public_key());
  if (own == nullptr) return Error{"the manifest names no witness with this key", options.key};

  make_directory(options.state);
  VICHE_ASSIGN(log::FileWitnessState state, log::FileWitnessState::open(options.state));
  VICHE_ASSIGN(log::Witness witness,
               log::Witness::create(own->name, std::move(signer), {record.policy.log()}, state,
                                    cosigning_time));
  const log::Checkpoint& checkpoint = record.reader.checkpoint().checkpoint;
  VICHE_ASSIGN(const std::optional<log::SeenCheckpoint> seen, state.latest(checkpoint.origin));
  log::LogDirectory directory(options.record);
  log::TileHashReader tree(directory, checkpoint.head.size);
  VICHE_ASSIGN(const log::NoteSignature signature,
               log::cosignature_of(log::request_cosignature(
                   [&](std::string_view body) { return witness.add_checkpoint(body); }, *own,
                   record.reader.checkpoint().note, seen ? seen->head.size : 0, tree)));
  write_output(options.out, signature.line());
  print(fmt::format("cosigned {} entries", checkpoint.head.size));
  suggest("viche board cosign --board DIR --record DIR " + options.out);
  return Exit::kOk;
}

void add_serve(Verbs& verbs, CLI::App& group) {
  auto options = std::make_shared<WitnessServiceOptions>();
  CLI::App& verb = verbs.verb(
      group, "serve", "Cosign over HTTP, for boards that ask (C2SP tlog-witness)",
      "viche witness serve --state DIR --key witness.json --manifest manifest.json --port 8100\n"
      "the board posts to /add-checkpoint; GET /forks shows proofs of forks that were caught\n"
      "exit status 0 after SIGTERM",
      [options] { return serve_witness(*options); });
  verb.add_option("--state", options->state,
                  "What this witness remembers; never restore it from a backup")
      ->required();
  verb.add_option("--key", options->key, "The witness's key file")->required();
  verb.add_option("--manifest", options->manifests,
                  "Manifests of the elections whose logs it cosigns; they name the witness")
      ->required();
  verb.add_option("--address", options->address, "Numeric address to listen on")
      ->capture_default_str();
  verb.add_option("--port", options->port, "Port to listen on; 0 takes a free one")
      ->capture_default_str();
  CLI::Option* certificate =
      verb.add_option("--tls-certificate", options->tls_certificate, "Certificate chain (PEM)");
  CLI::Option* key =
      verb.add_option("--tls-key", options->tls_key, "The certificate's private key (PEM)");
  certificate->needs(key);
  key->needs(certificate);
}

}  // namespace

void add_witness_verbs(Verbs& verbs) {
  CLI::App& group = verbs.group(
      "witness", "Witnesses of the log: one history for everybody",
      "viche witness cosign --state DIR --key witness.json --record record --out w.cosignature\n"
      "viche witness serve --state DIR --key witness.json --manifest manifest.json --port 8100");
  auto options = std::make_shared<WitnessOptions>();
  CLI::App& verb = verbs.verb(
      group, "cosign", "Cosign the record's checkpoint, if it extends what was cosigned before",
      "viche witness cosign --state DIR --key witness.json --record record --out w.cosignature",
      [options] { return cosign(*options); });
  verb.add_option("--state", options->state,
                  "What this witness remembers; never restore it from a backup")
      ->required();
  verb.add_option("--key", options->key, "The witness's key file")->required();
  verb.add_option("--record", options->record, "The published log")->required();
  verb.add_option("--out", options->out, "The cosignature to write")->required();
  add_serve(verbs, group);
}

}  // namespace viche::app
