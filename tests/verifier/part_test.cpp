// A verification in parts: merged, it gives the report of a whole run, and a set of parts that is
// not of this record, or not complete, gives none.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "crypto/group/hash.h"
#include "tests/verifier/verify_record.h"
#include "verifier/part_set.h"

namespace viche::verifier::test {
namespace {

using Json = nlohmann::ordered_json;

/// A record on disk, its parts and their merge.
class Parted {
 public:
  explicit Parted(const TinyElection& election, const std::string& name = "parted")
      : directory_(scratch(name)) {
    election.write(directory_);
  }
  ~Parted() { std::filesystem::remove_all(directory_); }
  Parted(const Parted&) = delete;
  Parted& operator=(const Parted&) = delete;

  [[nodiscard]] const std::string& directory() const { return directory_; }
  [[nodiscard]] Options options(unsigned threads = 2) const {
    Options options;
    options.directory = directory_;
    options.threads = threads;
    return options;
  }
  [[nodiscard]] std::string whole() const {
    return to_json(verify_directory(directory_, false, 2), {});
  }
  [[nodiscard]] std::string part(std::uint32_t i, std::uint32_t n, bool sodium = false,
                                 unsigned threads = 2) const {
    const auto arithmetic = sodium ? make_sodium_arithmetic() : make_fast_arithmetic(random_);
    return to_json(verify_part(options(threads), {i, n}, *arithmetic).value());
  }
  [[nodiscard]] std::vector<std::string> parts(std::uint32_t n) const {
    std::vector<std::string> texts;
    for (std::uint32_t i = 1; i <= n; ++i) texts.push_back(part(i, n));
    return texts;
  }
  /// The merged report's JSON; the error of adding the parts or of merging them.
  [[nodiscard]] Result<std::string> merged(const std::vector<std::string>& parts,
                                           bool sodium = false) const {
    const auto arithmetic = sodium ? make_sodium_arithmetic() : make_fast_arithmetic(random_);
    PartSet set(*arithmetic);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      VICHE_TRY(set.add({"file " + std::to_string(i + 1), parts[i]}));
    }
    VICHE_ASSIGN(const Report report, merge(options(), set, *arithmetic));
    return to_json(report, {});
  }
  [[nodiscard]] std::string refusal(const std::vector<std::string>& parts) const {
    const Result<std::string> report = merged(parts);
    return report ? "" : report.error().message();
  }

 private:
  std::string directory_;
  mutable SystemRandom random_;
};

/// The part with changes and a right checksum.
std::string forged(const std::string& part, const std::function<void(Json&)>& change) {
  Json json = Json::parse(part);
  json.erase("sha256");
  change(json);
  json["sha256"] = to_hex(sha256(as_bytes(json.dump(1) + "\n")));
  return json.dump(1) + "\n";
}

TEST(PartRanges, CoverTheLogInOrderAndEvenly) {
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{5},
                                   std::uint64_t{256}, std::uint64_t{1000}, ~std::uint64_t{0}}) {
    for (const std::uint32_t count : {1U, 2U, 3U, 7U, kMostParts}) {
      std::uint64_t end = 0;
      for (std::uint32_t i = 1; i <= count; ++i) {
        const EntryRange range = range_of({i, count}, size);
        ASSERT_EQ(range.first, end);
        ASSERT_LE(range.end - range.first - size / count, 1U);
        ASSERT_GE(range.end - range.first, size / count);
        end = range.end;
      }
      ASSERT_EQ(end, size);
    }
  }
}

TEST(PartRanges, NumbersOfParts) {
  EXPECT_EQ(read_part_number("3/16").value(), (PartNumber{3, 16}));
  EXPECT_EQ(read_part_number("65535/65535").value(), (PartNumber{65535, 65535}));
  for (const char* wrong : {"", "/", "1", "1/", "/2", "0/2", "3/2", "1/2/3", " 1/2", "01/2",
                            "1/65536", "-1/2", "1/18446744073709551617"}) {
    EXPECT_FALSE(read_part_number(wrong).ok()) << wrong;
  }
}

