#include "bulletin/log/witness.h"

#include <gtest/gtest.h>

#include "bulletin/log/cosignature_request.h"
#include "bulletin/log/durable_file.h"
#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

constexpr std::uint64_t kLeaves = 20;
constexpr PosixTime kNow = 1800000000;

class WitnessTest : public testing::Test {
 protected:
  WitnessTest() : tree_(test::sample_leaves(kLeaves)), fork_(forked_leaves()) {}

  static std::vector<Hash> forked_leaves() {
    std::vector<Hash> leaves = test::sample_leaves(kLeaves);
    leaves[2] = hash_leaf(as_bytes("another third entry"));
    return leaves;
  }
  static Witness make(WitnessState& state) {
    return Witness::create("w", test::signer(2),
                           {test::verifier_key("log", SignatureType::kEd25519, 1)}, state,
                           [] { return kNow; })
        .value();
  }
  static AddCheckpoint request(test::MemoryTree& tree, std::uint64_t old_size, std::uint64_t size) {
    return {old_size, consistency_proof(tree, old_size, size).value(),
            sign_checkpoint({"log", tree.head(size)}, test::signer(1))};
  }
  WitnessStatus ask(const AddCheckpoint& asked) {
    return witness_.add_checkpoint(asked.encode()).value().status;
  }

  std::optional<TreeHead> recorded(std::string_view origin) {
    const std::optional<SeenCheckpoint> seen = state_.latest(origin).value();
    return seen ? std::optional(seen->head) : std::nullopt;
  }

  test::TemporaryDirectory directory_;
  test::MemoryTree tree_;
  test::MemoryTree fork_;
  FileWitnessState state_ = FileWitnessState::open(directory_.path()).value();
  Witness witness_ = make(state_);
};

TEST_F(WitnessTest, CosignsAGrowingLog) {
  std::uint64_t old_size = 0;
  for (const std::uint64_t size : {1U, 2U, 2U, 7U, 20U}) {
    const AddCheckpoint asked = request(tree_, old_size, size);
    const WitnessAnswer answer = witness_.add_checkpoint(asked.encode()).value();
    ASSERT_EQ(answer.status, WitnessStatus::kCosigned) << answer.body;
    const NoteSignature line =
        NoteSignature::decode_line(answer.body.substr(0, answer.body.size() - 1)).value();
    EXPECT_TRUE(is_by(line, witness_.key()));
    EXPECT_TRUE(verify_signature(witness_.key(), asked.checkpoint.text, line).ok());
    EXPECT_EQ(cosignature_time(line).value(), kNow);
    EXPECT_EQ(recorded("log"), tree_.head(size));
    EXPECT_EQ(state_.latest("log").value()->note.encode(), asked.checkpoint.encode());
    old_size = size;
  }
}

TEST_F(WitnessTest, MalformedRequests) {
  const std::string good = request(tree_, 0, 3).encode();
  for (const std::string& body :
       {std::string(), std::string("old 0\n"), "old 00\n" + good.substr(6),
        "old\n" + good.substr(6), good.substr(6), good.substr(0, good.size() - 1),
        "old 0\nAAAA\n" + good.substr(6)}) {
    EXPECT_EQ(witness_.add_checkpoint(body).value().status, WitnessStatus::kBadRequest) << body;
  }
  AddCheckpoint backwards = request(tree_, 0, 3);
  backwards.old_size = 4;
  EXPECT_EQ(ask(backwards), WitnessStatus::kBadRequest);
  EXPECT_EQ(recorded("log"), std::nullopt);
}

TEST_F(WitnessTest, RequestsHaveOneSpelling) {
  test::expect_one_spelling<AddCheckpoint>(request(tree_, 3, 7).encode());
}

TEST_F(WitnessTest, UnknownLogsAndSignatures) {
  AddCheckpoint asked = request(tree_, 0, 3);
  asked.checkpoint = sign_checkpoint({"other", tree_.head(3)}, test::signer(1));
  EXPECT_EQ(ask(asked), WitnessStatus::kUnknownLog);
  asked.checkpoint = sign_checkpoint({"log", tree_.head(3)}, test::signer(9));
  EXPECT_EQ(ask(asked), WitnessStatus::kForbidden);
  asked = request(tree_, 0, 3);
  asked.checkpoint.signatures[0].signature[0] ^= 1;
  EXPECT_EQ(ask(asked), WitnessStatus::kForbidden);
}

