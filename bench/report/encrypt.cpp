#include "bench/report/encrypt.h"

#include "ballot/checker.h"
#include "ballot/credential.h"
#include "bench/report/timing.h"

namespace viche::bench {

double encrypt_seconds(const Sample& sample, std::size_t count) {
  SystemRandom random;
  const ballot::Credential credential = ballot::generate_credential(random);
  std::vector<Bytes> entries(count);
  const double spent = best_seconds(3, [&] {
    for (std::size_t i = 0; i < count; ++i) entries[i] = sample.cast(credential, i, random);
  });
  const std::vector<ByteView> views(entries.begin(), entries.end());
  for (const ballot::Outcome& outcome : ballot::Checker(sample.context(), random, 1).check(views)) {
    if (!outcome.accepted()) return -1;
  }
  return spent / static_cast<double>(count);
}

}  // namespace viche::bench
