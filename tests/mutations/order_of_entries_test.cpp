// The log itself misbehaves, with the witnesses' help: it cuts, drops, repeats or exchanges entries
// and signs what is left. Signatures inside the entries stay as they are.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

class EntriesTest : public ::testing::Test {
 protected:
  EntriesTest() : honest_(forge_.build()) {
    const auto& entries = honest_.entries;
    seal_ =
        static_cast<std::size_t>(std::find_if(entries.begin(), entries.end(),
                                              [](const Bytes& entry) { return entry[0] == 0x1a; }) -
                                 entries.begin());
  }

  /// Whether these entries, published anew, are verified; in `sodium` now and then.
  bool verified(std::vector<Bytes> entries) {
    const Record record = publish(std::move(entries), honest_.origin, forge_.keys, {});
    const Verdict fast = verify(record, Arithmetic::kFast);
    constexpr std::size_t kNowAndThen = 9;
    if (++asked_ % kNowAndThen == 0) {
      EXPECT_EQ(verify(record, Arithmetic::kSodium).report, fast.report);
    }
    return fast.failed.empty();
  }

  Forge forge_;
  Record honest_;
  std::size_t seal_ = 0;
  std::size_t asked_ = 0;
};

TEST_F(EntriesTest, ACutLogIsRefusedAtEveryEntry) {
  for (std::size_t size = 0; size < honest_.entries.size(); ++size) {
    EXPECT_FALSE(verified(
        {honest_.entries.begin(), honest_.entries.begin() + static_cast<std::ptrdiff_t>(size)}))
        << size;
  }
  EXPECT_TRUE(verified(honest_.entries));
}

TEST_F(EntriesTest, ARepeatedEntryIsRefusedWhereverItStands) {
  for (std::size_t i = 0; i < honest_.entries.size(); ++i) {
    std::vector<Bytes> next_to_it = honest_.entries;
    next_to_it.insert(next_to_it.begin() + static_cast<std::ptrdiff_t>(i), honest_.entries[i]);
    EXPECT_FALSE(verified(next_to_it)) << i;
    std::vector<Bytes> before_the_result = honest_.entries;
    before_the_result.insert(before_the_result.end() - 1, honest_.entries[i]);
    EXPECT_FALSE(verified(before_the_result)) << i;
  }
}

// After the seal come, in this order: agreements of signers 1, 2 and 4, decryption of trustee 1,
// agreement of 3, decryptions of 3 and 2, result. No later entry names a head that covers them, and
// fewer would do: such records are legal, though not the one that the witnesses saw.

TEST_F(EntriesTest, ADroppedEntryIsRefusedUnlessTheElectionDoesWithoutIt) {
  const std::set<std::size_t> spare{seal_ + 4, seal_ + 5, seal_ + 6, seal_ + 7};
  for (std::size_t i = 0; i < honest_.entries.size(); ++i) {
    std::vector<Bytes> entries = honest_.entries;
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(verified(entries), spare.contains(i)) << i;
  }
}

TEST_F(EntriesTest, ExchangedNeighboursAreRefusedUnlessTheirOrderIsFree) {
  const std::set<std::size_t> free{seal_ + 1, seal_ + 2, seal_ + 4, seal_ + 5, seal_ + 6};
  for (std::size_t i = 0; i + 1 < honest_.entries.size(); ++i) {
    std::vector<Bytes> entries = honest_.entries;
    std::swap(entries[i], entries[i + 1]);
    EXPECT_EQ(verified(entries), free.contains(i)) << i;
  }
}

// Whoever kept a checkpoint of the log as it was sees even the legal ones.
TEST_F(EntriesTest, AKeptCheckpointRefusesTheLegalOnesToo) {
  std::vector<Bytes> entries = honest_.entries;
  std::swap(entries[seal_ + 1], entries[seal_ + 2]);
  const Record record = publish(entries, honest_.origin, forge_.keys, {});
  const auto seen = [&](verifier::Options& options) {
    options.checkpoints.push_back(
        {"seen",
         checkpoint_note(honest_.entries, seal_ + 2, honest_.origin, forge_.keys, 0).encode()});
  };
  EXPECT_EQ(verify(record, Arithmetic::kFast, seen).failed, CheckSet{"R8"});
}

}  // namespace
}  // namespace viche::mutations
