// Files that trustees and signers hand over: cut off, of another election, by another key, changed,
// of another step, twice; and the exact words that a person sees.

#include <gtest/gtest.h>

#include "apps/common/files.h"
#include "apps/viche/signer_state.h"
#include "bulletin/log/envelope.h"
#include "crypto/group/random.h"
#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

const std::vector<std::string> kPeople = {"anna", "borys", "chrystyna"};

/// One election and another by the same template, step by step.
class Exchange : public testing::Test {
 protected:
  SmallElection election_{0, Until::kInit};
  SmallElection another_{0, Until::kInit};

  static std::string file(const SmallElection& of, const std::string& who,
                          const std::string& verb) {
    return of.path(who + "-" + verb + ".statement");
  }

  static void make(const SmallElection& in, const std::string& verb) {
    std::vector<std::string> more;
    if (verb == "commit") more = {"--manifest", in.path("manifest.json")};
    for (const std::string& who : kPeople) {
      const Ran ran = in.trustee(who, verb, more);
      ASSERT_EQ(ran.exit_code, 0) << ran.err;
    }
  }

  static void post(const SmallElection& in, const std::string& verb) {
    std::vector<std::string> files;
    for (const std::string& who : kPeople) files.push_back(file(in, who, verb));
    const Ran ran = in.post(files);
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }

  [[nodiscard]] log::Statement read(const std::string& verb) const {
    return log::join_statement(app::read_entries(file(election_, "borys", verb)).value()).value();
  }

  [[nodiscard]] Bytes signed_by(const log::Statement& statement, const Ed25519Signer& key) const {
    const Bytes32 hash = bytes32_from_hex(election_.manifest_hash()).value();
    return app::join_entries(log::split_statement(
        log::sign_statement(statement.type, statement.signer, statement.body, hash, key)));
  }

  /// What the board says of these bytes; the log stays as it was.
  [[nodiscard]] std::string refused(const Bytes& bytes) const {
    const std::string path = election_.path("handed-over.statement");
    write_bytes(path, bytes);
    const std::string before = read_text(election_.record() + "/checkpoint");
    const Ran ran = election_.post({path});
    EXPECT_EQ(ran.exit_code, 1) << ran.out;
    EXPECT_EQ(read_text(election_.record() + "/checkpoint"), before);
    const std::string start = "refused: " + path + ": ";
    EXPECT_EQ(ran.err.substr(0, start.size()), start);
    return ran.err.size() > start.size()
               ? ran.err.substr(start.size(), ran.err.size() - start.size() - 1)
               : "";
  }

  /// Everything that may be wrong with borys's file of this step, which is due.
  void refuse_all(const std::string& verb, const std::string& name);
};

constexpr const char* kUnknown =
    ". The file was made for another election or rehearsal, signed with a key that this manifest "
    "does not name, or changed on the way. Ask trustee 2 to make it again from this record.";

void Exchange::refuse_all(const std::string& verb, const std::string& name) {
  const Bytes whole = read_bytes(file(election_, "borys", verb));
  const log::Statement statement = read(verb);
  const std::string unsigned_by =
      "entry 1: the signature is not trustee 2's over this " + name + " in this election";

  Bytes cut = whole;
  cut.resize(cut.size() - 1);
  EXPECT_EQ(refused(cut), "byte 2: expected " + std::to_string(whole.size() - 2) +
                              " bytes of an entry, only " + std::to_string(whole.size() - 3) +
                              " are left; the file is cut off, or not of entries: copy it again");
  EXPECT_EQ(refused({}), "holds no entry; the file is cut off, or not of entries: copy it again");
  // Of another election.
  EXPECT_EQ(refused(read_bytes(file(another_, "borys", verb))), unsigned_by + kUnknown);
  // By another trustee's key, by the registrar's, by a stranger's.
  const Ed25519Signer chrystyna = app::SignerState(election_.path("chrystyna")).identity().value();
  EXPECT_EQ(
      refused(signed_by(statement, chrystyna)),
      unsigned_by +
          ". The file says that it is trustee 2's, and was signed with the key of trustee 3.");
  const Ed25519Signer stranger = app::SignerState(another_.path("borys")).identity().value();
  EXPECT_EQ(refused(signed_by(statement, stranger)), unsigned_by + kUnknown);
  // One bit.
  Bytes changed = whole;
  changed[whole.size() / 2] ^= 1;
  EXPECT_EQ(refused(changed), unsigned_by + kUnknown);
  // Of a trustee that does not exist, and of one whose step it is not.
  log::Statement nobody = statement;
  nobody.signer = 9;
  EXPECT_EQ(refused(signed_by(nobody, chrystyna)),
            "entry 1: signer 9 does not exist: signers are numbered 0 to 4");
  log::Statement observer = statement;
  observer.signer = 4;
  EXPECT_EQ(refused(signed_by(observer, chrystyna)),
            "entry 1: the " + name +
                " is a trustee's to sign, not agreement signer 4's. The file says that it is "
                "agreement signer 4's, and was signed with the key of trustee 3.");
  // Of a step that is not due, though all else is right.
  log::Statement early = statement;
  early.type = log::EntryType::kDecryption;
  const Ed25519Signer borys = app::SignerState(election_.path("borys")).identity().value();
  EXPECT_EQ(refused(signed_by(early, borys)),
            "entry 1: a decryption can stand only after the quorum of agreements of its round and "
            "before the result, one per trustee; here, 0 of 3 " +
                name + "s are in the log, trustees 1, 2, 3 are missing");
}

