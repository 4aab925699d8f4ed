// Records fetched from servers: good ones, and those that lie, hang or never end.

#include <gtest/gtest.h>

#include <filesystem>

#include "apps/viche-verify/fetch/mirror.h"
#include "apps/viche-verify/fetch/proof.h"
#include "tests/apps/viche-verify/file_server.h"
#include "tests/verifier/verify_record.h"

namespace viche::fetch {
namespace {

using test::FileServer;
using verifier::Report;
using verifier::test::TinyElection;
using Reply = FileServer::Reply;

/// 300 voters: two bundles, so that full and partial tiles of both levels are there.
const TinyElection& two_bundles() {
  static const TinyElection kElection = [] {
    TinyElection election;
    for (int i = 0; i < 300; ++i) election.add_voter(2, 1);
    election.open();
    std::vector<Bytes> ballots;
    for (std::size_t i = 0; i < 300; ++i) {
      ballots.push_back(election.ballot(verifier::Type::kCast, i,
                                        verifier::test::short_marks(static_cast<int>(i % 4))));
    }
    election.add_batch(ballots);
    election.conclude();
    return election;
  }();
  return kElection;
}

const std::string kBundle = "tile/entries/000";
const std::string kHashes = "tile/0/000";

class MirrorTest : public testing::Test {
 protected:
  MirrorTest() : directory_(verifier::test::scratch("mirror")) {}
  ~MirrorTest() override { std::filesystem::remove_all(directory_); }

  [[nodiscard]] MirrorOptions options(const FileServer& server) const {
    MirrorOptions options;
    options.url = Url::parse(server.url()).value();
    options.directory = directory_;
    options.connections = 3;
    options.patience = {std::chrono::milliseconds(300), std::chrono::milliseconds(1500)};
    options.tries = 3;
    options.rest = std::chrono::milliseconds(1);
    return options;
  }

  /// Verifies what the server gives, as it comes.
  [[nodiscard]] Result<Report> verify(const FileServer& server) const {
    VICHE_ASSIGN(const std::unique_ptr<Mirror> mirror, Mirror::open(options(server)));
    SystemRandom random;
    const auto arithmetic = verifier::make_fast_arithmetic(random);
    verifier::Options options;
    options.directory = directory_;
    options.fetch = [&](const std::string& name) { return mirror->bring(name); };
    if (mirror->earlier()) options.checkpoints.push_back(*mirror->earlier());
    return verifier::verify(options, *arithmetic);
  }
  [[nodiscard]] std::string refusal(const FileServer& server) const {
    const Result<Report> report = verify(server);
    return report ? "" : report.error().message();
  }

