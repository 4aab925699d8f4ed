// R1 to R9: notes, tiles, bundles, other files, kept checkpoints and receipts.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/verifier/verify_record.h"
#include "verifier/files.h"
#include "verifier/note.h"
#include "verifier/receipt.h"
#include "verifier/tiles.h"

namespace viche::verifier::test {
namespace {

using Names = std::set<std::string>;

TEST(TilePaths, AreNumberedInGroupsOfThree) {
  EXPECT_EQ(bundle_path(0, 256), "tile/entries/000");
  EXPECT_EQ(bundle_path(7, 3), "tile/entries/007.p/3");
  EXPECT_EQ(hash_tile_path(2, 1234067, 256), "tile/2/x001/x234/067");
  EXPECT_EQ(hash_tile_path(0, 1000, 255), "tile/0/x001/000.p/255");
}

TEST(TilePaths, ExpectedFilesOfASize) {
  const std::uint64_t size = 256 * 256 + 300;
  for (const char* path :
       {"checkpoint", "tile/0/000", "tile/0/256", "tile/0/257.p/44", "tile/1/000", "tile/1/001.p/1",
        "tile/2/000.p/1", "tile/entries/257.p/44"}) {
    EXPECT_TRUE(is_expected_file(path, size)) << path;
  }
  for (const char* path : {"",
                           "Checkpoint",
                           "checkpoint/",
                           "tile/0/257",
                           "tile/0/257.p/43",
                           "tile/0/258",
                           "tile/0/0",
                           "tile/0/0000",
                           "tile/0/x000/001",
                           "tile/00/000",
                           "tile/3/000",
                           "tile/8/000",
                           "tile/1/001",
                           "tile/2/000",
                           "tile/entries/258",
                           "tile/entries/000.p/256",
                           "tile/entries/00a",
                           "tile/0/258.p/44",
                           "tile/entries/258.p/44",
                           "tile/0",
                           "tile/",
                           "tile/data/000",
                           "tile/0/000.p/",
                           "tile/0/257.p/044",
                           "tile/entries/18446744073709551617",
                           "tile/-1/000"}) {
    EXPECT_FALSE(is_expected_file(path, size)) << path;
  }
  EXPECT_EQ(hash_tile_count(size), 258U + 2U + 1U);
  EXPECT_EQ(hash_tile_count(0), 0U);
  EXPECT_EQ(hash_tile_count(256), 2U);
}

// /dev/null would read as an empty file.
TEST(Files, WhatIsNoRegularFileIsMissingAndUnexpected) {
  EXPECT_FALSE(read_file("/dev/null", 100).value().has_value());
  const std::filesystem::path directory = scratch("no-files");
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  std::filesystem::create_symlink("/dev/null", directory / "checkpoint");
  EXPECT_FALSE(read_file(directory / "checkpoint", 100).value().has_value());
  EXPECT_EQ(find_unexpected_file(directory, 0).value(), "checkpoint");
}

TEST(Bundles, AreFramedExactly) {
  const Bytes two{0, 1, 'a', 0, 2, 'b', 'c'};
  EXPECT_FALSE(read_bundle(two, 2).fault.has_value());
  EXPECT_EQ(read_bundle(two, 2).entries.size(), 2U);
  EXPECT_TRUE(read_bundle(two, 1).fault.has_value());
  EXPECT_TRUE(read_bundle(two, 3).fault.has_value());
  for (std::size_t size = 0; size < two.size(); ++size) {
    EXPECT_TRUE(read_bundle(ByteView(two).first(size), 2).fault.has_value()) << size;
  }
  EXPECT_TRUE(read_bundle(Bytes{0, 0}, 1).fault.has_value());
}

class Notes : public testing::Test {
 protected:
  TinyElection election_ = [] {
    TinyElection election;
    election.add_manifest();
    return election;
  }();
  std::string note_ = election_.checkpoint(1);
  std::unique_ptr<Arithmetic> arithmetic_ = make_sodium_arithmetic();

