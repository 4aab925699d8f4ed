// A whole election over HTTP with a quorum of two witnesses, each a process of its own.

#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "apps/common/record.h"
#include "bulletin/log/merkle.h"
#include "bulletin/log/proof.h"
#include "tests/apps/witnessed_board.h"

namespace viche::test {
namespace {

using nlohmann::json;

/// Whether the text proves the entry to a reader who asks for the manifest's quorum.
bool proves_under_quorum(const SmallElection& election, const std::string& text,
                         const Bytes& entry) {
  const auto record = app::open_record(election.record(), app::Quorum::kNone);
  const auto receipt = log::Receipt::decode(text);
  return record.ok() && receipt.ok() &&
         log::verify_receipt(*receipt, log::hash_leaf(entry), record->policy).ok();
}

class Witnesses : public testing::Test {
 protected:
  Witnesses() {
    first_.emplace(election_, 0);
    second_.emplace(election_, 1);
    board_.emplace(election_, asking({first_->port(), second_->port()}));
  }
  HttpAnswer cast(const Bytes& ballot) { return post_entries(*board_, {ballot}); }
  [[nodiscard]] json cosigned_by() const {
    return get_json(*board_, "/v1/status").at("cosigned_by");
  }
  [[nodiscard]] bool metric(const std::string& line) const {
    return get(*board_, "/metrics").body.find(line + "\n") != std::string::npos;
  }
  /// Posts what a verb wrote.
  void post_file(const std::string& file) {
    const HttpAnswer answer = post(*board_, "/v1/entries", read_text(file));
    ASSERT_EQ(answer.status, 201U) << file << answer.body;
    EXPECT_EQ(answer.headers.at("viche-cosignatures"), "2;quorum=2");
  }
  void registrar(const std::string& verb) {
    const std::string file = election_.path(verb + ".statement");
    const Ran ran = viche({"election", verb, "--registrar-key", election_.path("registrar.json"),
                           "--record", election_.record(), "--out", file});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    post_file(file);
  }
  void trustees(const std::string& verb) {
    for (const std::string name : {"anna", "borys"}) {
      const Ran ran = election_.trustee(name, verb);
      ASSERT_EQ(ran.exit_code, 0) << ran.err;
    }
    for (const std::string name : {"anna", "borys"}) {
      post_file(election_.path(name + "-" + verb + ".statement"));
    }
  }

  [[nodiscard]] bool is_cosigned() const {
    const Ran ran = viche({"board", "status", "--board", election_.path("board"), "--record",
                           election_.record(), "--json"});
    return json::parse(ran.out).at("cosigned");
  }

