#include "apps/viche/tally_admission.h"

#include "apps/viche/audit_log.h"
#include "tally/result_check.h"

namespace viche::app {
namespace {

Result<void> check_decryption(const tally::Audited& audited, const log::Statement& statement) {
  VICHE_ASSIGN(const log::DecryptionBody body,
               log::DecryptionBody::decode(statement.body, audited.tally->rows()));
  SystemRandom random;
  return tally::check_decryption(audited.decryption_context(), statement.signer, body, random);
}

Result<void> check_result(tally::Audited audited, const log::Statement& statement) {
  if (!audited.totals) return Error{"there are not enough decryptions yet", ""};
  VICHE_ASSIGN(const log::ResultBody stated, log::ResultBody::decode(statement.body));
  const log::ResultBody expected{audited.state.counts(), std::move(*audited.totals)};
  return tally::check_result(audited.state.manifest(), stated, expected);
}

}  // namespace

Result<void> check_tally_statement(const std::filesystem::path& board_directory,
                                   const std::filesystem::path& record_directory, unsigned threads,
                                   const log::Statement& statement, const log::TreeHead& head) {
  const bool decryption = statement.type == log::EntryType::kDecryption;
  if (!decryption && statement.type != log::EntryType::kResult) return {};
  VICHE_ASSIGN(const Record record, open_record(record_directory, Quorum::kNone));
  if (record.reader.head() != head) {
    return Error{"the record is not what this board published", record_directory.string()};
  }
  VICHE_ASSIGN(std::optional<tally::AuditSummary> earlier,
               tally::AuditSummary::load(board_directory));
  const bool first = !earlier.has_value();
  VICHE_ASSIGN(tally::Audited audited, audit_log(record, threads, std::move(earlier)));
  if (!audited.tally) return Error{"the log is not sealed", ""};
  if (first) VICHE_TRY(audited.summary->save(board_directory));
  return decryption ? check_decryption(audited, statement)
                    : check_result(std::move(audited), statement);
}

}  // namespace viche::app
