#pragma once
// Each group of verbs of the program, by file.

#include "apps/common/cli.h"

namespace viche::app {

void add_key_verbs(Verbs& verbs);       // verbs_key.cpp: key new, key show
void add_manifest_verbs(Verbs& verbs);  // verbs_manifest.cpp: manifest check, manifest complete
void add_board_verbs(Verbs& verbs);     // verbs_board.cpp: board init, post, cosign, status
void add_board_copy_verbs(Verbs& verbs, CLI::App& group);  // verbs_board_copy.cpp: backup, restore
void add_trustee_verbs(Verbs& verbs);                 // verbs_trustee.cpp: trustee new ... decrypt
                                                      // and verbs_ceremony.cpp
void add_signer_verbs(Verbs& verbs);                  // verbs_signer.cpp: signer agree
void add_witness_verbs(Verbs& verbs);                 // verbs_witness.cpp: witness cosign
void add_election_verbs(Verbs& verbs);                // verbs_election.cpp: what the registrar says
void add_import_verb(Verbs& verbs, CLI::App& group);  // verbs_import.cpp: election import
void add_vote_verbs(Verbs& verbs);    // verbs_vote.cpp: credential new, vote cast ... receipt
void add_load_verb(Verbs& verbs);     // verbs_load.cpp: a load for a running board
void add_public_verbs(Verbs& verbs);  // verbs_public.cpp: lookup, complaints
void add_rehearse_verb(Verbs& verbs, CLI::App& group);  // verbs_rehearse.cpp: ceremony rehearse
void add_official_verbs(Verbs& verbs);  // verbs_officials.cpp: ceremony status, minutes
void add_simulate_verb(Verbs& verbs);   // verbs_simulate.cpp: a whole election

}  // namespace viche::app
