// What anybody asks a record.

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/record.h"
#include "apps/viche/ballot_search.h"
#include "apps/viche/findings.h"
#include "apps/viche/verbs.h"

namespace viche::app {
namespace {

struct ReaderOptions {
  std::string record, tracker, credential, out;
  bool json = false;
};

std::string_view status_name(BallotStatus status) {
  switch (status) {
    case BallotStatus::kChallenged:
      return "challenged";
    case BallotStatus::kCounted:
      return "counted";
    case BallotStatus::kSuperseded:
      return "superseded";
    case BallotStatus::kCancelled:
      return "cancelled";
  }
  broken_invariant("a status that is none");
}

void print_found(const FoundBallot& found, bool json) {
  const bool cast = found.entry.front() == static_cast<std::uint8_t>(log::EntryType::kCast);
  const std::string_view type = cast ? "cast" : "challenge";
  const std::string_view status = status_name(found.status);
  const std::string K = to_hex(ballot::BallotView::of(found.entry).K());
  if (json) {
    nlohmann::ordered_json answer{{"found", true},
                                  {"entry", found.index},
                                  {"credential", K},
                                  {"type", type},
                                  {"status", status}};
    answer["by"] = nullptr;
    if (found.decided_by) answer["by"] = *found.decided_by;
    answer["final"] = found.final;
    print(answer.dump());
    return;
  }
  print(fmt::format("entry       {}", found.index));
  print(fmt::format("credential  {}", K));
  print(fmt::format("type        {}", type));
  print(fmt::format("status      {}{}{}", status,
                    found.decided_by ? fmt::format(" by entry {}", *found.decided_by) : "",
                    found.final ? "" : ", so far: the log is not sealed yet"));
}

Result<void> write_receipt(const Record& record, std::uint64_t index, const fs::path& file) {
  VICHE_ASSIGN(const log::Receipt proof, record.reader.receipt(index));
  write_output(file, proof.encode());
  return {};
}

Result<Exit> look_up(const ReaderOptions& options) {
  const Result<ballot::NotedTracker> noted = ballot::NotedTracker::parse(options.tracker);
  if (!noted) throw UsageError(noted.error().at("--tracker").message());
  const std::optional<Bytes32> own = own_credential(options.credential);
  VICHE_ASSIGN(const Record record, open_record(options.record, Quorum::kManifest));
  const Result<FoundBallot> found = find_ballot(record, *noted);
  if (!found) {
    if (options.json) print(nlohmann::ordered_json{{"found", false}}.dump());
    return found.error().at(options.record);
  }
  print_found(*found, options.json);
  VICHE_TRY(check_owner(ballot::BallotView::of(found->entry), own));
  if (options.out.empty()) return Exit::kOk;
  make_directory(options.out);
  VICHE_TRY(write_receipt(record, found->index, fs::path(options.out) / "ballot.receipt"));
  suggest("viche-verify " + options.record + " --receipt " +
          (fs::path(options.out) / "ballot.receipt").string());
  if (found->decided_by) {
    VICHE_TRY(write_receipt(record, *found->decided_by, fs::path(options.out) / "status.receipt"));
  }
  return Exit::kOk;
}

Result<Exit> complaints(const ReaderOptions& options) {
  VICHE_ASSIGN(const Record record, open_record(options.record, Quorum::kNone));
  VICHE_ASSIGN(const log::ElectionState state, read_state(record));
  if (options.json) {
    print(nlohmann::ordered_json{{"complaints", findings_json(state)}}.dump());
    return Exit::kOk;
  }
  for (const std::string& line : describe_findings(state)) print(line);
  if (state.complaints().empty()) say("Nobody complained.");
  return Exit::kOk;
}

}  // namespace

void add_public_verbs(Verbs& verbs) {
  auto options = std::make_shared<ReaderOptions>();
  CLI::App& lookup =
      verbs.verb(verbs.root(), "lookup", "What became of a ballot, by its tracker",
                 "viche lookup --record record --tracker K3PA-9M1X-0000-ABCD-EFGH\n"
                 "viche lookup --record record --tracker HEX --json --out receipts\n"
                 "exit status 1 if no ballot has this tracker, or another voter's has",
                 [options] { return look_up(*options); });
  lookup.add_option("--record", options->record, "The published log")->required();
  lookup.add_option("--tracker", options->tracker, "20 characters, or 64 hexadecimal digits")
      ->required();
  lookup.add_option("--credential", options->credential,
                    "The voter's own K, in hexadecimal: another voter's ballot is refused");
  lookup.add_option("--out", options->out,
                    "A directory for receipts (C2SP tlog-proof): ballot.receipt, and "
                    "status.receipt of the entry that superseded or cancelled it");
  lookup.add_flag("--json", options->json, "One JSON object");

  options = std::make_shared<ReaderOptions>();
  CLI::App& complaints_verb = verbs.verb(
      verbs.root(), "complaints", "Who complained in the key ceremony, and who is at fault",
      "viche complaints --record record --json", [options] { return complaints(*options); });
  complaints_verb.add_option("--record", options->record, "The published log")->required();
  complaints_verb.add_flag("--json", options->json, "One JSON object");
}

}  // namespace viche::app
