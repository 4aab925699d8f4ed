#include <memory>

#include "apps/common/console.h"
#include "apps/viche/agreement.h"
#include "apps/viche/signer_state.h"
#include "apps/viche/verbs.h"

namespace viche::app {

void add_signer_verbs(Verbs& verbs) {
  CLI::App& group =
      verbs.group("signer", "Agreement signers who are not trustees",
                  "viche signer new --state DIR\n"
                  "viche signer agree --state DIR --record record --out agree.statement");
  auto state = std::make_shared<std::string>();
  verbs
      .verb(
          group, "new", "Make the identity; print its public key", "viche signer new --state DIR",
          [state]() -> Result<Exit> {
            SystemRandom random;
            VICHE_ASSIGN(const Ed25519PublicKey key, SignerState(*state).create(random));
            print(to_hex(key.bytes));
            say("The line above goes into the manifest. Restored from a backup, this signer signs "
                "no head.");
            return Exit::kOk;
          })
      .add_option("--state", *state, "The signer's own directory")
      ->required();

  struct Options {
    std::string state, record, out;
    unsigned threads = 1;
  };
  auto options = std::make_shared<Options>();
  CLI::App& agree =
      verbs.verb(group, "agree", "Check the whole log and sign the tally head (one a round, ever)",
                 "viche signer agree --state DIR --record record --out agree.statement",
                 [options]() -> Result<Exit> {
                   VICHE_TRY(agree_on_tally_head(options->state, options->record, options->threads,
                                                 options->out));
                   return Exit::kOk;
                 });
  agree.add_option("--state", options->state, "The signer's own directory")->required();
  agree.add_option("--record", options->record, "The published log")->required();
  agree.add_option("--out", options->out, "The statement to write")->required();
  agree.add_option("--threads", options->threads, "Threads for the audit")
      ->check(CLI::Range(1, 1024));
}

}  // namespace viche::app
