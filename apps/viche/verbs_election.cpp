#include <fmt/format.h>

#include <memory>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/key_file.h"
#include "apps/common/record.h"
#include "apps/viche/registrar_result.h"
#include "apps/viche/rehearsal.h"
#include "apps/viche/statement_file.h"
#include "apps/viche/verbs.h"
#include "apps/viche/voter_list.h"
#include "tally/ceremony.h"

namespace viche::app {
namespace {

struct RegistrarOptions {
  std::string key, record, out;
  std::string input, credential, replacement, rehearsal;
  unsigned threads = 1;
  bool without_rehearsal = false;
};

/// Makes the body of a statement from the state of the log.
using MakeRegistrarBody =
    std::function<Result<Bytes>(const RegistrarOptions&, const Record&, const log::ElectionState&)>;

Result<Exit> state_it(const RegistrarOptions& options, log::EntryType type,
                      const MakeRegistrarBody& make_body) {
  VICHE_ASSIGN(const Ed25519Signer key, read_signing_key(options.key));
  VICHE_ASSIGN(const Record record, open_record(options.record, Quorum::kNone));
  VICHE_ASSIGN(const log::ElectionState state, read_state(record));
  VICHE_ASSIGN(Bytes body, make_body(options, record, state));
  VICHE_TRY(write_statement(options.out, state, type, log::kRegistrarSigner, std::move(body), key));
  return Exit::kOk;
}

Result<Bytes> records_body(const RegistrarOptions& options, const Record& record,
                           const log::ElectionState&) {
  const Bytes text = read_input(options.input);
  Result<std::vector<log::VoterRecord>> voters = parse_voters(as_text(text), record.manifest);
  if (!voters) return voters.error().at(options.input);
  return log::RecordsBody{std::move(*voters)}.encode();
}

Result<void> check_rehearsed(const RegistrarOptions& options, const Record& record) {
  if (options.without_rehearsal) {
    say("Warning: this election opens without a rehearsal.");
    return {};
  }
  if (options.rehearsal.empty()) {
    suggest("viche ceremony rehearse --manifest manifest.json --out rehearsal");
    return Error{
        "an election opens after its rehearsal: give --rehearsal with the rehearsal's "
        "record, or --without-rehearsal",
        "open"};
  }
  return check_rehearsal(record, options.rehearsal, options.threads);
}

Result<Bytes> opening_body(const RegistrarOptions& options, const Record& record,
                           const log::ElectionState& state) {
  VICHE_ASSIGN(const log::ElectionKeys keys, tally::election_keys(state));
  VICHE_TRY(tally::check_confirms(state, keys));
  VICHE_TRY(check_rehearsed(options, record));
  const log::OpeningBody opening{record.manifest_hash, state.head(), keys.root()};
  print(to_hex(log::election_hash(opening)));
  say("The line above is the election's fingerprint; publish it apart from the board.");
  return opening.encode();
}

Result<Bytes> notice_body(const RegistrarOptions& options, const Record&,
                          const log::ElectionState& state) {
  const Bytes text = read_input(options.input, 10000);
  return log::NoticeBody{state.notices() + 1, std::string(as_text(text))}.encode();
}

Result<Bytes> cancellations_body(const RegistrarOptions& options, const Record&,
                                 const log::ElectionState&) {
  const Bytes text = read_input(options.input);
  Result<std::vector<Bytes32>> keys = parse_credentials(as_text(text));
  if (!keys) return keys.error().at(options.input);
  return log::CancellationsBody{std::move(*keys)}.encode();
}

Result<Bytes> void_body(const RegistrarOptions& options, const Record&,
                        const log::ElectionState& state) {
  log::VoidBody body;
  const Result<Bytes32> K = bytes32_from_hex(options.credential);
  if (!K) throw UsageError(K.error().at("--credential").message());
  body.K = *K;
  if (!options.replacement.empty()) {
    const Result<Bytes32> replacement = bytes32_from_hex(options.replacement);
    if (!replacement) throw UsageError(replacement.error().at("--replacement").message());
    body.replacement = *replacement;
  }
  const log::Credential* credential = state.ledger().find(body.K);
  if (credential != nullptr && credential->counts())
    say("The vote of this credential is cancelled.");
  return body.encode();
}

Result<Bytes> head_body(const RegistrarOptions&, const Record&, const log::ElectionState& state) {
  return log::HeadBody{state.head()}.encode();
}

/// Registers one verb; gives its App for further options.
std::pair<CLI::App*, std::shared_ptr<RegistrarOptions>> add(
    Verbs& verbs, CLI::App& group, std::string_view name, std::string_view description,
    std::string_view extra, log::EntryType type, MakeRegistrarBody make_body) {
  auto options = std::make_shared<RegistrarOptions>();
  CLI::App& verb = verbs.verb(
      group, name, description,
      fmt::format(
          "viche election {} --registrar-key registrar.json --record record{} --out {}.statement",
          name, extra, name),
      [options, type, make_body] { return state_it(*options, type, make_body); });
  verb.add_option("--registrar-key", options->key, "The registrar's key file")->required();
  verb.add_option("--record", options->record, "The published log")->required();
  verb.add_option("--out", options->out, "The statement to write, for `viche board post`")
      ->required();
  return {&verb, options};
}

}  // namespace

void add_election_verbs(Verbs& verbs) {
  CLI::App& group = verbs.group(
      "election",
      "What the registrar states: roll, opening, close, result; and the import of a manifest",
      "viche election roll --registrar-key registrar.json --record record --voters voters.txt "
      "--out roll.statement\n"
      "viche election open --registrar-key registrar.json --record record --rehearsal "
      "rehearsal/record --out open.statement");
  add_import_verb(verbs, group);
  using log::EntryType;
  const std::string voters_help = "Lines `K style [weight]`: K in hexadecimal, the style's id";

  auto [roll, roll_options] = add(verbs, group, "roll", "State who may vote",
                                  " --voters voters.txt", EntryType::kRoll, records_body);
  roll->add_option("--voters", roll_options->input, voters_help)->required();
  auto [open, open_options] =
      add(verbs, group, "open", "Open the vote; print the election's fingerprint",
          " --rehearsal rehearsal/record", EntryType::kOpening, opening_body);
  CLI::Option* const rehearsal = open->add_option(
      "--rehearsal", open_options->rehearsal,
      "The record of this manifest's rehearsal, which is checked (viche ceremony rehearse)");
  open->add_flag("--without-rehearsal", open_options->without_rehearsal,
                 "Open though nothing was rehearsed")
      ->excludes(rehearsal);
  auto [admit, admit_options] =
      add(verbs, group, "admit", "Admit more voters while the vote is open", " --voters more.txt",
          EntryType::kAdmission, records_body);
  admit->add_option("--voters", admit_options->input, voters_help)->required();
  auto [void_verb, void_options] =
      add(verbs, group, "void",
          "Void a credential, such as one that was stolen: its vote is cancelled, and a "
          "replacement may vote",
          " --credential HEX --replacement HEX", EntryType::kVoid, void_body);
  void_verb->add_option("--credential", void_options->credential, "Its K, in hexadecimal")
      ->required();
  void_verb->add_option("--replacement", void_options->replacement,
                        "The K of a new credential, with the same style and weight");
  auto [notice, notice_options] = add(verbs, group, "notice", "Publish a notice",
                                      " --text notice.txt", EntryType::kNotice, notice_body);
  notice->add_option("--text", notice_options->input, "A file of 1 to 10,000 bytes of UTF-8")
      ->required();
  add(verbs, group, "close", "Close the vote", "", EntryType::kClose, head_body);
  auto [cancel, cancel_options] = add(
      verbs, group, "cancel", "Cancel votes after the close, such as of people who voted on paper",
      " --credentials list.txt", EntryType::kCancellations, cancellations_body);
  cancel->add_option("--credentials", cancel_options->input, "A line K each, in hexadecimal")
      ->required();
  add(verbs, group, "seal", "Fix what is tallied: nothing is cancelled after it", "",
      EntryType::kSeal, head_body);
  auto [result, result_options] =
      add(verbs, group, "result", "Combine the decryptions and state the result", " --threads 2",
          EntryType::kResult,
          [](const RegistrarOptions& options, const Record& record, const log::ElectionState&) {
            return make_result_body(record, options.threads);
          });
  result->add_option("--threads", result_options->threads, "Threads for the audit of the log")
      ->check(CLI::Range(1, 1024));
}

}  // namespace viche::app
