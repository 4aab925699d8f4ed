#include "apps/viche/audit_log.h"

#include "apps/common/console.h"

namespace viche::app {

Result<tally::Audited> audit_log(const Record& record, unsigned threads,
                                 std::optional<tally::AuditSummary> earlier) {
  Progress progress("checking the log", record.reader.size());
  tally::AuditOptions options;
  options.threads = threads;
  options.progress = [&](const tally::AuditProgress& at) { progress.update(at.entries); };
  options.earlier = std::move(earlier);
  SystemRandom random;
  return tally::audit(record.reader, std::move(options), random);
}

}  // namespace viche::app
