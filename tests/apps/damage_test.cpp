// A damaged record in the hands of the programs: a status that says so and a message, never a crash
// and never an answer.

#include <gtest/gtest.h>

#include "ballot/ballot.h"
#include "tests/apps/small_election.h"
#include "tests/support/damage.h"

namespace viche::test {
namespace {

/// Refused as the documentation says: 1 (the record is wrong) or 3 (it could not be read).
void expect_refused(const Ran& ran) {
  EXPECT_TRUE(ran.exit_code == 1 || ran.exit_code == 3) << ran.exit_code << "\n"
                                                        << ran.out << ran.err;
  EXPECT_FALSE((ran.out + ran.err).empty());
  for (const char* trace : {"terminate called", "what():", "broken invariant", "Sanitizer"}) {
    EXPECT_EQ(ran.err.find(trace), std::string::npos) << ran.err;
  }
}

class DamagedRecord : public testing::Test {
 protected:
  DamagedRecord() : election_(1) {
    const Bytes entry = election_.cast(0, 1);
    tracker_ = ballot::display_tracker(ballot::tracker(
        bytes32_from_hex(election_.fingerprint()).value(), ballot::BallotView::of(entry)));
    EXPECT_EQ(election_.post({election_.write_ballots("one.ballots", {entry})}).exit_code, 0);
    EXPECT_EQ(election_.witness_cosigns().exit_code, 0);
  }

  /// Runs `tries` on the record with each of its files damaged in each way.
  template <class Tries>
  void with_each_damage(Tries tries) const {
    for (const fs::path& file : files_below(election_.record())) {
      const Bytes bytes = read_bytes(file);
      for (const Damage& damage : damages()) {
        SCOPED_TRACE(file.string() + ", " + damage.name);
        damage.apply(file, bytes);
        tries(file.lexically_relative(election_.record()).string());
      }
      write_anew(file, bytes);
    }
  }

  [[nodiscard]] Ran receipt() const {
    return viche({"vote", "receipt", "--record", election_.record(), "--tracker", tracker_, "--out",
                  election_.path("receipt")});
  }
  [[nodiscard]] Ran witness() const {
    return viche({"witness", "cosign", "--state", election_.path("witness-seen"), "--key",
                  election_.path("witness.json"), "--record", election_.record(), "--out",
                  election_.path("again.cosignature")});
  }

  SmallElection election_;
  std::string tracker_;
};

TEST_F(DamagedRecord, GivesNobodyAReceiptOrASignature) {
  EXPECT_EQ(election_.registrar("close").exit_code, 0);
  EXPECT_EQ(election_.registrar("seal").exit_code, 0);
  EXPECT_EQ(election_.witness_cosigns().exit_code, 0);
  with_each_damage([&](const std::string& name) {
    expect_refused(receipt());
    EXPECT_FALSE(fs::exists(election_.path("receipt")));
    // Who signs a head recomputes all hashes and reads no hash tile.
    if (name.starts_with("tile/0")) return;
    expect_refused(election_.trustee("anna", "agree"));
    EXPECT_FALSE(fs::exists(election_.path("anna-agree.statement")));
    expect_refused(witness());
    EXPECT_FALSE(fs::exists(election_.path("again.cosignature")));
  });
  EXPECT_EQ(receipt().exit_code, 0);
  EXPECT_EQ(witness().exit_code, 0);
  EXPECT_EQ(election_.trustee("anna", "agree").exit_code, 0);
}

TEST_F(DamagedRecord, IsNotVerified) {
  EXPECT_EQ(election_.finish().exit_code, 0);
  ASSERT_EQ(verify(election_.record()).exit_code, 0);
  with_each_damage([&](const std::string&) {
    for (const std::string arithmetic : {"fast", "sodium"}) {
      const Ran ran = verify(election_.record(), {"--arithmetic", arithmetic});
      EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
      expect_refused(ran);
    }
  });
  EXPECT_EQ(verify(election_.record()).exit_code, 0);
}

}  // namespace
}  // namespace viche::test
