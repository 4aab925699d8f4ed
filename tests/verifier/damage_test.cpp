// Records that are cut or damaged: never verified, never a crash, and what is named is what is
// wrong.

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/damage.h"
#include "tests/verifier/verify_record.h"

namespace viche::verifier::test {
namespace {

using Names = std::set<std::string>;

bool full_campaign() {
  const char* campaign = std::getenv("VICHE_CAMPAIGN");
  return campaign != nullptr && std::string(campaign) == "full";
}

/// Two bundles, two levels of tiles, and an ordinary vote.
const TinyElection& long_election() {
  static const TinyElection kElection = [] {
    TinyElection election;
    begin_ordinary(election);
    vote_ordinary(election);
    for (int i = 0; i < 230; ++i) election.begin_batch(0);
    conclude_ordinary(election);
    return election;
  }();
  return kElection;
}

/// The checks that do not hold, those that ran too seldom included.
Names not_holding(const Report& report) {
  Names names;
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const auto id = static_cast<CheckId>(i);
    if (!report.checks[id].holds()) names.insert(std::string(check_number(id)));
  }
  return names;
}

/// By both arithmetics alike; a report that cannot be written would end the program.
Report verify_both(const std::string& directory) {
  const Report report = verify_directory(directory, false, 1);
  EXPECT_EQ(to_json(report, {}), to_json(verify_directory(directory, true, 2), {}));
  EXPECT_FALSE(to_text(report, {}).empty());
  return report;
}

// The log ends after every entry in turn, under a right checkpoint: nothing is wrong but what is
// missing.
TEST(CutRecord, AfterEveryEntryOnlyTheRestIsMissing) {
  const TinyElection whole = ordinary_election();
  const std::string directory = scratch("prefix");
  std::uint32_t ballots_left = 0;
  for (std::size_t size = 0; size < whole.entries.size(); ++size) {
    TinyElection cut = whole;
    cut.entries.resize(size);
    if (size > 0) {
      const Bytes& last = whole.entries[size - 1];
      if (last[0] == static_cast<std::uint8_t>(Type::kBatch)) {
        ballots_left = last[8];
      } else if (ballots_left > 0) {
        --ballots_left;
      }
    }
    cut.write(directory);
    const Report report = verify_both(directory);
    Names expected{"E7"};
    if (ballots_left > 0) expected.insert("B1");
    EXPECT_EQ(failed_checks(report), expected) << size;
    const Names missing = not_holding(report);
    for (const char* of_the_end : {"E7", "T5", "T6"}) EXPECT_TRUE(missing.contains(of_the_end));
    EXPECT_FALSE(report.verified()) << size;
    std::filesystem::remove_all(directory);
  }
}

TEST(DamagedRecord, EveryFileInEveryWay) {
  const TinyElection& election = long_election();
  const std::string directory = scratch("damage");
  election.write(directory);
  ASSERT_TRUE(verify_both(directory).verified());
  for (const auto& [name, bytes] : election.files()) {
    for (const viche::test::Damage& damage : viche::test::damages()) {
      damage.apply(directory + "/" + name, bytes);
      const Report report = verify_both(directory);
      const Names failed = failed_checks(report);
      EXPECT_FALSE(report.verified()) << name << ", " << damage.name;
      const std::string own = name == "checkpoint"                ? "R1"
                              : name.starts_with("tile/entries/") ? "R4"
                                                                  : "R6";
      // Bytes of the right length in a bundle may be framed: then the root is another one.
      const Names possible{own, own == "R4" ? "R5" : own};
      EXPECT_TRUE(std::any_of(possible.begin(), possible.end(),
                              [&](const std::string& check) { return failed.contains(check); }))
          << name << ", " << damage.name;
      if (own == "R6") {
        const bool link = damage.name.starts_with("a link");
        EXPECT_EQ(failed, (link ? Names{"R6", "R7"} : Names{"R6"})) << name << ", " << damage.name;
      }
      viche::test::write_anew(directory + "/" + name, bytes);
    }
  }
  EXPECT_TRUE(verify_both(directory).verified());
}

TEST(DamagedRecord, TilesOfAnotherWidth) {
  const TinyElection& election = long_election();
  const std::string directory = scratch("width");
  for (const auto& [name, bytes] : election.files()) {
    if (name == "checkpoint") continue;
    const std::size_t partial = name.find(".p/");
    const std::string base = name.substr(0, partial);
    const int width = partial == std::string::npos ? 256 : std::stoi(name.substr(partial + 3));
    for (const int other : {width - 1, width + 1, 1, 255, 256, 0}) {
      if (other == width) continue;
      election.write(directory);
      const std::string renamed = other == 256 ? base : base + ".p/" + std::to_string(other);
      std::filesystem::rename(directory + "/" + name, directory + "/moved");
      viche::test::write_anew(directory + "/" + renamed, bytes);
      std::filesystem::remove(directory + "/moved");
      const Names failed = failed_checks(verify_both(directory));
      EXPECT_TRUE(failed.contains(name.starts_with("tile/entries/") ? "R4" : "R6")) << renamed;
      EXPECT_TRUE(failed.contains("R7")) << renamed;
      std::filesystem::remove_all(directory);
    }
  }
}

TEST(DamagedRecord, ACheckpointThatIsHuge) {
  const TinyElection& election = long_election();
  const std::string directory = scratch("huge-checkpoint");
  election.write(directory);
  const std::string note = election.checkpoint(election.entries.size());
  const std::string line = note.substr(note.rfind("\xe2\x80\x94"));
  std::string lines = note;  // beyond what is read of a checkpoint
  while (lines.size() < 3'000'000) lines += line;
  std::string origin(2'000'000, 'a');
  for (const std::string& text : {lines, origin + note, note + std::string(1'500'000, '\n'),
                                  std::string(1'048'577, '\0'), std::string(1, '\0')}) {
    write_bytes(directory + "/checkpoint", Bytes(text.begin(), text.end()));
    EXPECT_TRUE(failed_checks(verify_both(directory)).contains("R1"));
  }
}

// Each file cut at places all over it, the checkpoint at each of its bytes; --full: all of them
// everywhere.
TEST(CutRecord, AtTheBytesOfEveryFile) {
  const TinyElection election = ordinary_election();
  const std::string directory = scratch("cut");
  election.write(directory);
  viche::test::SeededRandom random(13);
  for (const auto& [name, bytes] : election.files()) {
    const bool small = name == "checkpoint";
    const std::size_t step = full_campaign() || small ? 1 : bytes.size() / 80 + 1;
    for (std::size_t at = small ? 0 : random.below(step); at < bytes.size(); at += step) {
      const Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
      viche::test::write_anew(directory + "/" + name, cut);
      EXPECT_FALSE(verify_directory(directory, false, 1).verified()) << name << " at " << at;
    }
    viche::test::write_anew(directory + "/" + name, bytes);
  }
  // The bundle between its entries, where what is left is framed.
  const std::string bundle = "tile/entries/000.p/" + std::to_string(election.entries.size());
  const Bytes whole = election.files().at(bundle);
  std::size_t end = 0;
  for (std::size_t i = 0; i < election.entries.size(); ++i) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(end));
    viche::test::write_anew(directory + "/" + bundle, cut);
    const Names failed = failed_checks(verify_directory(directory, false, 1));
    EXPECT_TRUE(failed.contains("R4") && failed.contains("E7")) << i;
    end += 2 + election.entries[i].size();
  }
}

}  // namespace
}  // namespace viche::verifier::test