// With one entry in a part, and with more parts than entries, every re-vote lies across parts.
TEST(Parts, GiveTheReportOfAWholeRun) {
  const TinyElection election = ordinary_election();
  const Parted record(election);
  const std::string whole = record.whole();
  const auto size = static_cast<std::uint32_t>(election.entries.size());
  for (const std::uint32_t count : {1U, 2U, 3U, 7U, size, size + 5}) {
    EXPECT_EQ(record.merged(record.parts(count)).value(), whole) << count;
  }
  EXPECT_EQ(record.merged(record.parts(3), true).value(), whole);
}

TEST(Parts, DependOnNeitherArithmeticNorThreads) {
  const Parted record(ordinary_election());
  for (std::uint32_t i = 1; i <= 3; ++i) {
    const std::string part = record.part(i, 3);
    EXPECT_EQ(record.part(i, 3), part);
    EXPECT_EQ(record.part(i, 3, true, 1), part);
    EXPECT_EQ(record.part(i, 3, false, 5), part);
  }
}

TEST(Parts, MayBeMergedInAnyOrder) {
  const Parted record(ordinary_election());
  std::vector<std::string> parts = record.parts(4);
  std::reverse(parts.begin(), parts.end());
  EXPECT_EQ(record.merged(parts).value(), record.whole());
}

/// Three bundles of `short` ballots: 300 voters, of whom every second votes again and every fifth a
/// third time, one came late, and some are cancelled.
TinyElection election_of_bundles(const std::map<std::size_t, Bend>& bends) {
  TinyElection election;
  for (int i = 0; i < 300; ++i) election.add_voter(2, i % 3 == 0 ? 5 : 1);
  election.open();
  const auto batch = [&](std::size_t step, std::size_t first) {
    std::vector<Bytes> ballots;
    for (std::size_t i = first; i < 300; i += step) {
      const auto bend = bends.find(i);
      const bool bent = step == 1 && bend != bends.end();
      ballots.push_back(election.ballot(Type::kCast, i, short_marks(static_cast<int>(i % 4)),
                                        bent ? bend->second : Bend{}));
    }
    election.add_batch(ballots);
  };
  batch(1, 0);
  const std::size_t late = election.add_voter(2, 5);
  election.add_admission({late});
  batch(2, 0);
  election.add_batch({election.ballot(Type::kCast, late, short_marks(2)),
                      election.ballot(Type::kChallenge, 1, short_marks(0))});
  election.add_batch({election.ballot(Type::kCast, late, short_marks(1))});
  batch(5, 0);
  election.add_close();
  election.add_cancellations({3, 10, 20});
  election.add_seal();
  election.add_agreements();
  election.add_decryptions();
  election.add_result();
  return election;
}

const TinyElection& good_bundles() {
  static const TinyElection kElection = election_of_bundles({});
  return kElection;
}

TEST(Parts, OfSeveralBundles) {
  const Parted record(good_bundles());
  const std::string whole = record.whole();
  EXPECT_EQ(Json::parse(whole).at("verdict"), "verified");
  EXPECT_EQ(Json::parse(whole).at("counts").at("superseded"), 211);
  for (const std::uint32_t count : {1U, 2U, 5U}) {
    EXPECT_EQ(record.merged(record.parts(count)).value(), whole) << count;
  }
}

// Ballots with every kind of fault: not framed, a point or a scalar that does not decode, C_0 the
// identity, each equation broken, an ineligible credential.
TEST(Parts, SayTheSameOfBadBallots) {
  std::map<std::size_t, Bend> bends;
  bends[5].entry = [](Bytes& entry) { entry.pop_back(); };
  bends[50].entry = [](Bytes& entry) { entry[200] = 0xff, entry[201] = 0xff; };
  bends[75].entry = [](Bytes& entry) { std::fill(entry.begin() + 67, entry.begin() + 99, 0); };
  bends[99].ciphertexts = [](std::vector<Point>& C) { C[1] += Point::base(); };
  bends[100].entry = [](Bytes& entry) { entry[entry.size() - 32] ^= 1; };
  bends[101].entry = [](Bytes& entry) { entry[2] = 1; };  // another style, too short for it
  bends[102].entry = [](Bytes& entry) { std::fill(entry.end() - 96, entry.end() - 64, 0xff); };
  bends[200].prev = Bytes32{1};
  const Parted record(election_of_bundles(bends));
  const std::string whole = record.whole();
  EXPECT_EQ(Json::parse(whole).at("verdict"), "failed");
  for (const std::uint32_t count : {1U, 3U}) {
    EXPECT_EQ(record.merged(record.parts(count)).value(), whole) << count;
  }
}

