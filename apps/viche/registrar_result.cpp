#include "apps/viche/registrar_result.h"

#include "apps/viche/audit_log.h"

namespace viche::app {

Result<Bytes> make_result_body(const Record& record, unsigned threads) {
  VICHE_ASSIGN(tally::Audited audited, audit_log(record, threads));
  if (!audited.totals) {
    return Error{"there are not enough decryptions yet: " + audited.state.describe(), ""};
  }
  return log::ResultBody{audited.state.counts(), std::move(*audited.totals)}.encode();
}

}  // namespace viche::app