  /// R1 to R3 as one question.
  bool accepted(const std::string& text) {
    const CheckpointReading reading = read_checkpoint(text);
    if (reading.fault || reading.checkpoint->lines.size() != 2) return false;
    const Checkpoint& checkpoint = *reading.checkpoint;
    return checkpoint.origin == read_checkpoint(note_).checkpoint->origin &&
           check_log_line(checkpoint, checkpoint.lines[0], election_.manifest().log_key,
                          *arithmetic_)
               .ok() &&
           check_witness_line(checkpoint, checkpoint.lines[1], election_.manifest().witnesses,
                              *arithmetic_)
               .ok();
  }
};

TEST_F(Notes, AnHonestCheckpointIsAccepted) { EXPECT_TRUE(accepted(note_)); }

TEST_F(Notes, EveryFlippedBitIsRefused) {
  for (std::size_t bit = 0; bit < 8 * note_.size(); ++bit) {
    std::string flipped = note_;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(accepted(flipped)) << bit;
  }
}

TEST_F(Notes, EveryTruncationIsRefused) {
  for (std::size_t size = 0; size < note_.size(); ++size) {
    EXPECT_FALSE(accepted(note_.substr(0, size))) << size;
  }
}

TEST_F(Notes, OtherSpellingsAreRefused) {
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = note_;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const std::string& text :
       {with("\n1\n", "\n01\n"), with("\n1\n", "\n+1\n"), with("\n1\n", "\n1 \n"),
        with("\n", "\r\n"), with("=\n\n", "=\n"), with("=\n\n", "=\n\n\n"),
        with("=\n\n", "=\nextension\n\n"), note_ + "\n",
        note_ + note_.substr(note_.find("\n\n") + 2), with("\xe2\x80\x94 ", "- "),
        with(" w.example ", "  w.example "), std::string(), std::string("\n\n\n\n")}) {
    EXPECT_FALSE(accepted(text)) << text;
  }
}

TEST(Records, R1OriginOfAnotherManifest) {
  const TinyElection election = ordinary_election();
  const std::string directory = scratch("origin");
  election.write(directory);
  TinyElection other(tiny_manifest_with(R"("id":"tiny")", R"("id":"other")"));
  other.entries = election.entries;
  const std::string note = other.checkpoint(other.entries.size());
  write_bytes(directory + "/checkpoint", Bytes(note.begin(), note.end()));
  EXPECT_EQ(failed_checks(verify_directory(directory, false, 1)), Names{"R1"});
}

TEST(Records, R2R3OneLineMissing) {
  const TinyElection election = ordinary_election();
  const std::string directory = scratch("lines");
  election.write(directory);
  const std::string note = election.checkpoint(election.entries.size());
  const std::size_t witness = note.rfind("\xe2\x80\x94");
  const std::size_t log = note.find("\xe2\x80\x94");
  const std::string without_witness = note.substr(0, witness);
  write_bytes(directory + "/checkpoint", Bytes(without_witness.begin(), without_witness.end()));
  EXPECT_EQ(failed_checks(verify_directory(directory, false, 1)), Names{"R3"});
  const std::string twice = note + note.substr(witness);
  write_bytes(directory + "/checkpoint", Bytes(twice.begin(), twice.end()));
  EXPECT_EQ(failed_checks(verify_directory(directory, false, 1)), Names{"R3"});
  const std::string without_log = note.substr(0, log) + note.substr(witness);
  write_bytes(directory + "/checkpoint", Bytes(without_log.begin(), without_log.end()));
  EXPECT_TRUE(failed_checks(verify_directory(directory, false, 1)).contains("R2"));
}

TEST(Records, R4ToR7FilesMissingLongerOrMore) {
  const TinyElection election = ordinary_election();
  const std::string directory = scratch("more");
  const auto files = election.files();
  for (const auto& [name, bytes] : files) {
    election.write(directory);
    std::filesystem::remove(directory + "/" + name);
    const bool bundle = name.starts_with("tile/entries");
    const Names missing = failed_checks(verify_directory(directory, false, 1));
    EXPECT_TRUE(missing.contains(name == "checkpoint" ? "R1" : bundle ? "R4" : "R6")) << name;
    EXPECT_TRUE(bundle || missing.size() == 1) << name;

    election.write(directory);
    Bytes longer = bytes;
    longer.push_back(0);
    write_bytes(directory + "/" + name, longer);
    EXPECT_EQ(failed_checks(verify_directory(directory, false, 1)),
              Names{name == "checkpoint" ? "R1"
                    : bundle             ? "R4"
                                         : "R6"});
  }
  election.write(directory);
  write_bytes(directory + "/note.txt", {1});
  EXPECT_EQ(failed_checks(verify_directory(directory, false, 1)), Names{"R7"});
  election.write(directory);
  std::filesystem::create_symlink("checkpoint", directory + "/tile/link");
  EXPECT_EQ(failed_checks(verify_directory(directory, false, 1)), Names{"R7"});
}

TEST(Records, R5AnotherRootSignedByTheLog) {
  TinyElection election = ordinary_election();
  const std::string directory = scratch("root");
  election.write(directory);
  // The last byte of a share's box, which no other check reads but its statement's signature.
  TinyElection other = election;
  other.entries[2].back() ^= 1;
  const std::string note = other.checkpoint(other.entries.size());
  write_bytes(directory + "/checkpoint", Bytes(note.begin(), note.end()));
  EXPECT_EQ(failed_checks(verify_directory(directory, false, 1)), Names{"R5"});
}

// More than one bundle and two levels of tiles.
TEST(Records, ALogOfSeveralTiles) {
  TinyElection election;
  election.open();
  for (int i = 0; i < 300; ++i) election.begin_batch(0);
  election.conclude();
  const std::string directory = scratch("tiles");
  election.write(directory);
  const Report report = verify_directory(directory, true, 2);
  EXPECT_TRUE(report.verified()) << to_text(report, {});
  EXPECT_EQ(report.checks[CheckId::R4].passed, 2U);
  EXPECT_EQ(report.checks[CheckId::R6].passed, 3U);
  // A tile that the smaller log had.
  const auto files = election.files();
  write_bytes(directory + "/tile/0/001.p/1", Bytes(32));
  EXPECT_TRUE(failed_checks(verify_directory(directory, true, 2)).contains("R7"));
}

TEST(Records, AHugeSizeInTheCheckpointIsRefusedAtOnce) {
  const TinyElection election = ordinary_election();
  const std::string directory = scratch("huge");
  election.write(directory);
  std::string note = election.checkpoint(election.entries.size());
  const std::string size = std::to_string(election.entries.size());
  note.replace(note.find('\n') + 1, size.size(), "18446744073709551615");
  write_bytes(directory + "/checkpoint", Bytes(note.begin(), note.end()));
  EXPECT_FALSE(verify_directory(directory, false, 1).verified());
}

// Casts that do not count are read again at the seal, long after their bundle was checked.
TEST(Records, R4ABundleThatChangesWhileItIsRead) {
  TinyElection election;
  begin_ordinary(election);
  vote_ordinary(election);
  constexpr int kMoreThanAWindow = 4200;
  for (int i = 0; i < kMoreThanAWindow; ++i) election.begin_batch(0);
  conclude_ordinary(election);
  const std::string directory = scratch("changes");
  const Bytes bundle = election.files().at("tile/entries/000");
  const auto verify_with = [&](const Bytes& changed) {
    election.write(directory);
    Options options;
    options.directory = directory;
    options.progress = [&](std::uint64_t, std::uint64_t) {
      write_bytes(directory + "/tile/entries/000", changed);
    };
    const auto arithmetic = make_sodium_arithmetic();
    return failed_checks(verify(options, *arithmetic).value());
  };
  EXPECT_EQ(verify_with(bundle), Names{});
  EXPECT_TRUE(verify_with(Bytes(bundle.begin(), bundle.begin() + 100)).contains("R4"));
  Bytes other = bundle;
  std::size_t end = 0;
  for (std::size_t i = 0; i < 256; ++i) {
    end += 2U + (std::size_t{bundle[end]} << 8 | bundle[end + 1]);
    other[end - 1] ^= 1;
  }
  EXPECT_TRUE(verify_with(other).contains("R4"));
}

class GivenFiles : public testing::Test {
 protected:
  void SetUp() override { election_.write(directory_); }

