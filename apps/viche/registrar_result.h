#pragma once
// The body of the result, from a whole audit of the log and the first k decryptions in it.

#include "apps/common/record.h"

namespace viche::app {

Result<Bytes> make_result_body(const Record& record, unsigned threads);

}  // namespace viche::app
