// What officials ask about a ceremony: where it stands, and its minutes.

#include <memory>
#include <nlohmann/json.hpp>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/viche/ceremony_minutes.h"
#include "apps/viche/ceremony_status.h"
#include "apps/viche/verbs.h"
#include "apps/viche/version.h"

namespace viche::app {
namespace {

struct CeremonyOptions {
  std::string record, out;
  bool json = false;
};

Result<Exit> show_status(const CeremonyOptions& options) {
  VICHE_ASSIGN(const Record record, open_record(options.record, Quorum::kNone));
  Result<log::ElectionState> state = read_state(record);
  if (!state) return state.error().at(options.record);
  const bool cosigned = open_record(options.record, Quorum::kManifest).ok();
  const CeremonyStatus status = ceremony_status(record, *state, options.record, cosigned);
  if (options.json) {
    print(ceremony_json(status).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return Exit::kOk;
  }
  for (const std::string& line : describe_ceremony(status)) print(line);
  return Exit::kOk;
}

Result<Exit> write_minutes(const CeremonyOptions& options) {
  VICHE_ASSIGN(const Record record, open_record(options.record, Quorum::kNone));
  const Result<std::string> html = ceremony_minutes(record, kProgramVersion);
  if (!html) return html.error().at(options.record);
  write_output(options.out, *html);
  say(options.out + " is to be printed and signed; anybody makes it again from the record.");
  return Exit::kOk;
}

}  // namespace

void add_official_verbs(Verbs& verbs) {
  CLI::App& group =
      verbs.group("ceremony", "For officials: a rehearsal, where the ceremonies stand, and minutes",
                  "viche ceremony rehearse --manifest manifest.json --out rehearsal\n"
                  "viche ceremony status record\n"
                  "viche ceremony minutes record --out minutes.html");
  add_rehearse_verb(verbs, group);
  auto options = std::make_shared<CeremonyOptions>();
  CLI::App& status =
      verbs.verb(group, "status", "Who has done what, what comes next, and each key's words",
                 "viche ceremony status record\nviche ceremony status record --json",
                 [options] { return show_status(*options); });
  status.add_option("RECORD", options->record, "The published log")->required();
  status.add_flag("--json", options->json, "One JSON object");

  options = std::make_shared<CeremonyOptions>();
  CLI::App& minutes =
      verbs.verb(group, "minutes", "A page to print and sign: who did what, roots, results",
                 "viche ceremony minutes record --out minutes.html\n"
                 "the same record gives the same bytes; other minutes are not overwritten",
                 [options] { return write_minutes(*options); });
  minutes.add_option("RECORD", options->record, "The published log")->required();
  minutes.add_option("--out", options->out, "The HTML file to write")->required();
}

}  // namespace viche::app