TEST(Parts, SayTheSameOfARecordThatBreaksOff) {
  const TinyElection& election = good_bundles();
  const Parted record(election);
  const std::string bundle = record.directory() + "/tile/entries/001";
  const Bytes bytes = election.files().at("tile/entries/001");
  for (const std::size_t length : {bytes.size() - 1, bytes.size() / 2, std::size_t{0}}) {
    write_bytes(bundle, {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)});
    EXPECT_EQ(record.merged(record.parts(4)).value(), record.whole()) << length;
  }
  std::filesystem::remove(bundle);
  EXPECT_EQ(record.merged(record.parts(4)).value(), record.whole());
}

TEST(PartSets, ThatAreNotCompleteAreRefused) {
  const Parted record(ordinary_election());
  const std::vector<std::string> parts = record.parts(3);
  EXPECT_EQ(record.refusal({}), "there is no part");
  EXPECT_EQ(record.refusal({parts[1]}), "of 3 parts these are missing: 1, 3");
  EXPECT_EQ(record.refusal({parts[0], parts[2]}), "of 3 parts these are missing: 2");
  EXPECT_EQ(record.refusal({parts[0], parts[1], parts[1]}), "file 3: is part 2, as is file 2");
  EXPECT_EQ(record.refusal({parts[0], record.part(2, 2)}),
            "file 2: is one of 2 parts, the first of 3");
}

TEST(PartSets, OfAnotherRecordAreRefused) {
  const Parted record(ordinary_election());
  TinyElection other_election;
  begin_ordinary(other_election);
  conclude_ordinary(other_election);
  const Parted other(other_election, "other");
  const std::vector<std::string> parts = record.parts(2);
  const std::vector<std::string> foreign = other.parts(2);
  EXPECT_EQ(record.refusal({parts[0], foreign[1]}), "file 2: is a part of another log");
  EXPECT_NE(record.refusal(foreign).find("another checkpoint than the record's"),
            std::string::npos);
}

TEST(PartSets, ReadFromOtherFilesThanAreThereNowAreRefused) {
  const TinyElection election = ordinary_election();
  const Parted record(election);
  const std::vector<std::string> parts = record.parts(2);
  for (const auto& [name, bytes] : election.files()) {
    if (!name.starts_with("tile/entries/")) continue;
    Bytes changed = bytes;
    changed.back() ^= 1;  // in the last entry, which the second part has read
    write_bytes(record.directory() + "/" + name, changed);
  }
  EXPECT_EQ(record.refusal(parts), "file 2: has read other entries than are in the record");
}

TEST(PartSets, DamagedFilesAreRefused) {
  const Parted record(ordinary_election());
  const std::string part = record.part(2, 2);
  EXPECT_TRUE(read_part(part).ok());
  EXPECT_FALSE(read_part("").ok());
  EXPECT_FALSE(read_part(part + "\n").ok());
  EXPECT_FALSE(read_part(Json::parse(part).dump()).ok());
  for (std::size_t length = 0; length < part.size(); length += 7) {
    ASSERT_FALSE(read_part(part.substr(0, length)).ok()) << length;
  }
  for (std::size_t at = 0; at < part.size(); ++at) {
    for (const char bit : {'\x01', '\x10'}) {
      std::string flipped = part;
      flipped[at] = static_cast<char>(flipped[at] ^ bit);
      ASSERT_FALSE(read_part(flipped).ok()) << at;
    }
  }
}

