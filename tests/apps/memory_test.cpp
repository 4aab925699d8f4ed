// The verifier's and the trustees' memory is for the roll, not for the ballots: one roll that votes
// ten and twenty times.

#include <gtest/gtest.h>

#include <iostream>

#include "bulletin/log/merkle.h"
#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

// Ten ballots of each are more than a trustee checks at once on one thread (Checker::kChunkBytes).
constexpr std::size_t kVoters = 1000;

struct Peak {
  std::uint64_t ballot_bytes = 0;
  long verifier_kib = 0;
  long trustee_kib = 0;
};

Peak peak_of(std::size_t votes_each) {
  const SmallElection election(kVoters);
  std::vector<Bytes32> latest(kVoters, Bytes32{});
  Peak peak;
  std::vector<std::string> files;
  for (std::size_t round = 0; round < votes_each; ++round) {
    const std::vector<Bytes> entries = election.cast_all(round % 3, latest);
    for (std::size_t voter = 0; voter < kVoters; ++voter) {
      latest[voter] = log::hash_leaf(entries[voter]);
      peak.ballot_bytes += entries[voter].size();
    }
    files.push_back(election.write_ballots("round-" + std::to_string(round) + ".ballots", entries));
  }
  EXPECT_EQ(election.post(files).exit_code, 0);
  const Ran agreed = election.finish();
  EXPECT_EQ(agreed.exit_code, 0) << agreed.err;
  peak.trustee_kib = agreed.peak_memory_kib;
  const Ran verified = verify(election.record());
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  peak.verifier_kib = verified.peak_memory_kib;
  return peak;
}

TEST(Memory, GrowsWithTheRollAndNotWithTheBallots) {
  const Peak once = peak_of(10);
  const Peak often = peak_of(20);
  const auto more_bytes = static_cast<long>((often.ballot_bytes - once.ballot_bytes) / 1024);
  std::cout << "ballots: " << more_bytes << " KiB more; viche-verify " << once.verifier_kib
            << " -> " << often.verifier_kib << " KiB, viche trustee agree " << once.trustee_kib
            << " -> " << often.trustee_kib << " KiB\n";
  // Re-votes may leave a few dozen bytes each (their C_0), not their ballots.
  EXPECT_LT(often.verifier_kib - once.verifier_kib, more_bytes / 2);
  EXPECT_LT(often.trustee_kib - once.trustee_kib, more_bytes / 2);
}

// Twelve megabytes of entries of one byte take a hundred times as much to read.
TEST(Memory, AFileThatTakesTooMuchHarmsNoneBeforeIt) {
  const SmallElection election(2);
  const std::string good =
      election.write_ballots("1.ballots", {election.cast(0, 0), election.cast(1, 1)});
  const std::string huge =
      election.write_ballots("2.ballots", std::vector<Bytes>(4'000'000, Bytes{0x10}));
  const Ran posted =
      run("/bin/sh", {"-c", "ulimit -v 400000; exec \"$@\"", "sh",
                      std::string(VICHE_BIN_DIR) + "/viche", "board", "post", "--board",
                      election.path("board"), "--record", election.record(), good, huge});
  EXPECT_EQ(posted.exit_code, 3) << posted.out << posted.err;
  EXPECT_NE(posted.out.find("1.ballots: 2 appended"), std::string::npos)
      << posted.out << posted.err;
  const Ran again = election.post({good});
  EXPECT_NE(again.out.find("0 appended, 2 in the log already"), std::string::npos) << again.out;
}

}  // namespace
}  // namespace viche::test
