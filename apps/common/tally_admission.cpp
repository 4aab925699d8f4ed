#include "apps/common/tally_admission.h"

#include "apps/common/record.h"
#include "tally/audit_summary.h"
#include "tally/cast_sums.h"
#include "tally/statement_check.h"

namespace viche::app {
namespace {

Result<tally::AuditSummary> sums_of(const std::filesystem::path& board_directory,
                                    const std::filesystem::path& record_directory, unsigned threads,
                                    const log::ElectionState& state) {
  VICHE_ASSIGN(std::optional<tally::AuditSummary> kept, tally::AuditSummary::load(board_directory));
  if (kept && kept->election == *state.election() && kept->tally_head == *state.tally_head() &&
      kept->fits(state.manifest(), state.layout())) {
    return std::move(*kept);
  }
  VICHE_ASSIGN(const Record record, open_record(record_directory, Quorum::kNone));
  if (record.reader.head() != state.head()) {
    return Error{"the record is not what this board published", record_directory.string()};
  }
  VICHE_ASSIGN(std::vector<tally::UnitSum> sums,
               tally::counted_sums(record.reader, state, threads));
  tally::AuditSummary summary{*state.election(), *state.tally_head(), std::move(sums)};
  VICHE_TRY(summary.save(board_directory));
  return summary;
}

}  // namespace

Result<void> check_tally_statement(const std::filesystem::path& board_directory,
                                   const std::filesystem::path& record_directory, unsigned threads,
                                   const log::ElectionState& state,
                                   const log::Statement& statement) {
  if (statement.type != log::EntryType::kDecryption && statement.type != log::EntryType::kResult) {
    return {};
  }
  VICHE_ASSIGN(const tally::AuditSummary summary,
               sums_of(board_directory, record_directory, threads, state));
  SystemRandom random;
  return tally::check_statement(state, summary.sums, statement, random);
}

}  // namespace viche::app