TEST_F(WitnessTest, OldSizeMustBeItsOwn) {
  ASSERT_EQ(ask(request(tree_, 0, 5)), WitnessStatus::kCosigned);
  for (const std::uint64_t old_size : {0U, 4U, 6U}) {
    const WitnessAnswer answer =
        witness_.add_checkpoint(request(tree_, old_size, 8).encode()).value();
    EXPECT_EQ(answer.status, WitnessStatus::kConflict);
    EXPECT_EQ(answer.body, "5\n");
  }
  EXPECT_EQ(recorded("log"), tree_.head(5));
}

TEST_F(WitnessTest, NeverTwoHistories) {
  ASSERT_EQ(ask(request(tree_, 0, 5)), WitnessStatus::kCosigned);
  EXPECT_EQ(ask(request(fork_, 5, 5)), WitnessStatus::kConflict);       // another root for one size
  EXPECT_EQ(ask(request(fork_, 5, 9)), WitnessStatus::kUnprocessable);  // not a continuation
  AddCheckpoint unproved = request(tree_, 5, 9);
  unproved.proof.pop_back();
  EXPECT_EQ(ask(unproved), WitnessStatus::kUnprocessable);
  EXPECT_EQ(ask(request(tree_, 5, 5)), WitnessStatus::kCosigned);
  EXPECT_EQ(ask(request(tree_, 5, 9)), WitnessStatus::kCosigned);
}

TEST_F(WitnessTest, AProofFromNothingIsEmpty) {
  AddCheckpoint asked = request(tree_, 0, 5);
  asked.proof.push_back(Hash{});
  EXPECT_EQ(ask(asked), WitnessStatus::kUnprocessable);
}

// A state that another process moves between this one's check and its swap.
class RacingState final : public WitnessState {
 public:
  Result<std::optional<SeenCheckpoint>> latest(std::string_view) override { return latest_; }
  Result<bool> compare_and_swap(std::string_view, const std::optional<TreeHead>&,
                                const SeenCheckpoint& next) override {
    latest_ = SeenCheckpoint{TreeHead{17, Hash{}}, next.note};
    return false;
  }
  Result<bool> keep_fork(std::string_view, const Fork&) override { return false; }

 private:
  std::optional<SeenCheckpoint> latest_;
};

TEST_F(WitnessTest, ALostRaceIsAConflict) {
  RacingState racing;
  Witness witness = make(racing);
  const WitnessAnswer answer = witness.add_checkpoint(request(tree_, 0, 5).encode()).value();
  EXPECT_EQ(answer.status, WitnessStatus::kConflict);
  EXPECT_EQ(answer.body, "17\n");
}

TEST_F(WitnessTest, RemembersAcrossRestarts) {
  {
    const test::TemporaryDirectory other;
    FileWitnessState state = FileWitnessState::open(other.path()).value();
    Witness first = make(state);
    ASSERT_EQ(first.add_checkpoint(request(tree_, 0, 5).encode()).value().status,
              WitnessStatus::kCosigned);
    EXPECT_FALSE(FileWitnessState::open(other.path()).ok());  // locked
    state = FileWitnessState::open(directory_.path() / "elsewhere").value();
    FileWitnessState reopened = FileWitnessState::open(other.path()).value();
    Witness second = make(reopened);
    EXPECT_EQ(second.add_checkpoint(request(fork_, 0, 5).encode()).value().status,
              WitnessStatus::kConflict);
  }
}

TEST_F(WitnessTest, StateThatIsDamagedIsAnError) {
  ASSERT_EQ(ask(request(tree_, 0, 5)), WitnessStatus::kCosigned);
  for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
    if (entry.path().filename() != "lock") {
      ASSERT_TRUE(write_file_durably(entry.path(), Bytes{1}).ok());
    }
  }
  EXPECT_FALSE(witness_.add_checkpoint(request(tree_, 5, 9).encode()).ok());
}

