#include <fmt/format.h>

#include <memory>

#include "apps/viche/ballot_search.h"
#include "apps/viche/console.h"
#include "apps/viche/files.h"
#include "apps/viche/key_file.h"
#include "apps/viche/record.h"
#include "apps/viche/verbs.h"
#include "ballot/choices.h"
#include "ballot/opening.h"
#include "ballot/prover.h"

namespace viche::app {
namespace {

struct Options {
  std::string record, manifest_hash, credential, choices, out, opening, tracker;
};

Result<Exit> new_credential(const Options& options) {
  SystemRandom random;
  const ballot::Credential credential = ballot::generate_credential(random);
  write_credential(options.out, credential);
  print(to_hex(credential.K.encode()));
  say("The line above is K: the registrar puts it into the roll.");
  return Exit::kOk;
}

/// Everything that stands between a voter and an encrypted ballot.
struct Booth {
  DeviceView view;
  ballot::Credential credential;
  ballot::StyleIndex style;
  Bytes32 prev{};
};

Result<Booth> enter(const Options& options) {
  const Result<Bytes32> hash = bytes32_from_hex(options.manifest_hash);
  if (!hash) return hash.error().at("--manifest-hash");
  VICHE_ASSIGN(ballot::Credential credential, read_credential(options.credential));
  VICHE_ASSIGN(DeviceView view, open_for_device(options.record, *hash));
  // The voter's style and latest ballot are read from the whole log, which may hold an admission.
  VICHE_ASSIGN(const log::ElectionState now, read_state(view.record));
  const log::Credential* mine = now.ledger().find(credential.K.encode());
  if (mine == nullptr) return Error{"this credential is not in the roll", options.credential};
  const ballot::StyleIndex style = mine->style;
  const Bytes32 prev = mine->latest;
  return Booth{std::move(view), std::move(credential), style, prev};
}

Result<Secret<std::vector<std::uint8_t>>> marks(const Options& options, const Booth& booth) {
  const Bytes json = read_input(options.choices);
  const ballot::Manifest& manifest = booth.view.record.manifest;
  const auto choices = ballot::parse_choices(as_text(json), manifest, booth.style);
  if (!choices) return choices.error().at(options.choices);
  auto m = ballot::encode_slots(manifest, booth.view.state.layout(), booth.style, *choices);
  if (!m) return m.error().at(options.choices);
  return Secret<std::vector<std::uint8_t>>(std::move(*m));
}

enum class Purpose { kCast, kChallenge };

Result<Exit> vote(const Options& options, Purpose purpose) {
  VICHE_ASSIGN(const Booth booth, enter(options));
  VICHE_ASSIGN(const Secret<std::vector<std::uint8_t>> m, marks(options, booth));
  SystemRandom random;
  const std::vector<ballot::StyleIndex> styles{booth.style};
  const ballot::Prover prover(booth.view.context, styles);
  ballot::Proven proven = prover.prove(booth.style, booth.credential, m, random);
  const Bytes32 tracker = proven.ballot.tracker();
  Bytes entry;
  if (purpose == Purpose::kCast) {
    entry = prover.cast(std::move(proven), booth.prev, booth.credential, random);
  } else {
    ballot::Challenged challenged =
        prover.challenge(std::move(proven), booth.prev, booth.credential, random);
    const ballot::NamedOpening named{tracker, booth.view.record.manifest.style(booth.style).id,
                                     std::move(challenged.opening)};
    std::string opening = ballot::format_opening(named);
    write_new_secret(options.opening, as_bytes(opening));
    wipe_memory(opening.data(), opening.size());
    entry = std::move(challenged.entry);
    say(options.opening +
        " opens this ballot on a second device: it shows the vote, keep it to yourself.");
  }
  write_output(options.out, join_entries({entry}));
  print(ballot::display_tracker(tracker));
  say("The line above is the ballot's tracker; note it. It does not show the choice.");
  suggest("viche board post --board DIR --record DIR " + options.out);
  return Exit::kOk;
}

Result<Exit> check_opening(const Options& options) {
  const Result<Bytes32> hash = bytes32_from_hex(options.manifest_hash);
  if (!hash) return hash.error().at("--manifest-hash");
  Bytes json = read_input(options.opening, 1 << 20);
  Result<ballot::NamedOpening> parsed = ballot::parse_opening(as_text(json));
  wipe_memory(json.data(), json.size());
  if (!parsed) return parsed.error().at(options.opening);
  VICHE_ASSIGN(const DeviceView view, open_for_device(options.record, *hash));
  VICHE_ASSIGN(const FoundBallot found, find_ballot(view.record, to_hex(parsed->tracker)));
  VICHE_ASSIGN(const ballot::Ballot ballot,
               ballot::decode_ballot(found.entry, view.state.layout()));
  if (ballot.type != ballot::BallotType::kChallenge) {
    return Error{"this ballot was cast, not challenged", fmt::format("entry {}", found.index)};
  }
  const auto choices =
      ballot::check_opening(*view.context, view.record.manifest, ballot, parsed->opening);
  if (!choices) return choices.error().at(fmt::format("entry {}", found.index));
  print(ballot::format_choices(*choices, view.record.manifest, ballot.style));
  say("This is what the first device encrypted. TEST, NOT COUNTED: compare it with what was "
      "marked.");
  return Exit::kOk;
}

Result<Exit> receipt(const Options& options) {
  VICHE_ASSIGN(const Record record, open_record(options.record, Quorum::kManifest));
  VICHE_ASSIGN(const FoundBallot found, find_ballot(record, options.tracker));
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

void add_booth_options(CLI::App& verb, Options& options) {
  verb.add_option("--record", options.record, "The published log")->required();
  verb.add_option("--manifest-hash", options.manifest_hash, "As published apart from the board")
      ->required();
  verb.add_option("--credential", options.credential, "The voter's credential file")->required();
  verb.add_option("--choices", options.choices, "What is marked, as JSON (docs/votes.md)")
      ->required();
  verb.add_option("--out", options.out, "The ballot to write (*.ballots)")->required();
}

}  // namespace

void add_vote_verbs(Verbs& verbs) {
  CLI::App& credential =
      verbs.group("credential", "Voters' keys", "viche credential new --out voter.json");
  auto options = std::make_shared<Options>();
  verbs
      .verb(credential, "new", "Make a voter's credential; print K",
            "viche credential new --out voter.json", [options] { return new_credential(*options); })
      .add_option("--out", options->out, "The new file")
      ->required();

  CLI::App& group =
      verbs.group("vote", "What a voter's devices do",
                  "viche vote cast --record record --manifest-hash HEX --credential voter.json \\\n"
                  "    --choices choices.json --out voter.ballots\n"
                  "viche vote receipt --record record --tracker K3PA-9M1X-... --out receipt.txt");
  options = std::make_shared<Options>();
  CLI::App& cast =
      verbs.verb(group, "cast", "Encrypt and sign a ballot; print its tracker",
                 "viche vote cast --record record --manifest-hash HEX --credential voter.json \\\n"
                 "    --choices choices.json --out voter.ballots",
                 [options] { return vote(*options, Purpose::kCast); });
  add_booth_options(cast, *options);

  options = std::make_shared<Options>();
  CLI::App& challenge = verbs.verb(
      group, "challenge", "Encrypt a ballot to test the device: it is not counted",
      "viche vote challenge --record record --manifest-hash HEX --credential voter.json \\\n"
      "    --choices choices.json --out test.ballots --opening opening.json",
      [options] { return vote(*options, Purpose::kChallenge); });
  add_booth_options(challenge, *options);
  challenge
      .add_option("--opening", options->opening, "The opening to write, for the second device")
      ->required();

  options = std::make_shared<Options>();
  CLI::App& check = verbs.verb(
      group, "check-opening", "On a second device: what does a challenged ballot hold?",
      "viche vote check-opening --record record --manifest-hash HEX --opening opening.json",
      [options] { return check_opening(*options); });
  check.add_option("--record", options->record, "The published log")->required();
  check.add_option("--manifest-hash", options->manifest_hash, "As published apart from the board")
      ->required();
  check.add_option("--opening", options->opening, "The opening of the challenged ballot")
      ->required();

  options = std::make_shared<Options>();
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
