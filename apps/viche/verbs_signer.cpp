#include <memory>

#include "apps/common/console.h"
#include "apps/viche/agreement.h"
#include "apps/viche/sealing.h"
#include "apps/viche/verbs.h"

namespace viche::app {

void add_signer_verbs(Verbs& verbs) {
  CLI::App& group =
      verbs.group("signer", "Agreement signers who are not trustees",
                  "viche signer new --state DIR\n"
                  "viche signer agree --state DIR --record record --out agree.statement");
  add_identity_verb(verbs, group, "signer", "Restored from a backup, this signer signs no head.");
  add_show_verb(verbs, group, "signer");

  struct Options {
    std::string state, passphrase, record, out;
    unsigned threads = 1;
  };
  auto options = std::make_shared<Options>();
  CLI::App& agree =
      verbs.verb(group, "agree", "Check the whole log and sign the tally head (one a round, ever)",
                 "viche signer agree --state DIR --record record --out agree.statement",
                 [options]() -> Result<Exit> {
                   VICHE_TRY(agree_on_tally_head(SignerState(options->state, options->passphrase),
                                                 options->record, options->threads, options->out));
                   return Exit::kOk;
                 });
  agree.add_option("--state", options->state, "The signer's own directory")->required();
  add_passphrase_option(agree, options->passphrase);
  agree.add_option("--record", options->record, "The published log")->required();
  agree.add_option("--out", options->out, "The statement to write")->required();
  agree.add_option("--threads", options->threads, "Threads for the audit")
      ->check(CLI::Range(1, 1024));
}

}  // namespace viche::app