TEST_F(WitnessTest, SwapComparesTheWholeHead) {
  const auto seen = [](const std::string& origin, const TreeHead& head) {
    return SeenCheckpoint{head, sign_checkpoint({origin, head}, test::signer(1))};
  };
  const SeenCheckpoint a = seen("x", tree_.head(3));
  const SeenCheckpoint b = seen("x", fork_.head(3));
  EXPECT_FALSE(state_.compare_and_swap("x", a.head, b).value());
  EXPECT_TRUE(state_.compare_and_swap("x", std::nullopt, a).value());
  EXPECT_FALSE(state_.compare_and_swap("x", std::nullopt, b).value());
  EXPECT_FALSE(state_.compare_and_swap("x", b.head, b).value());
  EXPECT_TRUE(state_.compare_and_swap("x", a.head, b).value());
  EXPECT_EQ(recorded("x"), b.head);
  EXPECT_EQ(recorded("y"), std::nullopt);
}

TEST_F(WitnessTest, KeepsTheProofOfAFork) {
  const VerifierKey log = test::verifier_key("log", SignatureType::kEd25519, 1);
  std::vector<std::string> told;
  Witness witness = Witness::create(
                        "w", test::signer(2), {log}, state_, [] { return kNow; },
                        [&](const Fork& fork) { told.push_back(fork.encode()); })
                        .value();
  const auto ask = [&](const AddCheckpoint& asked) {
    return witness.add_checkpoint(asked.encode()).value().status;
  };
  ASSERT_EQ(ask(request(tree_, 0, 5)), WitnessStatus::kCosigned);
  // Neither another proof nor an unsigned root is one.
  AddCheckpoint unproved = request(tree_, 5, 9);
  unproved.proof[0][0] ^= 1;
  EXPECT_EQ(ask(unproved), WitnessStatus::kUnprocessable);
  AddCheckpoint forged = request(fork_, 0, 5);
  forged.checkpoint = sign_checkpoint({"log", fork_.head(5)}, test::signer(9));
  EXPECT_EQ(ask(forged), WitnessStatus::kForbidden);
  EXPECT_TRUE(state_.forks().empty());

  // Whatever size it says that the witness has.
  EXPECT_EQ(ask(request(fork_, 0, 5)), WitnessStatus::kConflict);
  EXPECT_EQ(ask(request(fork_, 5, 5)), WitnessStatus::kConflict);
  EXPECT_EQ(ask(request(fork_, 5, 9)), WitnessStatus::kUnprocessable);
  ASSERT_EQ(state_.forks().size(), 2U);  // each once
  EXPECT_EQ(told.size(), 2U);
  for (const Fork& fork : state_.forks()) {
    EXPECT_TRUE(verify_fork(fork, log).ok());
    EXPECT_EQ(Checkpoint::decode(fork.seen.text).value().head, tree_.head(5));
  }
  state_ = FileWitnessState::open(directory_.path() / "elsewhere").value();
  const auto reopened = FileWitnessState::open(directory_.path());
  ASSERT_TRUE(reopened.ok()) << reopened.error().message();
  EXPECT_EQ(reopened->forks().size(), 2U);
}

TEST_F(WitnessTest, KeepsOnlySoManyForksOfOneLog) {
  ASSERT_EQ(ask(request(tree_, 0, 5)), WitnessStatus::kCosigned);
  for (std::uint8_t i = 0; i < 40; ++i) {
    AddCheckpoint other = request(fork_, 5, 5);
    other.checkpoint = sign_checkpoint({"log", {5, Hash{i}}}, test::signer(1));
    EXPECT_EQ(ask(other), WitnessStatus::kConflict);
  }
  EXPECT_EQ(state_.forks().size(), 16U);
}

