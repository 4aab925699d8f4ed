#include "apps/viche/agreement.h"

#include "apps/viche/audit_log.h"
#include "apps/viche/statement_file.h"
#include "tally/signing_state.h"
#include "tally/trustee.h"

namespace viche::app {

Result<void> agree_on_tally_head(const SignerState& signer_state,
                                 const std::filesystem::path& record_directory, unsigned threads,
                                 const std::filesystem::path& out) {
  VICHE_ASSIGN(const Ed25519Signer identity, signer_state.identity());
  VICHE_ASSIGN(const Record record, open_record(record_directory, Quorum::kManifest));
  VICHE_ASSIGN(const std::uint16_t number, signer_number(record.manifest, identity.public_key()));
  VICHE_ASSIGN(const tally::Audited audited, audit_log(record, threads));
  const std::filesystem::path election = signer_state.election(record.manifest_hash);
  tally::SigningState signing = signer_state.signing();
  VICHE_ASSIGN(const log::Statement statement,
               tally::agree_to_tally(audited, number, identity, signing));
  VICHE_TRY(audited.summary->save(election));
  return write_statement(out, audited.state, statement);
}

}  // namespace viche::app
