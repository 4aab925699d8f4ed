#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/key_file.h"
#include "apps/common/record.h"
#include "apps/viche/ballot_search.h"
#include "apps/viche/prepared_file.h"
#include "apps/viche/second_device.h"
#include "apps/viche/verbs.h"
#include "ballot/choices.h"
#include "ballot/credential.h"
#include "ballot/manifest.h"
#include "ballot/opening.h"
#include "ballot/prover.h"

namespace viche::app {
namespace {

struct VoterOptions {
  std::string record, manifest_hash, credential, choices, state, prepared, out, opening, tracker;
};

Result<Exit> new_credential(const VoterOptions& options) {
  SystemRandom random;
  const ballot::Credential credential = ballot::generate_credential(random);
  write_credential(options.out, credential);
  print(to_hex(credential.K.encode()));
  say("The line above is K: the registrar puts it into the roll.");
  return Exit::kOk;
}

struct CodesOptions {
  std::string manifest, style, out;
  std::size_t count = 0;
};

/// Codes for poll cards. The lines on standard output are the roll's, in the order of the codes.
Result<Exit> print_codes(const CodesOptions& options) {
  const Bytes bytes = read_input(options.manifest);
  const Result<ballot::Manifest> manifest = ballot::parse_manifest(bytes);
  if (!manifest) return manifest.error().at(options.manifest);
  const bool is_known = std::any_of(manifest->styles.begin(), manifest->styles.end(),
                                    [&](const auto& style) { return style.id == options.style; });
  if (!is_known) throw UsageError("--style: the manifest has no style " + options.style);
  const Bytes32 hash = ballot::manifest_hash(bytes);
  SystemRandom random;
  std::string codes, roll;
  for (std::size_t i = 0; i < options.count; ++i) {
    const Secret<ballot::Code> code = ballot::generate_code(random);
    codes += ballot::print_code(code) + "\n";
    roll += to_hex(ballot::credential_from_code(code, hash).K.encode()) + " " + options.style +
            (i + 1 < options.count ? "\n" : "");
  }
  write_new_secret(options.out, as_bytes(codes));
  print(roll);
  say(options.out + " holds the codes (mode 0600): whoever has one can vote with it.");
  suggest("viche election roll --registrar-key FILE --record DIR --voters FILE --out FILE");
  return Exit::kOk;
}

/// Everything that stands between a voter and an encrypted ballot.
struct Booth {
  DeviceView view;
  ballot::Credential credential;
  ballot::StyleIndex style;
  Bytes32 prev{};
};

Result<Booth> enter(const VoterOptions& options) {
  const Result<Bytes32> hash = bytes32_from_hex(options.manifest_hash);
  if (!hash) throw UsageError(hash.error().at("--manifest-hash").message());
  VICHE_ASSIGN(ballot::Credential credential, read_credential(options.credential));
  VICHE_ASSIGN(DeviceView view, open_for_device(options.record, *hash));
  // The voter's style and latest ballot are read from the whole log, which may hold an admission.
  VICHE_ASSIGN(const log::ElectionState now, read_state(view.record));
  const log::Credential* mine = now.ledger().find(credential.K.encode());
  if (mine == nullptr) return Error{"this credential is not in the roll", options.credential};
  if (mine->voided) return Error{"this credential is void", options.credential};
  const ballot::StyleIndex style = mine->style;
  const Bytes32 prev = mine->latest;
  return Booth{std::move(view), std::move(credential), style, prev};
}

Result<Secret<std::vector<std::uint8_t>>> marks(const VoterOptions& options, const Booth& booth) {
  const Bytes json = read_input(options.choices);
  const ballot::Manifest& manifest = booth.view.record.manifest;
  const auto choices = ballot::parse_choices(as_text(json), manifest, booth.style);
  if (!choices) return choices.error().at(options.choices);
  auto m = ballot::encode_slots(manifest, booth.view.state.layout(), booth.style, *choices);
  if (!m) return m.error().at(options.choices);
  return Secret<std::vector<std::uint8_t>>(std::move(*m));
}

Result<Exit> prepare(const VoterOptions& options) {
  VICHE_ASSIGN(const Booth booth, enter(options));
  VICHE_ASSIGN(const Secret<std::vector<std::uint8_t>> m, marks(options, booth));
  SystemRandom random;
  const std::vector<ballot::StyleIndex> styles{booth.style};
  const ballot::Prover prover(booth.view.context, styles);
  const ballot::PreparedBallot ballot(prover.prove(booth.style, booth.credential, m, random));
  const fs::path file = keep_prepared(options.state, ballot, booth.view.context->election());
  print(ballot::display_tracker(ballot.tracker()));
  say("The line above is the ballot's tracker; note it before you decide whether to cast or to "
      "challenge this ballot. It does not show the choice.");
  suggest("viche vote cast --record DIR --manifest-hash HEX --credential " + options.credential +
          " --prepared " + file.string() + " --out FILE");
  return Exit::kOk;
}

enum class Purpose { kCast, kChallenge };

/// For the second device. One of the same content may be there from an earlier try.
void write_opening(const VoterOptions& options, const ballot::PreparedBallot& ballot,
                   const ballot::Manifest& manifest, ballot::StyleIndex style) {
  std::string text =
      ballot::format_opening(ballot.tracker(), manifest.style(style).id, *ballot.opening());
  const Secret<Bytes> json(Bytes(text.begin(), text.end()));
  wipe_memory(text.data(), text.size());
  if (!fs::exists(options.opening) || read_input(options.opening) != json.expose()) {
    write_new_secret(options.opening, json.expose());
  }
  say(options.opening +
      " opens this ballot on a second device: it shows the vote, keep it to yourself.");
}

Result<Exit> decide(const VoterOptions& options, Purpose purpose) {
  VICHE_ASSIGN(const Booth booth, enter(options));
  const ballot::ElectionContext& context = *booth.view.context;
  VICHE_ASSIGN(PreparedFile file, PreparedFile::open(options.prepared, context));
  ballot::PreparedBallot& ballot = file.ballot();
  SystemRandom random;
  const ballot::Prover signer(booth.view.context, {});
  const Result<Bytes> entry = purpose == Purpose::kCast
                                  ? ballot.cast(signer, booth.prev, booth.credential, random)
                                  : ballot.challenge(signer, booth.prev, booth.credential, random);
  if (!entry) return entry.error().at(options.prepared);
  file.save(context.election());  // before the signature leaves: it is decided
  write_output(options.out, join_entries({*entry}));
  if (purpose == Purpose::kChallenge) {
    write_opening(options, ballot, booth.view.record.manifest,
                  ballot::BallotView::of(*entry).style());
  }
  print(ballot::display_tracker(ballot.tracker()));
  suggest("viche board post --board DIR --record DIR " + options.out);
  return Exit::kOk;
}

Result<Exit> receipt(const VoterOptions& options) {
  const Result<ballot::NotedTracker> noted = ballot::NotedTracker::parse(options.tracker);
  if (!noted) throw UsageError(noted.error().at("--tracker").message());
  VICHE_ASSIGN(const Record record, open_record(options.record, Quorum::kManifest));
  VICHE_ASSIGN(const FoundBallot found, find_ballot(record, *noted));
  VICHE_ASSIGN(const log::Receipt proof, record.reader.receipt(found.index));
  write_output(options.out, proof.encode());
  print(fmt::format("{} {}", found.index,
                    found.entry.front() == static_cast<std::uint8_t>(log::EntryType::kCast)
                        ? "cast"
                        : "challenge"));
  say("The line above is the entry's number and type; " + options.out +
      " proves it is in the log.");
  suggest("viche-verify " + options.record + " --receipt " + options.out);
  return Exit::kOk;
}

void add_booth_options(CLI::App& verb, VoterOptions& options) {
  verb.add_option("--record", options.record, "The published log")->required();
  verb.add_option("--manifest-hash", options.manifest_hash, "As published apart from the board")
      ->required();
  verb.add_option("--credential", options.credential, "The voter's credential file")->required();
}

void add_decision_options(CLI::App& verb, VoterOptions& options) {
  add_booth_options(verb, options);
  verb.add_option("--prepared", options.prepared, "The prepared ballot: cast or challenged, once")
      ->required();
  verb.add_option("--out", options.out, "The ballot to write (*.ballots)")->required();
}

}  // namespace

void add_vote_verbs(Verbs& verbs) {
  CLI::App& credential =
      verbs.group("credential", "Voters' keys", "viche credential new --out voter.json");
  auto options = std::make_shared<VoterOptions>();
  verbs
      .verb(credential, "new", "Make a voter's credential; print K",
            "viche credential new --out voter.json", [options] { return new_credential(*options); })
      .add_option("--out", options->out, "The new file")
      ->required();
  auto codes = std::make_shared<CodesOptions>();
  CLI::App& codes_verb =
      verbs.verb(credential, "codes", "Make printed codes for poll cards; print the roll's lines",
                 "viche credential codes --manifest manifest.json --style town --count 1000 \\\n"
                 "    --out codes.txt >voters.txt",
                 [codes] { return print_codes(*codes); });
  codes_verb.add_option("--manifest", codes->manifest, "The election's, with all keys")->required();
  codes_verb.add_option("--style", codes->style, "The ballot style of these voters")->required();
  codes_verb.add_option("--count", codes->count, "How many")
      ->required()
      ->check(CLI::Range(1, 1'000'000));
  codes_verb.add_option("--out", codes->out, "The new file, a code a line")->required();

  CLI::App& group = verbs.group(
      "vote", "What a voter's devices do",
      "viche vote prepare --record record --manifest-hash HEX --credential voter.json \\\n"
      "    --choices choices.json --state device\n"
      "viche vote cast --record record --manifest-hash HEX --credential voter.json \\\n"
      "    --prepared device/K3PA-....prepared --out voter.ballots\n"
      "viche vote receipt --record record --tracker K3PA-9M1X-... --out receipt.txt");
  options = std::make_shared<VoterOptions>();
  CLI::App& prepare_verb = verbs.verb(
      group, "prepare", "Encrypt a ballot; print its tracker, to be noted before the decision",
      "viche vote prepare --record record --manifest-hash HEX --credential voter.json \\\n"
      "    --choices choices.json --state device",
      [options] { return prepare(*options); });
  add_booth_options(prepare_verb, *options);
  prepare_verb.add_option("--choices", options->choices, "What is marked, as JSON (docs/votes.md)")
      ->required();
  prepare_verb
      .add_option("--state", options->state,
                  "The device's own directory; the ballot is kept there as TRACKER.prepared")
      ->required();

  options = std::make_shared<VoterOptions>();
  CLI::App& cast =
      verbs.verb(group, "cast", "Sign a prepared ballot, to be counted",
                 "viche vote cast --record record --manifest-hash HEX --credential voter.json \\\n"
                 "    --prepared device/K3PA-....prepared --out voter.ballots",
                 [options] { return decide(*options, Purpose::kCast); });
  add_decision_options(cast, *options);

  options = std::make_shared<VoterOptions>();
  CLI::App& challenge = verbs.verb(
      group, "challenge", "Open a prepared ballot to test the device: it is not counted",
      "viche vote challenge --record record --manifest-hash HEX --credential voter.json \\\n"
      "    --prepared device/K3PA-....prepared --out test.ballots --opening opening.json",
      [options] { return decide(*options, Purpose::kChallenge); });
  add_decision_options(challenge, *options);
  challenge
      .add_option("--opening", options->opening, "The opening to write, for the second device")
      ->required();

  auto second = std::make_shared<CheckOpening>();
  CLI::App& check =
      verbs.verb(group, "check-opening", "On a second device: what does a challenged ballot hold?",
                 "viche vote check-opening --record record --manifest-hash HEX \\\n"
                 "    --tracker K3PA-9M1X-0000-ABCD-EFGH --opening opening.json",
                 [second] { return check_opening(*second); });
  check.add_option("--record", second->record, "The published log")->required();
  check.add_option("--manifest-hash", second->manifest_hash, "As published apart from the board")
      ->required();
  check
      .add_option("--tracker", second->tracker,
                  "As noted before the challenge: 20 characters, or 64 hexadecimal digits")
      ->required();
  check.add_option("--opening", second->opening, "The opening of the challenged ballot")
      ->required();
  check.add_option("--credential", second->credential,
                   "The voter's own K, in hexadecimal: another voter's ballot is refused");
  check.add_option("--ballot", second->ballot,
                   "The challenged ballot, where it was not posted (*.ballots)");

  options = std::make_shared<VoterOptions>();
  CLI::App& receipt_verb = verbs.verb(
      group, "receipt", "Prove that a ballot is in the log",
      "viche vote receipt --record record --tracker K3PA-9M1X-0000-ABCD-EFGH --out receipt.txt",
      [options] { return receipt(*options); });
  receipt_verb.add_option("--record", options->record, "The published log")->required();
  receipt_verb.add_option("--tracker", options->tracker, "20 characters, or 64 hexadecimal digits")
      ->required();
  receipt_verb.add_option("--out", options->out, "The receipt to write (C2SP tlog-proof)")
      ->required();
}

}  // namespace viche::app
