#include <fmt/format.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "apps/common/board_directory.h"
#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/key_file.h"
#include "apps/common/record.h"
#include "apps/common/tally_admission.h"
#include "apps/viche/findings.h"
#include "apps/viche/post_files.h"
#include "apps/viche/verbs.h"
#include "bulletin/log/envelope.h"

namespace viche::app {
namespace {

struct BoardVerbOptions {
  std::string board, record;
  std::string manifest, log_key, registrar_key;
  std::vector<std::string> files;
  unsigned threads = 1;
  bool json = false;
};

Result<board::Board> open_board(const BoardVerbOptions& options, OpenLog& log) {
  Progress progress("reading the log", log.sequencer->head().size);
  board::BoardOptions board_options;
  board_options.threads = options.threads;
  board_options.progress = [&](std::uint64_t done, std::uint64_t) { progress.update(done); };
  board_options.check_contents = [options](const log::ElectionState& state,
                                           const log::Statement& statement) {
    return check_tally_statement(options.board, options.record, options.threads, state, statement);
  };
  return board::Board::open(*log.store, *log.sequencer, log.manifest_hash,
                            std::move(board_options));
}

Result<Exit> post(const BoardVerbOptions& options) {
  for (const std::string& file : options.files) {
    const std::string extension = fs::path(file).extension().string();
    if (extension != ".statement" && extension != ".ballots") {
      throw UsageError(file + ": expected a name that ends in .statement or .ballots");
    }
  }
  require_record(options.record);
  VICHE_ASSIGN(OpenLog log, open_log(options.board, options.record));
  VICHE_ASSIGN(board::Board board, open_board(options, log));
  const Result<Exit> posted = post_files(board, options.files, options.json);
  const Result<void> finished = log.sequencer->finish_final();
  if (!posted) throw EnvironmentError(posted.error().message());
  if (!finished) throw EnvironmentError(finished.error().message());
  return posted;
}

Result<Exit> init(const BoardVerbOptions& options) {
  VICHE_ASSIGN(
      const Ed25519Signer registrar,
      create_board(options.board, {options.manifest, options.log_key, options.registrar_key}));
  VICHE_ASSIGN(OpenLog log, open_log(options.board, options.record));
  VICHE_ASSIGN(board::Board board, open_board(options, log));
  const log::Statement statement =
      log::sign_statement(log::EntryType::kManifest, log::kRegistrarSigner,
                          read_input(options.manifest), log.manifest_hash, registrar);
  const Result<board::Answer> answer = board.post_statement(log::split_statement(statement));
  if (!answer) throw EnvironmentError(answer.error().message());
  if (answer->outcome == board::Outcome::kRefused) return Error{answer->reason, options.manifest};
  if (const Result<void> finished = log.sequencer->finish_final(); !finished) {
    throw EnvironmentError(finished.error().message());
  }
  print(to_hex(log.manifest_hash));
  say("The line above is the manifest's hash; the manifest is entry 0 of " + options.record + ".");
  suggest("viche trustee commit --state DIR --record " + options.record + " --manifest " +
          options.manifest + " --out commit.statement");
  return Exit::kOk;
}

/// The cosignatures in the files, one for each witness, each by a witness of the manifest over this
/// checkpoint.
Result<std::vector<log::NoteSignature>> read_cosignatures(const BoardVerbOptions& options,
                                                          const log::LogPolicy& policy,
                                                          const log::Note& checkpoint) {
  std::map<std::string, log::NoteSignature> by_witness;
  for (const std::string& file : options.files) {
    const Bytes bytes = read_input(file, 4096);
    std::string_view line = as_text(bytes);
    if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
    const Result<log::NoteSignature> signature = log::NoteSignature::decode_line(line);
    if (!signature) return signature.error().at(file);
    Result<void> verified = Error{"by no witness of the manifest", ""};
    for (const log::VerifierKey& key : policy.keys()) {
      if (key.type == log::SignatureType::kCosignature && log::is_by(*signature, key)) {
        verified = log::verify_signature(key, checkpoint.text, *signature);
      }
    }
    if (!verified) return verified.error().at(file);
    by_witness.emplace(signature->name, *signature);
  }
  if (by_witness.size() < policy.quorum()) {
    return Error{fmt::format("cosignatures of {} witnesses, the quorum is {}", by_witness.size(),
                             policy.quorum()),
                 "cosign"};
  }
  std::vector<log::NoteSignature> signatures;
  for (auto& [name, signature] : by_witness) signatures.push_back(std::move(signature));
  return signatures;
}

Result<Exit> cosign(const BoardVerbOptions& options) {
  require_record(options.record);
  VICHE_ASSIGN(const OpenLog log, open_log(options.board, options.record));
  if (!log.sequencer->newest()) return Error{"there is no checkpoint yet", options.board};
  const log::TreeHead head = log.sequencer->newest()->head;
  VICHE_ASSIGN(const log::Note checkpoint, log::Note::decode(log.sequencer->newest()->note));
  VICHE_ASSIGN(const std::vector<log::NoteSignature> cosignatures,
               read_cosignatures(options, log.policy, checkpoint));
  const Result<bool> added = log.sequencer->add_cosignatures(head, cosignatures);
  if (!added) throw EnvironmentError(added.error().message());
  if (const Result<void> finished = log.sequencer->finish_final(); !finished) {
    throw EnvironmentError(finished.error().message());
  }
  print(fmt::format("{} entries, cosigned", log.sequencer->head().size));
  return Exit::kOk;
}

/// Only reads: what a killed process left unfinished is for the next post.
Result<Exit> status(const BoardVerbOptions& options) {
  VICHE_ASSIGN(const OpenStore opened, open_store(options.board));
  VICHE_ASSIGN(const Record record,
               open_record_of(options.record, Quorum::kNone, opened.manifest_hash));
  VICHE_ASSIGN(const store::LogState stored, opened.store->state());
  Progress progress("reading the log", stored.staged.size);
  VICHE_ASSIGN(
      const log::ElectionState state,
      board::stored_state(*opened.store, stored.staged, {},
                          [&](std::uint64_t done, std::uint64_t) { progress.update(done); }));
  const log::BallotCounts& counts = state.counts();
  const bool cosigned = stored.newest && stored.newest->head == stored.staged &&
                        stored.newest->cosigning == store::SignedHead::Cosigning::kDone &&
                        log::open_checkpoint(stored.newest->note, opened.policy).ok();
  if (record.reader.head() != stored.staged) {
    say(fmt::format("{} holds {} entries: `viche board post` publishes the rest", options.record,
                    record.reader.size()));
  }
  if (options.json) {
    print(nlohmann::ordered_json{{"size", state.size()},
                                 {"root", to_hex(state.head().root)},
                                 {"state", state.describe()},
                                 {"cosigned", cosigned},
                                 {"cast", counts.cast},
                                 {"challenged", counts.challenged},
                                 {"batches", state.batches()},
                                 {"fingerprint", state.election() ? to_hex(*state.election()) : ""},
                                 {"complaints", findings_json(state)}}
              .dump());
    return Exit::kOk;
  }
  print(fmt::format("entries      {}", state.size()));
  print(fmt::format("root         {}", to_hex(state.head().root)));
  print(fmt::format("checkpoint   {}", cosigned ? "cosigned" : "not cosigned"));
  print(fmt::format("state        {}", state.describe()));
  print(fmt::format("ballots      {} cast, {} challenged, in {} batches", counts.cast,
                    counts.challenged, state.batches()));
  for (const std::string& line : describe_findings(state)) print("complaint    " + line);
  if (state.election()) print(fmt::format("fingerprint  {}", to_hex(*state.election())));
  return Exit::kOk;
}

void add_common(CLI::App& verb, BoardVerbOptions& options) {
  verb.add_option("--board", options.board, "The board's own directory: the log and its key")
      ->required();
  verb.add_option("--record", options.record, "The published log: a directory of static files")
      ->required();
}

}  // namespace

void add_board_verbs(Verbs& verbs) {
  CLI::App& group =
      verbs.group("board", "The board: one log, published as static files",
                  "viche board init --board board --record record --manifest manifest.json \\\n"
                  "    --log-key log.json --registrar-key registrar.json\n"
                  "viche board post --board board --record record *.statement\n"
                  "viche board status --board board --record record");
  auto options = std::make_shared<BoardVerbOptions>();
  CLI::App& init_verb =
      verbs.verb(group, "init", "Start the log of an election with its manifest",
                 "viche board init --board board --record record --manifest manifest.json \\\n"
                 "    --log-key log.json --registrar-key registrar.json",
                 [options] { return init(*options); });
  add_common(init_verb, *options);
  init_verb.add_option("--manifest", options->manifest, "The manifest")->required();
  init_verb
      .add_option("--log-key", options->log_key,
                  "The key that signs checkpoints; the board keeps a copy")
      ->required();
  init_verb.add_option("--registrar-key", options->registrar_key, "Signs the manifest")->required();

  options = std::make_shared<BoardVerbOptions>();
  CLI::App& post_verb =
      verbs.verb(group, "post", "Check statements and ballots, and append what is legal",
                 "viche board post --board board --record record roll.statement\n"
                 "viche board post --board board --record record --threads 2 *.ballots\n"
                 "exit status 1 if anything was refused, 3 if a file could not be read (the others "
                 "are posted);\n"
                 "what is in the log already is no error",
                 [options] { return post(*options); });
  add_common(post_verb, *options);
  post_verb.add_option("FILE", options->files, "*.statement, *.ballots")->required();
  post_verb.add_option("--threads", options->threads, "Threads for ballot proofs")
      ->check(CLI::Range(1, 1024));
  post_verb.add_flag("--json", options->json, "One JSON object a file");

  options = std::make_shared<BoardVerbOptions>();
  CLI::App& cosign_verb =
      verbs.verb(group, "cosign", "Publish the checkpoint with its witnesses' cosignatures",
                 "viche board cosign --board board --record record w1.cosignature w2.cosignature",
                 [options] { return cosign(*options); });
  add_common(cosign_verb, *options);
  cosign_verb
      .add_option("COSIGNATURE", options->files, "A file from each witness, the quorum at once")
      ->required();

  options = std::make_shared<BoardVerbOptions>();
  CLI::App& status_verb = verbs.verb(group, "status", "What the log holds and what it waits for",
                                     "viche board status --board board --record record",
                                     [options] { return status(*options); });
  add_common(status_verb, *options);
  status_verb.add_flag("--json", options->json, "One JSON object");
  add_board_copy_verbs(verbs, group);
}

}  // namespace viche::app