TEST_F(WitnessTest, TheLogLearnsTheWitnessesSize) {
  using Outcome = WitnessReply::Outcome;
  ASSERT_EQ(ask(request(tree_, 0, 5)), WitnessStatus::kCosigned);
  int requests = 0;
  const WitnessTransport transport = [&](std::string_view body) {
    ++requests;
    return witness_.add_checkpoint(body);
  };
  const auto inquire = [&](const Note& note, std::uint64_t known, test::MemoryTree& tree) {
    return request_cosignature(transport, witness_.key(), note, known, tree);
  };
  const Note nine = sign_checkpoint({"log", tree_.head(9)}, test::signer(1));
  const WitnessReply cosigned = inquire(nine, 0, tree_);
  EXPECT_EQ(cosigned.outcome, Outcome::kCosigned);
  EXPECT_TRUE(verify_signature(witness_.key(), nine.text, cosignature_of(cosigned).value()).ok());
  EXPECT_EQ(cosigned.known_size, 9U);
  EXPECT_EQ(requests, 2);
  EXPECT_EQ(inquire(nine, 9, tree_).outcome, Outcome::kCosigned);
  EXPECT_EQ(requests, 3);

  const Note older = sign_checkpoint({"log", tree_.head(4)}, test::signer(1));
  const WitnessReply longer = inquire(older, 0, tree_);
  EXPECT_EQ(longer.outcome, Outcome::kLongerLog);
  EXPECT_EQ(longer.answer->body, "9\n");
  EXPECT_EQ(AddCheckpoint::decode(longer.request).value().checkpoint.encode(), older.encode());
  EXPECT_FALSE(cosignature_of(longer).ok());
  for (const std::uint64_t size : {9U, 12U}) {
    const Note forked = sign_checkpoint({"log", fork_.head(size)}, test::signer(1));
    EXPECT_EQ(inquire(forked, 9, fork_).outcome, Outcome::kOtherRoot) << size;
    EXPECT_EQ(inquire(forked, 0, fork_).outcome, Outcome::kOtherRoot) << size;
  }
}

TEST_F(WitnessTest, TheLogBelievesNoOtherAnswer) {
  using Outcome = WitnessReply::Outcome;
  const Note nine = sign_checkpoint({"log", tree_.head(9)}, test::signer(1));
  const auto reply_to = [&](const Result<WitnessAnswer>& answer, const VerifierKey& witness) {
    return request_cosignature([&](std::string_view) { return answer; }, witness, nine, 0, tree_);
  };
  const VerifierKey& key = witness_.key();
  const std::string good = cosign_text("w", test::signer(2), nine.text, kNow).line();
  const auto cosigned = [](const std::string& body) {
    return WitnessAnswer{WitnessStatus::kCosigned, body};
  };
  EXPECT_EQ(reply_to(cosigned(good), key).outcome, Outcome::kCosigned);
  const std::string stranger = cosign_text("x", test::signer(3), nine.text, kNow).line();
  EXPECT_EQ(reply_to(cosigned(stranger + good), key).outcome, Outcome::kCosigned);
  const std::string stale =
      cosign_text("w", test::signer(2), Checkpoint{"log", tree_.head(8)}.text(), kNow).line();
  for (const std::string& body :
       {std::string(), std::string("\n"), stranger, stale, good.substr(0, good.size() - 1)}) {
    EXPECT_EQ(reply_to(cosigned(body), key).outcome, Outcome::kRefused) << body;
  }
  EXPECT_EQ(reply_to(WitnessAnswer{WitnessStatus::kUnknownLog, "unknown log\n"}, key).outcome,
            Outcome::kRefused);
  EXPECT_EQ(reply_to(WitnessAnswer{WitnessStatus::kConflict, "x\n"}, key).outcome,
            Outcome::kRefused);
  const WitnessReply silent = reply_to(Error{"refused", "http://w/"}, key);
  EXPECT_EQ(silent.outcome, Outcome::kUnreachable);
  EXPECT_EQ(silent.detail, "witness w: http://w/: refused");
  // A size that the tree has no proof from says nothing about the witness.
  test::MemoryTree cut(test::sample_leaves(3));
  EXPECT_EQ(request_cosignature(
                [&](std::string_view) {
                  return Error{"", ""};
                },
                key, nine, 2, cut)
                .outcome,
            Outcome::kNoProof);
}

TEST_F(WitnessTest, KeysAreChecked) {
  const VerifierKey log = test::verifier_key("log", SignatureType::kEd25519, 1);
  EXPECT_FALSE(Witness::create("a b", test::signer(2), {log}, state_, [] { return kNow; }).ok());
  EXPECT_FALSE(Witness::create("w", test::signer(2), {log, log}, state_, [] { return kNow; }).ok());
  const VerifierKey cosigner = test::verifier_key("log", SignatureType::kCosignature, 1);
  EXPECT_FALSE(Witness::create("w", test::signer(2), {cosigner}, state_, [] { return kNow; }).ok());
}

}  // namespace
}  // namespace viche::log