// Whoever makes a part can write a right checksum.
TEST(PartSets, WhatDoesNotFitTheRecordIsRefused) {
  const Parted record(good_bundles());
  const std::vector<std::string> parts = record.parts(2);
  const auto refused = [&](const std::function<void(Json&)>& change) {
    return record.refusal({forged(parts[0], change), parts[1]});
  };
  EXPECT_EQ(refused([](Json&) {}), "");
  EXPECT_NE(refused([](Json& part) { part["viche_part"] = 2; }).find("version"), std::string::npos);
  EXPECT_NE(refused([](Json& part) { part["part"] = 0; }).find("number"), std::string::npos);
  EXPECT_NE(refused([](Json& part) { part["more"] = 0; }), "");
  EXPECT_NE(refused([](Json& part) { part["read"] = part["read"].get<int>() - 1; }), "");
  EXPECT_NE(refused([](Json& part) { part["range_root"] = std::string(64, '0'); }), "");
  EXPECT_NE(refused([](Json& part) { part["ballots"] = 1; }).find("has judged 1 ballots of"),
            std::string::npos);
  EXPECT_NE(refused([](Json& part) { part["summed"] = 0; }).find("has summed 0 casts of"),
            std::string::npos);
  EXPECT_NE(refused([](Json& part) {
              part["sums"][0]["C"][1] = std::string(64, 'f');
            }).find("not the encoding of a point"),
            std::string::npos);
  EXPECT_NE(refused([](Json& part) { part["sums"][0]["C"].erase(0); }), "");
  EXPECT_NE(refused([](Json& part) { part["sums"][0]["style"] = 0; }), "");
}

// One part must not speak for the range of another: here it would hide what that one has found.
TEST(PartSets, FindingsOfAnotherRangeOrTwiceAreRefused) {
  std::map<std::size_t, Bend> bends;
  for (const std::size_t bad : {5U, 6U}) {
    bends[bad].entry = [](Bytes& entry) { entry[entry.size() - 32] ^= 1; };
  }
  const Parted record(election_of_bundles(bends));
  const std::vector<std::string> parts = record.parts(30);
  const auto at = std::find_if(parts.begin(), parts.end(), [](const std::string& part) {
    return !Json::parse(part).at("findings").empty();
  });
  ASSERT_NE(at, parts.end());
  const auto mine = static_cast<std::size_t>(at - parts.begin());
  const Json finding = Json::parse(parts[mine]).at("findings").at(0);
  const auto refusal = [&](std::size_t part, const std::function<void(Json&)>& change) {
    std::vector<std::string> changed = parts;
    changed[part] = forged(parts[part], change);
    return record.refusal(changed);
  };
  const auto well = [&](Json& part) {
    Json claim = finding;
    for (const char* name : {"ciphertext", "equations", "E1", "E2", "signature"})
      claim[name] = true;
    part["findings"] = Json::array({claim});
  };
  for (std::size_t other = 0; other < parts.size(); ++other) {
    if (other == mine) continue;
    EXPECT_NE(refusal(other, well).find("beyond its range"), std::string::npos) << other;
  }
  EXPECT_NE(
      refusal(mine, [&](Json& part) { part["findings"].push_back(finding); }).find("out of order"),
      std::string::npos);
}

// A part that lies about a sum is found by the decryptions' proofs.
TEST(PartSets, AnotherSumDoesNotPass) {
  const Parted record(good_bundles());
  std::vector<std::string> parts = record.parts(2);
  const std::string identity(64, '0');
  for (std::size_t p = 0; p < 5; ++p) {
    const std::string changed =
        forged(parts[0], [&](Json& part) { part["sums"][0]["C"][p] = identity; });
    const Json report = Json::parse(record.merged({changed, parts[1]}).value());
    EXPECT_EQ(report.at("verdict"), "failed") << p;
  }
  const std::string none = forged(parts[0], [](Json& part) { part["sums"] = Json::array(); });
  EXPECT_EQ(Json::parse(record.merged({none, parts[1]}).value()).at("verdict"), "failed");
}

TEST(Parts, OfARecordWithoutACheckpointThereAreNone) {
  const Parted record(ordinary_election());
  std::filesystem::remove(record.directory() + "/checkpoint");
  const auto arithmetic = make_sodium_arithmetic();
  EXPECT_FALSE(verify_part(record.options(), {1, 2}, *arithmetic).ok());
}

}  // namespace
}  // namespace viche::verifier::test