  const SmallElection election_{3, Until::kOpen, 2};
  std::optional<ServedWitness> first_, second_;
  std::optional<ServedBoard> board_;
  const json both_ = {"witness.example/one", "witness.example/two"};
};

TEST_F(Witnesses, AWholeElectionOverHttpInWhichOneIsLostForAWhile) {
  const Bytes early = election_.cast(0, 0);
  const HttpAnswer whole = cast(early);
  ASSERT_EQ(whole.status, 201U) << whole.body;
  EXPECT_EQ(whole.headers.at("viche-cosignatures"), "2;quorum=2");
  EXPECT_TRUE(proves_under_quorum(election_, whole.body, early));
  EXPECT_EQ(cosigned_by(), both_);

  // Without its quorum the board goes on, and readers refuse what it says.
  const std::uint16_t port = second_->port();
  second_.reset();
  const Bytes late = election_.cast(1, 1);
  const HttpAnswer alone = cast(late);
  ASSERT_EQ(alone.status, 201U) << alone.body;
  EXPECT_EQ(alone.headers.at("viche-cosignatures"), "1;quorum=2");
  EXPECT_FALSE(proves_under_quorum(election_, alone.body, late));
  EXPECT_EQ(cosigned_by(), json{"witness.example/one"});
  EXPECT_EQ(get_json(*board_, "/v1/status").at("quorum"), 2);
  EXPECT_TRUE(metric("viche_board_quorum 0"));
  EXPECT_FALSE(
      metric("viche_board_cosigning_failed_total{witness=\"witness.example/two\","
             "reason=\"unreachable\"} 0"));
  EXPECT_EQ(verify(election_.record()).exit_code, 1);
  EXPECT_FALSE(app::open_record(election_.record(), app::Quorum::kManifest).ok());
  EXPECT_EQ(app::open_record(election_.record(), app::Quorum::kNone).ok(), true);
  const json several = json::parse(post_entries(*board_, {early, late}).body);
  EXPECT_EQ(several[0].at("cosignatures"), 1);
  EXPECT_EQ(several[0].at("quorum"), 2);

  // It comes back: the checkpoint is completed though nothing is posted.
  second_.emplace(election_, 1, port);
  EXPECT_TRUE(within_seconds([&] { return cosigned_by() == both_; }));
  EXPECT_TRUE(metric("viche_board_quorum 1"));
  const HttpAnswer again = cast(late);
  EXPECT_EQ(again.status, 200U);
  EXPECT_EQ(again.headers.at("viche-cosignatures"), "2;quorum=2");
  EXPECT_TRUE(proves_under_quorum(election_, again.body, late));
  EXPECT_TRUE(app::open_record(election_.record(), app::Quorum::kManifest).ok());

  registrar("close");
  registrar("seal");
  trustees("agree");
  ASSERT_EQ(viche({"signer", "agree", "--state", election_.path("observer"), "--record",
                   election_.record(), "--out", election_.path("observer.statement")})
                .exit_code,
            0);
  post_file(election_.path("observer.statement"));
  trustees("decrypt");
  registrar("result");
  EXPECT_EQ(board_->stop(), 0);
  EXPECT_EQ(first_->stop(), 0);
  EXPECT_EQ(second_->stop(), 0);
  const Ran verified = verify(election_.record());
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_FALSE(fs::exists(election_.path("board/contradictions")));
}

TEST_F(Witnesses, ABoardThatLostThemStartsAndIsHealed) {
  const std::uint16_t port = second_->port();
  second_.reset();
  ASSERT_EQ(cast(election_.cast(0, 0)).status, 201U);
  EXPECT_EQ(board_->stop(), 0);
  const auto log = board_->log();
  EXPECT_NE(log.find("\"a witness fails\",\"witness\":\"witness.example/two\""), std::string::npos)
      << log;
  EXPECT_FALSE(is_cosigned());
  second_.emplace(election_, 1, port);
  board_.emplace(election_, asking({first_->port(), second_->port()}));
  EXPECT_TRUE(within_seconds([&] { return cosigned_by() == both_; }));
  EXPECT_EQ(board_->stop(), 0);
  EXPECT_TRUE(is_cosigned());
}

TEST_F(Witnesses, WhatABoardLeftBelowTheQuorumIsCompletedByFiles) {
  second_.reset();
  ASSERT_EQ(cast(election_.cast(0, 0)).status, 201U);
  EXPECT_EQ(board_->stop(), 0);
  EXPECT_EQ(first_->stop(), 0);
  EXPECT_FALSE(is_cosigned());
  for (const std::size_t witness : {0U, 1U}) {
    ASSERT_EQ(viche({"witness", "cosign", "--state", election_.witness_state(witness), "--key",
                     election_.witness_key(witness), "--record", election_.record(), "--out",
                     election_.path(std::to_string(witness) + ".cosignature")})
                  .exit_code,
              0);
  }
  // The first one's is there already, which is no error.
  EXPECT_EQ(
      viche({"board", "cosign", "--board", election_.path("board"), "--record", election_.record(),
             election_.path("0.cosignature"), election_.path("1.cosignature")})
          .exit_code,
      0);
  EXPECT_TRUE(is_cosigned());
}

TEST(WitnessSettings, AreChecked) {
  const SmallElection election(0, Until::kInit);
  const auto board = [&](const std::string& urls) {
    return run("viche-board", {"--board-directory", election.path("board"), "--board-record",
                               election.record(), "--witnesses-urls", urls});
  };
  for (const char* urls : {"nobody", "witness.example/one=ftp://x/", "=http://x/",
                           "witness.example/one=http://x/ witness.example/one=http://y/",
                           "witness.example/other=http://127.0.0.1:1/"}) {
    const Ran ran = board(urls);
    EXPECT_EQ(ran.exit_code, 2) << urls << ran.err;
    EXPECT_NE(ran.err.find("witnesses"), std::string::npos) << ran.err;
  }
}

TEST(WitnessService, ServesOnlyWhomAManifestNames) {
  const SmallElection election(0, Until::kInit);
  const auto serve = [&](const std::string& key, const std::string& manifest) {
    return viche({"witness", "serve", "--state", election.path("state"), "--key", key, "--manifest",
                  manifest});
  };
  EXPECT_EQ(serve(election.path("log.json"), election.path("manifest.json")).exit_code, 1);
  EXPECT_EQ(serve(election.witness_key(0), election.path("template.json")).exit_code, 1);
  EXPECT_EQ(serve(election.path("none.json"), election.path("manifest.json")).exit_code, 3);
  ServedWitness witness(election, 0);
  const Ran second = viche({"witness", "serve", "--state", election.witness_state(0), "--key",
                            election.witness_key(0), "--manifest", election.path("manifest.json")});
  EXPECT_EQ(second.exit_code, 3) << second.err;
  EXPECT_EQ(witness.stop(), 0);
}

}  // namespace
}  // namespace viche::test