  std::string directory_;
};

/// Answers the first `times` requests for a path with `reply`.
FileServer::Misbehave at_first(std::string wanted, unsigned times, Reply bad) {
  return [=](const std::string& path, unsigned nth, Reply& reply) {
    if (path != wanted || nth > times) return false;
    reply = bad;
    return true;
  };
}
constexpr unsigned kAlways = ~0U;

TEST_F(MirrorTest, TheRecordIsFetchedOnceAndVerified) {
  const FileServer server(two_bundles().files());
  const Result<Report> report = verify(server);
  ASSERT_TRUE(report.ok()) << report.error().message();
  EXPECT_TRUE(report->verified()) << to_text(*report, {});
  EXPECT_EQ(server.requests(), two_bundles().files().size());
  for (const auto& [name, bytes] : two_bundles().files()) {
    EXPECT_EQ(verifier::read_file(directory_ + "/" + name, bytes.size()).value(), bytes) << name;
  }
}

TEST_F(MirrorTest, WhatIsThereIsNotFetchedAgain) {
  {
    const FileServer server(two_bundles().files());
    ASSERT_TRUE(verify(server).value().verified());
  }
  std::filesystem::remove(directory_ + "/" + kBundle);
  const FileServer server(two_bundles().files());
  ASSERT_TRUE(verify(server).value().verified());
  // The checkpoint, the two tiles at the edge and the bundle that is missing.
  EXPECT_EQ(server.requests(), 4U);
  EXPECT_EQ(server.asked(kBundle), 1U);
}

TEST_F(MirrorTest, DamagedAndForeignFilesOfTheDirectoryAreMended) {
  {
    const FileServer server(two_bundles().files());
    ASSERT_TRUE(verify(server).value().verified());
  }
  verifier::test::write_bytes(directory_ + "/" + kBundle, Bytes(100, 7));
  verifier::test::write_bytes(directory_ + "/" + kHashes, Bytes(8192, 7));
  std::filesystem::create_directories(directory_ + "/tile/entries/001.p");
  verifier::test::write_bytes(directory_ + "/tile/entries/001.p/3", Bytes(9, 0));
  verifier::test::write_bytes(directory_ + "/tile/entries/001.viche-verify-aB3dEf", Bytes(9, 0));
  const FileServer server(two_bundles().files());
  const Result<Report> report = verify(server);
  EXPECT_TRUE(report.value().verified()) << to_text(*report, {});
}

TEST_F(MirrorTest, AFileOfSomebodyElseInTheDirectoryIsLeftAndFails) {
  std::filesystem::create_directories(directory_);
  verifier::test::write_bytes(directory_ + "/letter", Bytes(9, 0));
  const FileServer server(two_bundles().files());
  const Report report = verify(server).value();
  EXPECT_EQ(verifier::test::failed_checks(report), std::set<std::string>{"R7"});
  EXPECT_TRUE(std::filesystem::exists(directory_ + "/letter"));
}

TEST_F(MirrorTest, AServerThatRecoversIsForgiven) {
  Reply cut = FileServer::ok(two_bundles().files().at(kBundle));
  cut.bytes.resize(cut.bytes.size() / 2);
  cut.then = Reply::Then::kClose;
  Reply hang = cut;
  hang.then = Reply::Then::kHang;
  Reply silent;
  silent.then = Reply::Then::kHang;
  Reply nothing;
  nothing.then = Reply::Then::kClose;
  Bytes other = two_bundles().files().at(kBundle);
  other.back() ^= 1;
  for (const Reply& reply :
       {cut, hang, silent, nothing, FileServer::ok(other), FileServer::status(503),
        FileServer::status(404), Reply{"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nlonger"},
        Reply{"SSH-2.0-OpenSSH_9.2\r\n\r\n"}}) {
    const FileServer server(two_bundles().files(), at_first(kBundle, 2, reply));
    const Result<Report> report = verify(server);
    ASSERT_TRUE(report.ok()) << report.error().message();
    EXPECT_TRUE(report->verified());
    EXPECT_GE(server.asked(kBundle), 3U);
    std::filesystem::remove_all(directory_);
  }
}

TEST_F(MirrorTest, AnInterruptedDownloadIsGoneOnWith) {
  {
    const FileServer server(two_bundles().files(),
                            at_first(kBundle, kAlways, Reply{"", Reply::Then::kClose}));
    EXPECT_NE(refusal(server), "");
  }
  const FileServer server(two_bundles().files());
  EXPECT_TRUE(verify(server).value().verified());
  EXPECT_EQ(server.asked(kHashes), 0U);  // was there
}

TEST_F(MirrorTest, WhatAServerNeverGivesIsNamed) {
  for (const std::string& name : {std::string("checkpoint"), kBundle, kHashes}) {
    const FileServer server(two_bundles().files(),
                            at_first(name, kAlways, FileServer::status(404)));
    EXPECT_EQ(refusal(server), name + ": the server answers with status 404");
    EXPECT_EQ(server.asked(name), 3U);
    std::filesystem::remove_all(directory_);
  }
}

TEST_F(MirrorTest, TilesOfAnotherLogAreNotKept) {
  for (const std::string& name : {kBundle, kHashes, std::string("tile/entries/001.p/65")}) {
    if (!two_bundles().files().contains(name)) continue;
    Bytes other = two_bundles().files().at(name);
    other[40] ^= 1;
    const FileServer server(two_bundles().files(), at_first(name, kAlways, FileServer::ok(other)));
    EXPECT_NE(refusal(server).find("that the checkpoint stands for"), std::string::npos) << name;
    EXPECT_FALSE(std::filesystem::exists(directory_ + "/" + name));
    std::filesystem::remove_all(directory_);
  }
}

TEST_F(MirrorTest, TheEdgeMustGiveTheRoot) {
  auto files = two_bundles().files();
  const std::string edge =
      name_of(edge_of(two_bundles().entries.size()).front(), two_bundles().entries.size());
  files.at(edge)[0] ^= 1;
  const FileServer server(files);
  EXPECT_EQ(refusal(server), "the server's tiles at the log's end are not those of its checkpoint");
}

// Ten gigabytes: announced, in chunks, or without an end.
TEST_F(MirrorTest, AnAnswerWithoutEndIsCutOff) {
  constexpr std::uint64_t kTenGigabytes = std::uint64_t{10} << 30;
  for (const char* header :
       {"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n"}) {
    Reply reply{header};
    reply.then = Reply::Then::kClose;
    reply.zeros = kTenGigabytes;
    const FileServer server(two_bundles().files(), at_first(kHashes, kAlways, reply));
    EXPECT_NE(refusal(server).find("bytes, where 8192 are the most"), std::string::npos) << header;
    EXPECT_LT(server.zeros_sent(), std::uint64_t{64} << 20);
    std::filesystem::remove_all(directory_);
  }
}

TEST_F(MirrorTest, AHeaderWithoutEndIsCutOff) {
  Reply reply{"HTTP/1.1 200 OK\r\nX: "};
  reply.zeros = std::uint64_t{1} << 30;
  const FileServer server(two_bundles().files(), at_first("checkpoint", kAlways, reply));
  EXPECT_NE(refusal(server).find("16 KiB"), std::string::npos);
}

// A good log of another election is read up to its opening: the second bundle is never asked for.
TEST_F(MirrorTest, AnotherElectionIsNotFetchedWhole) {
  const FileServer server(two_bundles().files());
  MirrorOptions fetched = options(server);
  fetched.begin = MirrorOptions::Begin::kWhenTold;
  const auto mirror = std::move(Mirror::open(fetched)).value();
  SystemRandom random;
  const auto arithmetic = verifier::make_fast_arithmetic(random);
  verifier::Options wanted;
  wanted.directory = directory_;
  wanted.fetch = [&](const std::string& name) { return mirror->bring(name); };
  wanted.identified = [&] { mirror->fetch_all(); };
  wanted.fingerprint = Bytes32{1};
  const Report report = verifier::verify(wanted, *arithmetic).value();
  EXPECT_TRUE(verifier::test::failed_checks(report).contains("V4"));
  EXPECT_FALSE(verifier::test::failed_checks(report).contains("E7"));
  EXPECT_FALSE(report.verified());
  EXPECT_EQ(server.asked(kBundle), 1U);
  const std::string second =
      name_of({verifier::TileId::Kind::kEntries, 0, 1}, two_bundles().entries.size());
  EXPECT_EQ(server.asked(second), 0U);
  wanted.fingerprint = two_bundles().fingerprint();
  EXPECT_TRUE(verifier::verify(wanted, *arithmetic).value().verified());
  EXPECT_EQ(server.asked(second), 1U);
}

TEST_F(MirrorTest, AServerThatHangsIsGivenUp) {
  Reply silent;
  silent.then = Reply::Then::kHang;
  const FileServer server(two_bundles().files(), at_first(kBundle, kAlways, silent));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_NE(refusal(server).find("took too long"), std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST_F(MirrorTest, ALogThatShrankOrForkedIsAlarming) {
  {
    const FileServer server(two_bundles().files());
    ASSERT_TRUE(verify(server).value().verified());
  }
  const FileServer server(verifier::test::ordinary_election().files());
  const Report report = verify(server).value();
  EXPECT_TRUE(verifier::test::failed_checks(report).contains("R8"));
}

TEST(HttpText, HeadersThatSayTwoThings) {
  for (const char* header :
       {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 999 OK\r\n\r\n"}) {
    const FileServer server({}, at_first("x", kAlways, Reply{header, Reply::Then::kClose}));
    const Server place = Server::find(Url::parse(server.url()).value(), "").value();
    HttpClient client(place, {});
    EXPECT_FALSE(client.get("/x", 100).ok()) << header;
  }
}

TEST(HttpText, BodiesWithALengthInChunksAndUpToTheEnd) {
  for (const char* answer : {"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef",
                             "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                             "chunked\r\n\r\n2\r\nab\r\n4;x=y\r\ncdef\r\n0\r\n\r\n",
                             "HTTP/1.0 200 OK\r\n\r\nabcdef"}) {
    const FileServer server({}, at_first("x", kAlways, Reply{answer, Reply::Then::kClose}));
    const Server place = Server::find(Url::parse(server.url()).value(), "").value();
    HttpClient client(place, {});
    const Result<Answer> got = client.get("/x", 6);
    ASSERT_TRUE(got.ok()) << answer << got.error().message();
    EXPECT_EQ(as_text(got->body), "abcdef");
    EXPECT_FALSE(client.get("/x", 5).ok()) << answer;
  }
}

TEST(Urls, OfServers) {
  const Url url = Url::parse("https://board.example:8443/election/").value();
  EXPECT_TRUE(url.tls);
  EXPECT_EQ(url.authority(), "board.example:8443");
  EXPECT_EQ(url.path, "/election");
  EXPECT_EQ(Url::parse("http://[::1]/").value().authority(), "[::1]");
  EXPECT_EQ(Url::parse("http://[::1]/").value().path, "");
  for (const char* wrong :
       {"", "ftp://x", "http://", "http://:80", "http://x:0", "http://x:65536", "http://x:80x",
        "http://[::1", "http://x/a b", "http://x/a?b", "http://u@x/", "http://x/\r\nHost: y"}) {
    EXPECT_FALSE(Url::parse(wrong).ok()) << wrong;
  }
}

}  // namespace
}  // namespace viche::fetch
