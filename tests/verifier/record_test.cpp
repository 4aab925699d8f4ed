// Whole small records: an ordinary one is verified, by both arithmetics and any number of threads
// alike.

#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/verifier/verify_record.h"

namespace viche::verifier::test {
namespace {

using Json = nlohmann::json;

TEST(Record, AnOrdinaryElectionIsVerified) {
  const TinyElection election = ordinary_election();
  const Report report = verify_record(election);
  EXPECT_TRUE(report.verified()) << to_text(report, {});
  ASSERT_TRUE(report.counts.has_value());
  EXPECT_EQ(*report.counts, (Counts{11, 8, 2, 1, 1}));
  EXPECT_EQ(report.election.fingerprint, election.fingerprint());
}

TEST(Record, ReportsTheResultByContestUnitAndOption) {
  const Json json = Json::parse(to_json(verify_record(ordinary_election()), {}));
  std::map<std::string, std::uint64_t> votes;
  for (const Json& line : json.at("result")) {
    votes[line.at("unit").get<std::string>() + "/" + line.at("option").get<std::string>()] =
        line.at("votes").get<std::uint64_t>();
  }
  // Counted in `all`: 0 (b), 1 (a), 3 (blank, weight 5), 4 (b, weight 5), 8 (a).
  const std::map<std::string, std::uint64_t> expected{
      {"pick-all/a", 2},   {"pick-all/b", 6},   {"pick-all/c", 0},   {"pick-all/blank", 5},
      {"pick-short/a", 1}, {"pick-short/b", 1}, {"pick-short/c", 0}, {"pick-short/blank", 1},
      {"rate/x", 12},      {"rate/y", 13},      {"order/u", 19},     {"order/v", 12},
      {"order/w", 21}};
  EXPECT_EQ(votes, expected);
  EXPECT_EQ(json.at("outcomes").at(0).at("elected"), Json::parse(R"(["b"])"));
}

TEST(Record, EveryRunGivesTheSameReport) {
  const TinyElection election = ordinary_election();
  election.write(scratch("same"));
  std::optional<std::string> first;
  for (const bool sodium : {false, true}) {
    for (const unsigned threads : {1U, 2U, 7U}) {
      const Report report = verify_directory(scratch("same"), sodium, threads);
      const std::string json = to_json(report, {});
      if (!first) first = json;
      EXPECT_EQ(json, *first);
    }
  }
}

TEST(Record, AnElectionWithoutBallotsIsVerified) {
  TinyElection election;
  election.open();
  election.conclude();
  const Report report = verify_record(election);
  EXPECT_TRUE(report.verified()) << to_text(report, {});
}

TEST(Record, AnEmptyOrUnfinishedDirectoryFails) {
  std::filesystem::create_directories(scratch("empty"));
  const Report report = verify_directory(scratch("empty"), false, 1);
  EXPECT_FALSE(report.verified());
  EXPECT_EQ(failed_checks(report), (std::set<std::string>{"R1"}));
}

TEST(Record, AMissingDirectoryIsAnError) {
  const auto arithmetic = make_sodium_arithmetic();
  Options options;
  options.directory = scratch("nowhere");
  EXPECT_FALSE(verify(options, *arithmetic).ok());
}

// Leaving out, repeating or swapping any entry, with a right checkpoint.
TEST(Record, NoEntryCanBeLeftOutRepeatedOrSwapped) {
  const TinyElection whole = ordinary_election();
  for (std::size_t i = 0; i < whole.entries.size(); ++i) {
    TinyElection without = whole;
    without.entries.erase(without.entries.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(verify_record(without).verified()) << "without " << i;
    TinyElection twice = whole;
    twice.entries.insert(twice.entries.begin() + static_cast<std::ptrdiff_t>(i), whole.entries[i]);
    EXPECT_FALSE(verify_record(twice).verified()) << "twice " << i;
    // Agreements may come in any order, and so may decryptions; everything else has one place.
    const bool same_kind = i > 0 && whole.entries[i - 1][0] == whole.entries[i][0];
    const bool any_order = whole.entries[i][0] == static_cast<std::uint8_t>(Type::kAgreement) ||
                           whole.entries[i][0] == static_cast<std::uint8_t>(Type::kDecryption);
    if (i == 0 || (same_kind && any_order)) continue;
    TinyElection swapped = whole;
    std::swap(swapped.entries[i - 1], swapped.entries[i]);
    EXPECT_FALSE(verify_record(swapped).verified()) << "swapped " << i;
  }
}

// One bit of any file flipped. The short campaign takes places all over each file, the full one
// every byte.
TEST(Record, NoFlippedBitIsVerified) {
  const char* campaign = std::getenv("VICHE_CAMPAIGN");
  const bool full = campaign != nullptr && std::string(campaign) == "full";
  const TinyElection election = ordinary_election();
  const std::string directory = scratch("flips");
  election.write(directory);
  ASSERT_TRUE(verify_directory(directory, false, 2).verified());
  viche::test::SeededRandom random(11);
  for (const auto& [name, bytes] : election.files()) {
    const std::size_t stride = full ? 1 : bytes.size() / 60 + 1;
    for (std::size_t at = 0; at < bytes.size(); at += stride) {
      std::array<std::uint8_t, 1> choice{};
      random.fill(choice);
      const unsigned bit = choice[0] % 8U;
      Bytes flipped = bytes;
      flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ (1U << bit));
      write_bytes(directory + "/" + name, flipped);
      EXPECT_FALSE(verify_directory(directory, choice[0] >= 224, 2).verified())
          << name << " byte " << at << " bit " << bit;
    }
    write_bytes(directory + "/" + name, bytes);
  }
  EXPECT_TRUE(verify_directory(directory, false, 2).verified());
}

}  // namespace
}  // namespace viche::verifier::test
