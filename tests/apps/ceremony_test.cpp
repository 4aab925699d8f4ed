// Ceremonies by people who exchange files alone, and of whom some are lost on the way.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/apps/ceremony_office.h"

namespace viche::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// The record is whole, and says that so many voted yes.
void expect_verified(const CeremonyOffice& office, int yes) {
  const Ran verified =
      verify(office.record(), {"--fingerprint", office.fingerprint(), "--json", "-"});
  ASSERT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  const json report = json::parse(verified.out);
  ASSERT_EQ(report["result"].size(), 3U) << verified.out;
  EXPECT_EQ(report["result"][0]["option"], "yes");
  EXPECT_EQ(report["result"][0]["votes"], yes);
}

TEST(Ceremony, ThreeOfFiveWithTwoObserversLosesTwoTrustees) {
  CeremonyOffice office(5, 3, 2);
  office.key_ceremony();
  office.open(4);
  office.lose("trustee-2");  // after the opening
  office.vote({"yes", "no", "yes", "yes"});
  office.registrar("close");
  office.lose("trustee-5");  // after the close
  office.registrar("seal");
  office.cosign();

  // Nobody decrypts before five have agreed.
  office.take({"trustee-1", "trustee-3", "other-1", "other-2"}, "agree");
  office.cosign();
  const Ran early = office.step("trustee-1", "decrypt");
  EXPECT_EQ(early.exit_code, 1);
  EXPECT_THAT(early.err, HasSubstr("4 agreements (5 are needed)"));
  office.take({"trustee-4"}, "agree");
  office.cosign();
  office.take({"trustee-4", "trustee-1", "trustee-3"}, "decrypt");
  office.cosign();
  // The tally asked for twice.
  const Ran twice = office.step("trustee-1", "decrypt");
  EXPECT_EQ(twice.exit_code, 1);
  EXPECT_THAT(twice.err, HasSubstr("the decryption of trustee 1 is in the log already"));
  office.registrar("result");
  office.cosign();
  expect_verified(office, 3);
}

// A council lost one key of three and its election with it; here any two decrypt, and an observer
// makes the quorum of signers.
TEST(Ceremony, TwoOfThreeWithOneKeyLost) {
  CeremonyOffice office(3, 2, 1);
  office.key_ceremony();
  office.open(2);
  office.vote({"no", "yes"});
  office.close_and_seal();
  office.lose("trustee-3");
  office.take({"trustee-1", "trustee-2", "other-1"}, "agree");
  office.cosign();
  office.take({"trustee-1", "trustee-2"}, "decrypt");
  office.registrar("result");
  office.cosign();
  expect_verified(office, 1);
}

}  // namespace
}  // namespace viche::test
