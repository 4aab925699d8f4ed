// One wrong bit anywhere in a record and viche-verify refuses it, in both arithmetic modes.

#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "tests/apps/program.h"

namespace viche::test {
namespace {

TEST(BitFlips, AnyBitOfAnyFileMatters) {
  const Scratch scratch;
  const Ran made =
      viche({"simulate", "--manifest", example("tiny/manifest.json"), "--votes",
             example("tiny/votes.json"), "--out", scratch / "tiny", "--ballots", "10",
             "--revote-rate", "0.2", "--challenge-rate", "0.1", "--cancel-rate", "0.1"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const fs::path record = scratch / "tiny/record";
  ASSERT_EQ(verify(record, {"--arithmetic", "sodium"}).exit_code, 0);

  const std::uint64_t seed = std::random_device()();
  std::cout << "seed " << seed << "\n";
  std::mt19937_64 engine(seed);
  const std::vector<fs::path> files = files_below(record);
  const std::size_t flips = full_campaign() ? 5000 : 300;
  for (std::size_t i = 0; i < flips; ++i) {
    // Every file once and the checkpoint often (it is small), then files by chance.
    const fs::path& file = i < files.size() ? files[i] : files[engine() % files.size()];
    const Bytes original = read_bytes(file);
    const std::uint64_t bit = engine() % (8 * original.size());
    Bytes flipped = original;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    write_bytes(file, flipped);
    for (const std::string arithmetic : {"fast", "sodium"}) {
      const Ran ran = verify(record, {"--arithmetic", arithmetic});
      ASSERT_EQ(ran.exit_code, 1) << file << " bit " << bit << ", " << arithmetic << ", seed "
                                  << seed << "\n"
                                  << ran.out << ran.err;
    }
    write_bytes(file, original);
  }
  EXPECT_EQ(verify(record).exit_code, 0);
}

TEST(BitFlips, AMissingAndASuperfluousFileMatter) {
  const Scratch scratch;
  const Ran made = viche({"simulate", "--manifest", example("tiny/manifest.json"), "--votes",
                          example("tiny/votes.json"), "--out", scratch / "tiny", "--ballots", "3"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const fs::path record = scratch / "tiny/record";
  for (const fs::path& file : files_below(record)) {
    const Bytes original = read_bytes(file);
    fs::remove(file);
    EXPECT_NE(verify(record).exit_code, 0) << file;
    write_bytes(file, original);
    Bytes longer = original;
    longer.push_back(0);
    write_bytes(file, longer);
    EXPECT_EQ(verify(record).exit_code, 1) << file;
    write_bytes(file, ByteView(original).first(original.size() - 1));
    EXPECT_EQ(verify(record).exit_code, 1) << file;
    write_bytes(file, original);
  }
  write_text(record / "note.txt", "nothing");
  EXPECT_EQ(verify(record).exit_code, 1);
  fs::remove(record / "note.txt");
  EXPECT_EQ(verify(record).exit_code, 0);
}

}  // namespace
}  // namespace viche::test
