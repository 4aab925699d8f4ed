// The program `viche`: what officials, trustees, witnesses and voters do, by hand or all at once.

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

#include "apps/viche/verbs.h"
#include "apps/viche/version.h"
#include "crypto/group/kernel/kernel.h"
#include "crypto/group/random.h"

namespace {

/// No secret gets into a core file, and a file that may not grow is an error, not the end.
void guard_process() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
  std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace

int main(int argc, char** argv) {
  guard_process();
  viche::initialize();
  viche::app::Verbs verbs(
      "viche",
      "Verifiable elections: keys, ballots, tally, and a whole election at once.\n"
      "Exit status: 0 done, 1 refused or failed, 2 usage, 3 a file or program could not be used.",
      "viche simulate --manifest examples/vidbir-2025/manifest.json \\\n"
      "    --votes examples/vidbir-2025/votes.json --out out/vidbir --ballots 1000\n"
      "                                  a whole election on one machine\n"
      "viche key new --out registrar.json\n"
      "viche manifest check manifest.json\n"
      "examples/by-hand.sh               every step by hand, in five minutes");
  verbs.root().set_version_flag("--version", std::string(viche::app::kProgramVersion) +
                                                 ", kernel " + viche::kernel::active().name);
  verbs.root().get_formatter()->column_width(34);
  viche::app::add_simulate_verb(verbs);
  viche::app::add_manifest_verbs(verbs);
  viche::app::add_key_verbs(verbs);
  viche::app::add_board_verbs(verbs);
  viche::app::add_trustee_verbs(verbs);
  viche::app::add_signer_verbs(verbs);
  viche::app::add_official_verbs(verbs);
  viche::app::add_witness_verbs(verbs);
  viche::app::add_election_verbs(verbs);
  viche::app::add_vote_verbs(verbs);
  viche::app::add_public_verbs(verbs);
  viche::app::add_load_verb(verbs);
  return verbs.run(argc, argv);
}
