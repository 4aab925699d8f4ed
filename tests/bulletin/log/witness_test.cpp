#include "bulletin/log/witness.h"

#include <gtest/gtest.h>

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
    EXPECT_EQ(state_.latest("log").value(), tree_.head(size));
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
  EXPECT_EQ(state_.latest("log").value(), std::nullopt);
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
  EXPECT_EQ(state_.latest("log").value(), tree_.head(5));
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
  Result<std::optional<TreeHead>> latest(std::string_view) override { return latest_; }
  Result<bool> compare_and_swap(std::string_view, const std::optional<TreeHead>&,
                                const TreeHead&) override {
    latest_ = TreeHead{17, Hash{}};
    return false;
  }

 private:
  std::optional<TreeHead> latest_;
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
  const TreeHead a = tree_.head(3);
  const TreeHead b = fork_.head(3);
  EXPECT_FALSE(state_.compare_and_swap("x", a, b).value());
  EXPECT_TRUE(state_.compare_and_swap("x", std::nullopt, a).value());
  EXPECT_FALSE(state_.compare_and_swap("x", std::nullopt, b).value());
  EXPECT_FALSE(state_.compare_and_swap("x", b, b).value());
  EXPECT_TRUE(state_.compare_and_swap("x", a, b).value());
  EXPECT_EQ(state_.latest("x").value(), b);
  EXPECT_EQ(state_.latest("y").value(), std::nullopt);
}

TEST_F(WitnessTest, TheLogLearnsTheWitnessesSize) {
  ASSERT_EQ(ask(request(tree_, 0, 5)), WitnessStatus::kCosigned);
  int requests = 0;
  const WitnessTransport transport = [&](std::string_view body) {
    ++requests;
    return witness_.add_checkpoint(body);
  };
  const Note nine = sign_checkpoint({"log", tree_.head(9)}, test::signer(1));
  EXPECT_TRUE(request_cosignature(transport, witness_.key(), nine, 0, tree_).ok());
  EXPECT_EQ(requests, 2);
  EXPECT_TRUE(request_cosignature(transport, witness_.key(), nine, 9, tree_).ok());
  EXPECT_EQ(requests, 3);

  const Note older = sign_checkpoint({"log", tree_.head(4)}, test::signer(1));
  EXPECT_FALSE(request_cosignature(transport, witness_.key(), older, 0, tree_).ok());
  const Note forked = sign_checkpoint({"log", fork_.head(9)}, test::signer(1));
  EXPECT_FALSE(request_cosignature(transport, witness_.key(), forked, 9, fork_).ok());
  const VerifierKey other = test::verifier_key("w", SignatureType::kCosignature, 7);
  EXPECT_FALSE(request_cosignature(transport, other, nine, 9, tree_).ok());
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
