// `viche election import`: a template of a manifest from ElectionGuard's.

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/viche/electionguard/import.h"
#include "apps/viche/electionguard/names.h"
#include "apps/viche/verbs.h"

namespace viche::app {
namespace {

using electionguard::Finding;
using electionguard::FindingKind;
using electionguard::Import;
using nlohmann::ordered_json;

struct ImportOptions {
  std::string file, out;
  electionguard::Settings settings;
  bool sound = false, per_style = false, json = false;
};

std::string sizes(const Import& import) {
  return fmt::format("{} contests with {} options, {} styles, {} units", import.contests,
                     import.options, import.styles, import.units);
}

/// Faults, what follows from them, notes; a line each.
void print_report(const electionguard::Report& report) {
  const std::pair<FindingKind, const char*> kinds[] = {{FindingKind::kFault, "fault"},
                                                       {FindingKind::kConsequence, "follows"},
                                                       {FindingKind::kNote, "note"}};
  for (const auto& [kind, word] : kinds) {
    for (const Finding& finding : report.of(kind)) {
      print(fmt::format("{:8}{}: {}{}", word, finding.path, finding.reason,
                        finding.outcome.empty() ? "" : " (" + finding.outcome + ")"));
    }
  }
}

ordered_json list_findings(const electionguard::Report& report, FindingKind kind) {
  ordered_json list = ordered_json::array();
  for (const Finding& finding : report.of(kind)) {
    ordered_json& one =
        list.emplace_back(ordered_json{{"path", finding.path}, {"reason", finding.reason}});
    if (!finding.outcome.empty()) one["outcome"] = finding.outcome;
  }
  return list;
}

ordered_json import_json(const Import& import) {
  return {{"imported", import.manifest.has_value()},
          {"contests", import.contests},
          {"options", import.options},
          {"styles", import.styles},
          {"units", import.units},
          {"faults", list_findings(import.report, FindingKind::kFault)},
          {"follows", list_findings(import.report, FindingKind::kConsequence)},
          {"notes", list_findings(import.report, FindingKind::kNote)}};
}

/// Refuses settings that no manifest could have.
void check_settings(const electionguard::Settings& settings) {
  if (settings.threshold > settings.trustees) {
    throw UsageError(fmt::format("--threshold {}: there are {} trustees", settings.threshold,
                                 settings.trustees));
  }
  if (settings.id && electionguard::IdMaker().make(*settings.id) != *settings.id) {
    throw UsageError("--id: expected 1 to 64 characters of a-z, 0-9 and -");
  }
}

Result<Exit> import_file(ImportOptions options) {
  check_settings(options.settings);
  if (options.per_style) options.settings.counting = electionguard::Counting::kStyle;
  const Bytes bytes = read_input(options.file);
  const Result<Import> import = electionguard::import_manifest(
      bytes, options.settings,
      options.sound ? electionguard::Unsound::kLeaveOut : electionguard::Unsound::kRefuse);
  if (!import) return import.error().at(options.file);
  if (options.json) {
    print(import_json(*import).dump());
  } else {
    print_report(import->report);
  }
  if (!import->manifest) {
    const std::size_t faults = import->report.count(FindingKind::kFault);
    say_error(fmt::format("{}: {} {}, nothing is imported{}", options.file, faults,
                          faults == 1 ? "fault" : "faults",
                          import->report.is_fatal()
                              ? ""
                              : "; --sound leaves out what is named above and imports the rest"));
    return Exit::kRefused;
  }
  if (options.out.empty()) {
    say("The import would give " + sizes(*import) + "; --out writes it");
    return Exit::kOk;
  }
  write_output(options.out, *import->manifest);
  say(fmt::format("{}: {}; look through it, and fill in the names", options.out, sizes(*import)));
  suggest("viche manifest complete --template " + shell_word(options.out) +
          " --key registrar=HEX --key log=HEX --key trustee-1=HEX ... --out manifest.json");
  return Exit::kOk;
}

}  // namespace

void add_import_verb(Verbs& verbs, CLI::App& group) {
  auto options = std::make_shared<ImportOptions>();
  electionguard::Settings& settings = options->settings;
  CLI::App& verb = verbs.verb(
      group, "import", "Make a manifest's template of an ElectionGuard manifest",
      "viche election import electionguard-manifest.json           only report what is wrong with "
      "it\n"
      "viche election import electionguard-manifest.json --out template.json\n"
      "viche election import electionguard-manifest.json --sound --per-style --trustees 5 \\\n"
      "    --threshold 3 --out template.json             leave out what is unsound, import the "
      "rest",
      [options] { return import_file(*options); });
  verb.add_option("FILE", options->file, "The ElectionGuard manifest, a JSON file")->required();
  verb.add_option("--out", options->out, "The template to write");
  verb.add_flag("--sound", options->sound, "Leave out what is unsound instead of refusing it all");
  verb.add_flag("--per-style", options->per_style,
                "Count each contest by ballot style, not as a whole");
  verb.add_option("--id", settings.id, "The election's id; else from election_scope_id");
  verb.add_option("--trustees", settings.trustees, "How many trustees")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  verb.add_option("--threshold", settings.threshold, "How many of them decrypt")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  verb.add_option("--others", settings.others,
                  "Agreement signers besides the trustees; else as many as trustees may be missing")
      ->check(CLI::Range(0, 64));
  verb.add_option("--witnesses", settings.witnesses, "How many witnesses; a majority is the quorum")
      ->check(CLI::Range(0, 32))
      ->capture_default_str();
  verb.add_option("--floor", settings.floor, "Fewest ballots of a unit that is decrypted")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb.add_option("--weights", settings.weights, "Whether the floor protects each weight")
      ->check(CLI::IsMember({"secret", "not-secret"}))
      ->capture_default_str();
  verb.add_option("--revote", settings.revote, "Which cast of a voter counts")
      ->check(CLI::IsMember({"last", "first"}))
      ->capture_default_str();
  verb.add_flag("--json", options->json, "The report as one JSON object");
}

}  // namespace viche::app
