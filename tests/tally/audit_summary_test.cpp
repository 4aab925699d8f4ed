#include "tally/audit_summary.h"

#include <gtest/gtest.h>

#include "tally/state_file.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::tally {
namespace {

using log::test::TemporaryDirectory;

AuditSummary sample_summary() {
  AuditSummary summary;
  summary.election.fill(3);
  summary.tally_head = {42, {}};
  summary.tally_head.root.fill(4);
  for (std::uint64_t u = 0; u < 3; ++u) {
    UnitSum sum;
    sum.S_0 = multiply_base(Scalar::from_u64(u));
    for (std::uint64_t p = 0; p < 2 * u; ++p) sum.S.push_back(multiply_base(Scalar::from_u64(p)));
    summary.sums.push_back(std::move(sum));
  }
  return summary;
}

TEST(AuditSummary, LoadsWhatWasSaved) {
  const TemporaryDirectory directory;
  const std::filesystem::path state = directory.path() / "state";
  EXPECT_FALSE(AuditSummary::load(state).value().has_value());
  ASSERT_TRUE(sample_summary().save(state).ok());
  EXPECT_EQ(AuditSummary::load(state).value(), sample_summary());
  ASSERT_TRUE(AuditSummary().save(state).ok());
  EXPECT_EQ(AuditSummary::load(state).value(), AuditSummary());
}

TEST(AuditSummary, MalformedContentsAreRefused) {
  const TemporaryDirectory directory;
  ASSERT_TRUE(sample_summary().save(directory.path()).ok());
  const std::filesystem::path path = directory.path() / "audit-summary";
  const std::string kind = "viche audit summary v1";
  const Bytes right = **read_state_file(path, kind);
  // Shorter files under a right checksum, one byte more, and a point that is none.
  for (std::size_t size = 0; size < right.size(); size += 5) {
    ASSERT_TRUE(write_state_file(path, kind, ByteView(right).first(size)).ok());
    EXPECT_FALSE(AuditSummary::load(directory.path()).ok()) << size;
  }
  Bytes changed = right;
  changed.push_back(0);
  ASSERT_TRUE(write_state_file(path, kind, changed).ok());
  EXPECT_FALSE(AuditSummary::load(directory.path()).ok());
  changed = right;
  changed.back() ^= 0x80;
  ASSERT_TRUE(write_state_file(path, kind, changed).ok());
  EXPECT_FALSE(AuditSummary::load(directory.path()).ok());
}

}  // namespace
}  // namespace viche::tally
