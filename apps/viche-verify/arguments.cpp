#include "apps/viche-verify/arguments.h"

#include "apps/viche-verify/fetch/url.h"
#include "apps/viche-verify/output_file.h"
#include "crypto/group/kernel/kernel.h"

namespace viche::verify_program {
namespace {

void declare_report(CLI::App& app, Arguments& arguments) {
  app.add_option("--json", arguments.json,
                 "Write the report as JSON to this file, or - for standard output")
      ->type_name("FILE");
  app.add_option("--html", arguments.html, "Write the report as a page for people to this file")
      ->type_name("FILE");
  app.add_option("--fingerprint", arguments.fingerprint,
                 "The election's fingerprint, 64 hexadecimal digits, obtained outside the record");
  app.add_option("--checkpoint", arguments.checkpoints,
                 "A checkpoint of this log seen earlier; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--receipt", arguments.receipts, "A voter's receipt; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

void declare_source(CLI::App& app, Arguments& arguments) {
  app.add_option("--mirror", arguments.mirror,
                 "Keep what is fetched or unpacked in this directory, and go on with what is there")
      ->type_name("DIR");
  app.add_option("--ca", arguments.ca,
                 "Whom to believe that the server is the URL's, a PEM file; else the system's")
      ->type_name("FILE");
  app.add_option("--connections", arguments.connections, "To the server of a URL")
      ->check(CLI::Range(1, 64));
  app.add_option("--timeout", arguments.timeout,
                 "Seconds without a byte after which a request is tried again")
      ->check(CLI::Range(1, 600));
}

void declare_follow(CLI::App& app, Arguments& arguments) {
  app.add_flag("--follow", arguments.follow,
               "Follow a log while the election runs, until an alarm or its result");
  app.add_option("--state", arguments.state, "Where --follow remembers what it saw")
      ->type_name("DIR");
  app.add_option("--interval", arguments.interval, "Seconds between two looks")
      ->check(CLI::Range(1, 86'400));
  app.add_option("--stale-after", arguments.stale_after,
                 "Seconds without a younger checkpoint that are an alarm")
      ->check(CLI::Range(1.0, 3'153'600'000.0));
  app.add_option("--recheck", arguments.recheck, "Old tiles fetched again at each look")
      ->check(CLI::Range(0, 10'000));
  app.add_option("--webhook", arguments.webhook, "Where an alarm is posted to, as JSON")
      ->type_name("URL");
  app.add_option("--metrics", arguments.metrics, "Prometheus text, written at each look")
      ->type_name("FILE");
  app.add_flag("--once", arguments.once, "Look once");
}

CLI::App* declare_ballot(CLI::App& app, Arguments& arguments) {
  CLI::App* ballot =
      app.add_subcommand("ballot", "What became of one's own ballot; what a challenged one holds");
  ballot->add_option("BALLOT", arguments.ballot, "Its tracker, or the file of its receipt")
      ->required();
  ballot->add_option("RECORD", arguments.ballot_record, "As above")->required();
  ballot->add_option("--credential", arguments.credential,
                     "The voter's own K, in hexadecimal: another voter's ballot is refused");
  ballot->add_option("--opening", arguments.opening, "The opening of a challenged ballot")
      ->type_name("FILE");
  ballot
      ->add_option("--ballot", arguments.entry,
                   "The challenged ballot, where it was not posted (*.ballots)")
      ->type_name("FILE");
  ballot
      ->add_option("--receipt-out", arguments.receipt_out,
                   "Where to write a receipt (C2SP tlog-proof) under the newest checkpoint")
      ->type_name("FILE");
  ballot->fallthrough();
  return ballot;
}

std::optional<std::string> misplaced(const std::string& option,
                                     const std::optional<std::string>& file,
                                     const std::string& record) {
  if (!file || *file == "-") return std::nullopt;
  if (file->empty()) return option + " is empty; give a file";
  if (!record.empty() && is_inside(*file, record)) {
    return option + ": " + *file + " is inside the record, which must hold nothing else";
  }
  return std::nullopt;
}

std::optional<std::string> misuse_of_part(const Arguments& arguments) {
  if (arguments.part && !arguments.out) return "--part needs --out, the file of the part";
  if (!arguments.part && arguments.out) return "--out is for --part";
  if (arguments.out == "-") return "--out needs a file";
  const bool judges = arguments.json || arguments.html || arguments.fingerprint ||
                      !arguments.checkpoints.empty() || !arguments.receipts.empty();
  if (arguments.part && judges) {
    return "--json, --html, --fingerprint, --checkpoint and --receipt belong to the merge of the "
           "parts";
  }
  return std::nullopt;
}

std::optional<std::string> misuse_of_follow(const Arguments& arguments, Command command) {
  const bool follows = arguments.follow;
  if (!follows && (arguments.state || arguments.once || arguments.webhook || arguments.metrics)) {
    return "--state, --once, --webhook and --metrics are for --follow";
  }
  if (!follows) return std::nullopt;
  if (command != Command::kVerify || arguments.part) return "--follow stands alone";
  if (!fetch::is_url(arguments.record)) return "--follow needs the URL of a board or mirror";
  if (!arguments.state || arguments.state->empty()) {
    return "--follow needs --state, the directory in which it remembers";
  }
  if (arguments.mirror) return "--follow keeps its copy of the record in --state";
  if (!arguments.checkpoints.empty() || !arguments.receipts.empty()) {
    return "--checkpoint and --receipt are for a whole record";
  }
  if (arguments.webhook && !fetch::Url::parse(*arguments.webhook)) {
    return "--webhook: " + fetch::Url::parse(*arguments.webhook).error().message();
  }
  return misplaced("--metrics", arguments.metrics, *arguments.state);
}

}  // namespace

Subcommands declare(CLI::App& app, Arguments& arguments) {
  app.add_option("RECORD", arguments.record,
                 "The record: a directory, a .tar.zst, or a board's or mirror's http(s) URL");
  declare_source(app, arguments);
  declare_report(app, arguments);
  declare_follow(app, arguments);
  app.add_option("--arithmetic", arguments.arithmetic,
                 "fast: batches; sodium: plain libsodium, one equation at a time, slower")
      ->check(CLI::IsMember({"fast", "sodium"}));
  app.add_option("--threads", arguments.threads,
                 "Number of threads; the report does not depend on it")
      ->check(CLI::Range(1, 1024));
  app.add_option("--part", arguments.part,
                 "Judge the ballots of part i of N alone, for viche-verify merge")
      ->type_name("i/N");
  app.add_option("--out", arguments.out, "Where --part writes what it found")->type_name("FILE");
  app.set_version_flag("--version", std::string(VICHE_VERSION ", kernel ") + kernel::active().name);
  app.require_subcommand(0, 1);

  CLI::App* merge = app.add_subcommand(
      "merge", "Put the parts of a verification together: the report of a whole run");
  merge->add_option("PART", arguments.parts, "Files that --part wrote, all N of them")->required();
  merge
      ->add_option("--record", arguments.parts_record,
                   "The record's directory; without it, where the first part has read it")
      ->type_name("RECORD");
  merge->fallthrough();

  CLI::App* compare =
      app.add_subcommand("compare", "Hold together what two followers saw: whether it is one log");
  compare->add_option("STATE", arguments.states, "The directories of --state")
      ->required()
      ->expected(2);
  return {merge, compare, declare_ballot(app, arguments)};
}

Command Subcommands::chosen() const {
  if (compare->parsed()) return Command::kCompare;
  if (ballot->parsed()) return Command::kBallot;
  return merge->parsed() ? Command::kMerge : Command::kVerify;
}

std::optional<std::string> misuse(const Arguments& arguments, Command command) {
  const bool merging = command == Command::kMerge;
  const bool asking = command == Command::kBallot;
  if (const auto wrong = misuse_of_follow(arguments, command)) return wrong;
  if (command == Command::kCompare) {
    return arguments.record.empty() ? std::nullopt
                                    : std::optional<std::string>("compare takes two states alone");
  }
  if (merging && !arguments.record.empty()) return "a record is given to merge with --record";
  if (merging && arguments.part) return "--part is not for merge";
  if (asking && (!arguments.record.empty() || arguments.part || !arguments.checkpoints.empty() ||
                 !arguments.receipts.empty())) {
    return "ballot takes a tracker or receipt, and a record";
  }
  if (asking && arguments.entry && !arguments.opening) return "--ballot is for --opening";
  if (!merging && !asking && arguments.record.empty()) return "RECORD is missing; see --help";
  if (const auto wrong = misuse_of_part(arguments)) return wrong;
  const std::string source = merging  ? arguments.parts_record.value_or("")
                             : asking ? arguments.ballot_record
                                      : arguments.record;
  if (fetch::is_url(source) && !arguments.part && !arguments.fingerprint) {
    return "a record at a URL needs --fingerprint: what the officials read aloud, or a poll card "
           "says";
  }
  const std::string record = arguments.mirror.value_or(source);
  if (const auto wrong = misplaced("--json", arguments.json, record)) return wrong;
  if (asking && arguments.html) return "--html is for a whole record";
  if (arguments.html == "-") return "--html needs a file";
  if (const auto wrong = misplaced("--html", arguments.html, record)) return wrong;
  if (const auto wrong = misplaced("--receipt-out", arguments.receipt_out, record)) return wrong;
  return misplaced("--out", arguments.out, record);
}

}  // namespace viche::verify_program