  Names failures(std::vector<Given> checkpoints, std::vector<Given> receipts,
                 std::optional<Bytes32> fingerprint = {}) {
    const auto arithmetic = make_sodium_arithmetic();
    Options options;
    options.directory = directory_;
    options.checkpoints = std::move(checkpoints);
    options.receipts = std::move(receipts);
    options.fingerprint = fingerprint;
    const Report report = verify(options, *arithmetic).value();
    EXPECT_EQ(report.checks[CheckId::R8].required(), options.checkpoints.size());
    EXPECT_EQ(report.checks[CheckId::R9].required(), options.receipts.size());
    EXPECT_EQ(report.verified(), failed_checks(report).empty());
    return failed_checks(report);
  }

  std::string r8_message(const Given& checkpoint) {
    const auto arithmetic = make_sodium_arithmetic();
    Options options;
    options.directory = directory_;
    options.checkpoints = {checkpoint};
    return verify(options, *arithmetic).value().checks[CheckId::R8].first_failure->message;
  }

  std::uint64_t first_ballot() const {
    std::uint64_t index = 0;
    while (election_.entries[index][0] != static_cast<std::uint8_t>(Type::kCast)) ++index;
    return index;
  }

  TinyElection election_ = ordinary_election();
  std::string directory_ = scratch("given");
};

TEST_F(GivenFiles, CheckpointsOfThisLogPass) {
  std::vector<Given> checkpoints;
  for (std::uint64_t size = 0; size <= election_.entries.size(); size += 7) {
    checkpoints.push_back({"c", election_.checkpoint(size)});
  }
  EXPECT_EQ(failures(checkpoints, {}), Names{});
}

TEST_F(GivenFiles, CheckpointsOfAForkFail) {
  TinyElection fork = election_;
  fork.entries[10].back() ^= 1;
  EXPECT_EQ(failures({{"fork", fork.checkpoint(12)}}, {}), Names{"R8"});
  EXPECT_EQ(failures({{"same", fork.checkpoint(10)}}, {}), Names{});
  fork.entries.push_back({1});
  EXPECT_EQ(failures({{"larger", fork.checkpoint(fork.entries.size())}}, {}), Names{"R8"});
  EXPECT_EQ(r8_message({"larger", fork.checkpoint(fork.entries.size())}),
            "larger: it is larger than the record");
  EXPECT_EQ(failures({{"empty", ""}}, {}), Names{"R8"});
  std::string bad = election_.checkpoint(5);
  bad[bad.size() - 6] = bad[bad.size() - 6] == 'A' ? 'B' : 'A';
  EXPECT_EQ(failures({{"bad", bad}}, {}), Names{"R8"});
}

TEST_F(GivenFiles, ReceiptsOfBallotsPass) {
  const std::uint64_t index = first_ballot();
  EXPECT_EQ(failures({}, {{"now", election_.receipt(index, index + 1)},
                          {"later", election_.receipt(index, election_.entries.size())}}),
            Names{});
  std::string extra = election_.receipt(index, index + 3);
  extra.insert(extra.find("index"), "extra YWJj\n");
  EXPECT_EQ(failures({}, {{"extra", extra}}), Names{});
}

TEST_F(GivenFiles, OtherReceiptsFail) {
  const std::uint64_t index = first_ballot();
  const std::string good = election_.receipt(index, index + 3);
  EXPECT_EQ(failures({}, {{"statement", election_.receipt(0, 5)}}), Names{"R9"});
  std::string other = good;
  const std::string line = "index " + std::to_string(index);
  other.replace(other.find(line), line.size(), "index " + std::to_string(index + 1));
  EXPECT_EQ(failures({}, {{"moved", other}}), Names{"R9"});
  std::string beyond = good;
  beyond.replace(beyond.find(line), line.size(), "index 1000000");
  EXPECT_EQ(failures({}, {{"beyond", beyond}}), Names{"R9"});
  EXPECT_EQ(failures({}, {{"no witness", good.substr(0, good.rfind("\xe2\x80\x94"))}}),
            Names{"R9"});
  TinyElection fork = election_;
  fork.entries[index].back() ^= 1;
  EXPECT_EQ(failures({}, {{"fork", fork.receipt(index, index + 3)}}), Names{"R9"});
  EXPECT_EQ(failures({}, {{"empty", ""}}), Names{"R9"});
  std::string nothing = good;
  nothing.insert(nothing.find("index"), "extra \n");
  EXPECT_EQ(failures({}, {{"extra that is empty", nothing}}), Names{"R9"});
}

TEST_F(GivenFiles, EveryTruncatedReceiptIsRefused) {
  const std::string good = election_.receipt(first_ballot(), first_ballot() + 1);
  const std::size_t end = good.rfind("\xe2\x80\x94");
  for (std::size_t size = 0; size < good.size(); ++size) {
    if (size == end) continue;  // whole lines: refused for want of a witness only
    EXPECT_FALSE(read_receipt(good.substr(0, size)).ok()) << size;
  }
}

TEST_F(GivenFiles, V4Fingerprint) {
  EXPECT_EQ(failures({}, {}, election_.fingerprint()), Names{});
  EXPECT_EQ(failures({}, {}, Bytes32{1}), Names{"V4"});
}

}  // namespace
}  // namespace viche::verifier::test
