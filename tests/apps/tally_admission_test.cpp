// `viche board post` judges decryptions and the result: a wrong one in the log would fail the
// record for ever.

#include <gtest/gtest.h>

#include "apps/common/files.h"
#include "apps/common/key_file.h"
#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

class TallyAdmission : public testing::Test {
 protected:
  TallyAdmission() : election_(2) {
    EXPECT_EQ(election_
                  .post({election_.write_ballots("b.ballots",
                                                 {election_.cast(0, 0), election_.cast(1, 1)})})
                  .exit_code,
              0);
    EXPECT_EQ(election_.agree().exit_code, 0);
  }

  /// The statement in `file`, its body changed and signed again with `key`, in another file.
  template <class Change>
  std::string forged(const std::string& file, const std::string& key, const Change& change) {
    const auto entries = app::read_entries(election_.path(file));
    log::Statement statement = log::join_statement(*entries).value();
    change(statement.body);
    const log::Statement signed_again =
        log::sign_statement(statement.type, statement.signer, statement.body,
                            *bytes32_from_hex(election_.manifest_hash()),
                            app::read_signing_key(election_.path(key)).value());
    return election_.write_ballots("forged.statement", log::split_statement(signed_again));
  }

  void expect_refused(const std::string& file) {
    const auto before = read_bytes(election_.path("record/checkpoint"));
    const Ran ran = election_.post({file});
    EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
    EXPECT_NE(ran.out.find("0 appended, 1 refused"), std::string::npos) << ran.out << ran.err;
    EXPECT_EQ(read_bytes(election_.path("record/checkpoint")), before);
  }

  SmallElection election_;
};

TEST_F(TallyAdmission, AWrongDecryptionOrResultIsRefusedAndTheTrueOneStillTaken) {
  ASSERT_EQ(election_.trustee("anna", "decrypt").exit_code, 0);
  ASSERT_EQ(election_.trustee("borys", "decrypt").exit_code, 0);
  // A decryption ends with the z of its last unit.
  expect_refused(forged("anna-decrypt.statement", "anna/identity.json",
                        [](Bytes& body) { body[body.size() - 32] ^= 1; }));
  const Ran posted = election_.post(
      {election_.path("anna-decrypt.statement"), election_.path("borys-decrypt.statement")});
  EXPECT_EQ(posted.exit_code, 0) << posted.err;

  ASSERT_EQ(viche({"election", "result", "--registrar-key", election_.path("registrar.json"),
                   "--record", election_.record(), "--out", election_.path("result.statement")})
                .exit_code,
            0);
  // It begins with the count of casts; it ends with a total.
  for (const bool total : {false, true}) {
    expect_refused(forged("result.statement", "registrar.json",
                          [&](Bytes& body) { body[total ? body.size() - 1 : 7] ^= 1; }));
  }
  EXPECT_EQ(election_.post({election_.path("result.statement")}).exit_code, 0);
  EXPECT_EQ(election_.witness_cosigns().exit_code, 0);
  EXPECT_EQ(verify(election_.record(), {"--fingerprint", election_.fingerprint()}).exit_code, 0);
}

}  // namespace
}  // namespace viche::test
