// Secrets sealed with a passphrase: who opens them, what is said when they do not open, and that
// nobody sees the passphrase.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "apps/common/check_phrase.h"
#include "apps/common/cli.h"
#include "apps/viche/sealed_secrets.h"
#include "crypto/group/random.h"
#include "tests/apps/small_election.h"

namespace viche::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kWords = "seven blue lanterns";

std::string passphrase_file(const Scratch& scratch, const std::string& words) {
  const std::string file = scratch / "passphrase";
  write_text(file, words + "\n");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  return file;
}

Secret<Bytes> words(std::string_view text) {
  return Secret<Bytes>(Bytes(text.begin(), text.end()));
}

/// A sealed identity, cheap to open.
Ran make_sealed(const std::string& state, const std::string& passphrase) {
  return viche({"trustee", "new", "--state", state, "--passphrase-file", passphrase,
                "--seal-memory", "8", "--seal-passes", "1"});
}

TEST(CheckPhrase, WordsAreDistinctAndFarFromEachOther) {
  const auto& words = app::check_words();
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
  for (std::size_t i = 0; i < words.size(); ++i) {
    EXPECT_EQ(words[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz"), std::string_view::npos);
    for (std::size_t j = 0; j < i; ++j) {
      const std::string_view a = words[i], b = words[j];
      ASSERT_NE(a, b);
      if (a.size() != b.size()) continue;
      int differ = 0;
      for (std::size_t c = 0; c < a.size(); ++c) differ += a[c] != b[c] ? 1 : 0;
      EXPECT_GE(differ, 2) << a << " " << b;
    }
  }
}

TEST(CheckPhrase, IsWhatOthersCompute) {
  // python3: hashlib.sha256(b"viche check phrase 1\n" + bytes(32)).digest()[:10] of the list
  EXPECT_EQ(app::check_phrase(Ed25519PublicKey{}),
            "evening peacock crayon quarry plum willow bridge paper panther market");
}

TEST(Sealed, TheFileOpensWithItsPassphraseOnly) {
  const Scratch scratch;
  const std::string good = passphrase_file(scratch, kWords);
  const Ran made = make_sealed(scratch / "anna", good);
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_THAT(made.err, HasSubstr("check phrase: "));
  const std::string file = scratch / "anna/secrets.sealed";
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(fs::exists(scratch / "anna/identity.json"));
  const Ran shown = viche({"trustee", "show", "--state", scratch / "anna"});
  EXPECT_EQ(shown.out, made.out);
  EXPECT_THAT(made.err, HasSubstr(shown.err));

  auto secrets = app::SealedSecrets::open(file, words(kWords));
  ASSERT_TRUE(secrets.ok()) << secrets.error().message();
  const Bytes32 election{7}, another{8};
  EXPECT_FALSE(secrets->seed(election).ok());
  SystemRandom random;
  ASSERT_TRUE(secrets->add_seed(election, random).ok());
  const Bytes32 seed = secrets->seed(election)->expose();
  ASSERT_TRUE(secrets->add_seed(election, random).ok());
  EXPECT_EQ(secrets->seed(election)->expose(), seed) << "no second seed";

  const auto again = app::SealedSecrets::open(file, words(kWords));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->seed(election)->expose(), seed);
  EXPECT_FALSE(again->seed(another).ok());
  EXPECT_EQ(to_hex(again->identity().public_key().bytes) + "\n", made.out);

  // The same words for every fault.
  const std::string refused =
      file + ": does not open: the passphrase is wrong, or the file was changed";
  EXPECT_EQ(app::SealedSecrets::open(file, words("seven blue lantern")).error().message(), refused);
  const Bytes whole = read_bytes(file);
  for (const std::size_t at :
       {std::size_t{31}, std::size_t{40}, std::size_t{90}, std::size_t{110}, whole.size() - 1}) {
    Bytes changed = whole;
    changed[at] ^= 1;
    write_bytes(file, changed);
    const auto opened = app::SealedSecrets::open(file, words(kWords));
    ASSERT_FALSE(opened.ok()) << at;
    if (at > 62) {
      EXPECT_EQ(opened.error().message(), refused) << at;
    }
  }
  // No passes, a gigabyte too much: refused before any work.
  for (const auto& [at, value] : {std::pair{30U, 0U}, {24U, 0xFFU}}) {
    Bytes changed = whole;
    changed[at] = static_cast<std::uint8_t>(value);
    write_bytes(file, changed);
    EXPECT_THAT(app::SealedSecrets::open(file, words(kWords)).error().message(),
                HasSubstr(at == 30U ? "the passes of a seal are between 1 and 16, not 0"
                                    : "the memory of a seal is between 8 and 1024 MiB"));
  }
  for (std::size_t size = 0; size < whole.size(); size += 9) {
    write_bytes(file, ByteView(whole).first(size));
    EXPECT_FALSE(app::SealedSecrets::open(file, words(kWords)).ok()) << size;
  }
}

app::SealedSecrets opened(const std::string& file) {
  return app::SealedSecrets::open(file, words(kWords)).value();
}

TEST(Sealed, ASeedIsNotLostToAnotherRun) {
  const Scratch scratch;
  ASSERT_EQ(make_sealed(scratch / "anna", passphrase_file(scratch, kWords)).exit_code, 0);
  const std::string file = scratch / "anna/secrets.sealed";
  SystemRandom random;
  app::SealedSecrets one = opened(file), other = opened(file);
  ASSERT_TRUE(one.add_seed(Bytes32{1}, random).ok());
  EXPECT_THAT(other.add_seed(Bytes32{2}, random).error().message(),
              HasSubstr("was changed by another run while this one used it"));
  EXPECT_EQ(opened(file).seed(Bytes32{1}).value().expose(), one.seed(Bytes32{1}).value().expose());
  // The one that wrote it goes on.
  EXPECT_TRUE(one.add_seed(Bytes32{2}, random).ok());
  EXPECT_TRUE(opened(file).has_seed(Bytes32{2}));
}

TEST(Sealed, ABackupUnderAnotherNameIsNotOverwritten) {
  const Scratch scratch;
  ASSERT_EQ(make_sealed(scratch / "anna", passphrase_file(scratch, kWords)).exit_code, 0);
  const std::string file = scratch / "anna/secrets.sealed", backup = scratch / "backup";
  const Bytes before = read_bytes(file);
  SystemRandom random;
  fs::create_hard_link(file, backup);
  EXPECT_THROW((void)opened(file).add_seed(Bytes32{1}, random), app::EnvironmentError);
  EXPECT_EQ(read_bytes(backup), before);
  fs::remove(file);
  fs::create_symlink(backup, file);
  EXPECT_THROW((void)opened(file).add_seed(Bytes32{1}, random), app::EnvironmentError);
  EXPECT_EQ(read_bytes(backup), before);
}

TEST(Sealed, PassphraseFilesAreRefusedWithAReason) {
  const Scratch scratch;
  const std::string file = passphrase_file(scratch, "too short");
  EXPECT_THAT(make_sealed(scratch / "a", file).err,
              HasSubstr(file + ": a new passphrase has at least 12 characters"));
  write_text(file, "пароль\n");  // six letters, of two bytes each
  EXPECT_THAT(make_sealed(scratch / "a", file).err,
              HasSubstr(file + ": a new passphrase has at least 12 characters"));
  write_text(file, std::string(kWords) + "\nand more\n");
  EXPECT_THAT(make_sealed(scratch / "b", file).err,
              HasSubstr(file + ": a passphrase is one line, here there are more"));
  write_text(file, "\n");
  EXPECT_THAT(make_sealed(scratch / "c", file).err, HasSubstr(file + ": the passphrase is empty"));
  write_text(file, std::string(1001, 'x'));
  EXPECT_THAT(make_sealed(scratch / "d", file).err, HasSubstr("at most 1000 bytes"));
  write_text(file, kWords);
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  const Ran shared = make_sealed(scratch / "e", file);
  EXPECT_EQ(shared.exit_code, 3);
  EXPECT_THAT(shared.err, HasSubstr("a passphrase that others may read; run: chmod 600"));
  const Ran missing = make_sealed(scratch / "f", scratch / "none");
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_THAT(missing.err, HasSubstr("none: cannot read: No such file"));
  // What is there is never overwritten.
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  ASSERT_EQ(make_sealed(scratch / "g", file).exit_code, 0);
  EXPECT_EQ(make_sealed(scratch / "g", file).exit_code, 3);
  EXPECT_EQ(viche({"trustee", "new", "--unsealed", "--state", scratch / "g"}).exit_code, 3);
  EXPECT_EQ(make_sealed(scratch / "h", file).exit_code, 0);
}

/// A program on a terminal of its own: types a line at each prompt, gives all that was shown.
std::string on_terminal(const std::vector<std::string>& arguments,
                        const std::vector<std::pair<std::string, std::string>>& dialogue,
                        int& exit_code) {
  std::vector<std::string> words{(fs::path(VICHE_BIN_DIR) / "viche").string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    ::execv(argv[0], argv.data());
    ::_exit(126);
  }
  std::string shown;
  std::size_t from = 0, turn = 0;
  char buffer[4096];
  for (ssize_t count = 0; (count = ::read(terminal, buffer, sizeof(buffer))) > 0;) {
    shown.append(buffer, static_cast<std::size_t>(count));
    if (turn < dialogue.size() && shown.find(dialogue[turn].first, from) != std::string::npos) {
      from = shown.size();
      const std::string& typed = dialogue[turn++].second;
      EXPECT_EQ(::write(terminal, typed.data(), typed.size()), static_cast<ssize_t>(typed.size()));
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  EXPECT_EQ(turn, dialogue.size()) << shown;
  return shown;
}

TEST(Sealed, TheTerminalAsksWithoutEcho) {
  const Scratch scratch;
  const std::string line = std::string(kWords) + "\n";
  int exit_code = -1;
  const std::vector<std::string> create{"trustee",       "new", "--state",       scratch / "anna",
                                        "--seal-memory", "8",   "--seal-passes", "1"};
  std::string shown = on_terminal(
      create, {{"New passphrase for", line}, {"The same again: ", "eight red lanterns\n"}},
      exit_code);
  EXPECT_EQ(exit_code, 1) << shown;
  EXPECT_THAT(shown, HasSubstr("the two passphrases differ"));
  EXPECT_FALSE(fs::exists(scratch / "anna/secrets.sealed"));
  shown =
      on_terminal(create, {{"New passphrase for", line}, {"The same again: ", line}}, exit_code);
  EXPECT_EQ(exit_code, 0) << shown;
  EXPECT_THAT(shown, Not(HasSubstr("lanterns")));
  EXPECT_THAT(shown, HasSubstr("check phrase: "));
  // Ctrl-C ends it, with the signal's own status.
  shown = on_terminal({"trustee", "new", "--state", scratch / "borys"},
                      {{"New passphrase for", "\x03"}}, exit_code);
  EXPECT_EQ(exit_code, 128 + SIGINT) << shown;
}

// A trustee and a signer with sealed secrets, beside two who chose otherwise, from keys to result;
// and the trustee's backup.
TEST(Sealed, ASealedTrusteeGoesThroughAWholeElection) {
  const Scratch scratch;
  const std::string words = passphrase_file(scratch, kWords);
  SmallElection election(2, Until::kOpen, 1, words);
  EXPECT_EQ(
      election
          .post({election.write_ballots("v.ballots", {election.cast(0, 0), election.cast(1, 1)})})
          .exit_code,
      0);
  const std::string sealed = election.path("anna/secrets.sealed");
  ASSERT_TRUE(fs::exists(sealed));
  EXPECT_FALSE(fs::exists(election.path("anna/" + election.manifest_hash() + "/seed.json")));
  election.agree();

  write_text(words, "seven blue lantern");
  const Ran wrong = election.trustee("anna", "decrypt");
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_EQ(wrong.err, "viche: " + sealed +
                           ": does not open: the passphrase is wrong, or the file was changed\n");
  EXPECT_FALSE(fs::exists(election.path("anna-decrypt.statement")));
  write_text(words, kWords);
  // A program without a terminal does not wait for one.
  const Ran unasked = viche({"trustee", "decrypt", "--state", election.path("anna"), "--record",
                             election.record(), "--out", election.path("x")});
  EXPECT_EQ(unasked.exit_code, 3);

  const std::vector<std::string> restore{
      "trustee",         "restore",  "--state", election.path("restored"), "--record",
      election.record(), "--sealed", sealed,    "--passphrase-file",       words};
  const Ran restored = viche(restore);
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_EQ(viche(restore).exit_code, 3) << "is not empty";
  const Ran signs =
      viche({"trustee", "agree", "--state", election.path("restored"), "--record",
             election.record(), "--out", election.path("x"), "--passphrase-file", words});
  EXPECT_EQ(signs.exit_code, 1);
  EXPECT_THAT(signs.err, HasSubstr("restored from a backup"));
  EXPECT_EQ(election.trustee("borys", "decrypt").exit_code, 0);
  const Ran decrypts = viche({"trustee", "decrypt", "--state", election.path("restored"),
                              "--record", election.record(), "--out",
                              election.path("anna-decrypt.statement"), "--passphrase-file", words});
  ASSERT_EQ(decrypts.exit_code, 0) << decrypts.err;
  EXPECT_EQ(
      election
          .post({election.path("anna-decrypt.statement"), election.path("borys-decrypt.statement")})
          .exit_code,
      0);
  EXPECT_EQ(election.registrar("result").exit_code, 0);
  EXPECT_EQ(election.witness_cosigns().exit_code, 0);
  const Ran verified = verify(election.record());
  EXPECT_EQ(verified.exit_code, 0) << verified.out;
}

}  // namespace
}  // namespace viche::test