/// Runs a step of borys that must be refused, and gives its words.
std::string refused_step(const SmallElection& election, const std::string& verb,
                         const std::string& state, const std::string& record) {
  const std::string out = election.path("refused.statement");
  std::vector<std::string> command{"trustee",  verb,   "--state", state,
                                   "--record", record, "--out",   out};
  if (verb == "commit") {
    command.insert(command.end(), {"--manifest", election.path("manifest.json")});
  }
  const Ran ran = viche(command);
  EXPECT_NE(ran.exit_code, 0);
  EXPECT_FALSE(fs::exists(out));
  EXPECT_EQ(ran.err.substr(0, 7), "viche: ");
  return ran.err.substr(7, ran.err.size() - 8);
}

// A trustee is handed the record of another election, of another trustee's, of another step, or one
// that was cut off.
TEST_F(Exchange, ATrusteeRefusesARecordThatIsNotForThisStep) {
  const std::string borys = election_.path("borys");
  const std::string record = election_.record();
  const auto key_of = [&](const std::string& who) {
    const Ran shown = viche({"trustee", "show", "--state", election_.path(who)});
    return shown.out.substr(0, 64);
  };
  const std::string uncosigned = record + ": " + record +
                                 "/checkpoint: checkpoint: cosigned by 0 witnesses, but the quorum "
                                 "is 1";
  const std::string reveals = ": 0 of 3 reveals are in the log, trustees 1, 2, 3 are missing";
  EXPECT_EQ(refused_step(election_, "commit", borys, another_.record()),
            "key " + key_of("borys") +
                ": the manifest gives this key no role: the record is of another election, or the "
                "key another person's");
  EXPECT_EQ(refused_step(election_, "commit", election_.path("observer"), record),
            election_.path("observer") + ": the manifest does not name this identity as a trustee");
  EXPECT_EQ(refused_step(election_, "reveal", borys, record),
            borys + ": holds no seed for the election with manifest " + election_.manifest_hash() +
                ": it is made by the commit");
  make(election_, "commit");
  EXPECT_EQ(
      refused_step(election_, "reveal", borys, record),
      "trustee 2: no reveal is due: 0 of 3 commits are in the log, trustees 1, 2, 3 are missing");
  EXPECT_EQ(refused_step(election_, "decrypt", borys, record), uncosigned);
  post(election_, "commit");
  EXPECT_EQ(refused_step(election_, "commit", borys, record),
            "trustee 2: no commit is due" + reveals);
  EXPECT_EQ(refused_step(election_, "share", borys, record),
            "trustee 2: no share is due" + reveals);
  EXPECT_EQ(refused_step(election_, "confirm", borys, record),
            "trustee 2: no confirm is due" + reveals);
  EXPECT_EQ(refused_step(election_, "agree", borys, record), uncosigned);
  // A stick that lost half of it.
  const std::string cut = election_.path("cut");
  fs::copy(record, cut, fs::copy_options::recursive);
  for (const fs::path& tile : files_below(cut)) {
    if (tile.string().find("entries") == std::string::npos) continue;
    const Bytes bytes = read_bytes(tile);
    write_bytes(tile, ByteView(bytes).first(bytes.size() / 2));
  }
  const std::string lost = refused_step(election_, "reveal", borys, cut);
  EXPECT_EQ(lost.rfind(cut + ": " + cut + "/tile/entries/000.p/4: byte 2: expected ", 0), 0U)
      << lost;
}

TEST_F(Exchange, EachFileOfTheCeremonyIsRefusedWithItsReason) {
  std::string before;
  for (const auto& [verb, name] : {std::pair<std::string, std::string>{"commit", "commit"},
                                   {"reveal", "reveal"},
                                   {"share", "share"},
                                   {"confirm", "confirm"}}) {
    SCOPED_TRACE(verb);
    make(election_, verb);
    make(another_, verb);
    const Bytes first = read_bytes(file(election_, "borys", verb));
    refuse_all(verb, name);
    // Made twice, the file is the same, or as good; posted twice, one is in the log.
    make(election_, verb);
    EXPECT_EQ(read_bytes(file(election_, "borys", verb)), first);
    post(election_, verb);
    post(election_, verb);
    post(another_, verb);
    if (!before.empty()) {
      // The files of the step before: posted again they are known; made again they are refused.
      post(election_, before);
    }
    before = verb;
  }
}

// After the vote: agreements and decryptions.
TEST(ExchangeOfTheTally, EachFileIsRefusedWithItsReason) {
  const SmallElection election(1);
  const SmallElection another(1);
  for (const SmallElection* one : {&another, &election}) {
    EXPECT_EQ(one->post({one->write_ballots("v.ballots", {one->cast(0, 0)})}).exit_code, 0);
    one->agree();
  }
  for (const std::string verb : {"agree", "decrypt"}) {
    SCOPED_TRACE(verb);
    const std::string file = election.path("borys-" + verb + ".statement");
    EXPECT_EQ(another.trustee("borys", verb).exit_code, verb == "agree" ? 1 : 0);
    EXPECT_EQ(election.trustee("borys", verb).exit_code, verb == "agree" ? 1 : 0);
    const std::string other = another.path("borys-" + verb + ".statement");
    const Ran refused = election.post({other});
    EXPECT_EQ(refused.exit_code, 1);
    const std::string reason =
        verb == "agree" ? "trustee 2's agreement is in the log already; the log is sealed, with 3 "
                          "agreements (3 are needed) and 0 decryptions (2 are needed)"
                        : "the signature is not trustee 2's over this decryption in this election";
    EXPECT_EQ(refused.err, "refused: " + other + ": entry 1: " + reason + kUnknown + "\n");
    const Ran posted = election.post({file, file});
    EXPECT_EQ(posted.exit_code, 0) << posted.err;
  }
}

}  // namespace
}  // namespace viche::test
