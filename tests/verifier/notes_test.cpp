// R1, R2, R3, R8 and R9: each reason for which a note, a line of it or a receipt is refused.

#include <gtest/gtest.h>

#include "tests/verifier/tiny_election.h"
#include "verifier/note.h"
#include "verifier/receipt.h"

namespace viche::verifier::test {
namespace {

constexpr const char* kDash = "\xe2\x80\x94 ";

class NoteReasons : public testing::Test {
 protected:
  TinyElection election_ = [] {
    TinyElection election;
    election.add_manifest();
    return election;
  }();
  std::string note_ = election_.checkpoint(1);
  Checkpoint checkpoint_ = *read_checkpoint(note_).checkpoint;
  std::unique_ptr<Arithmetic> arithmetic_ = make_sodium_arithmetic();
  const Manifest& manifest_ = election_.manifest();

  /// The honest note with one thing replaced.
  std::string with(const std::string& from, const std::string& to) const {
    std::string text = note_;
    return text.replace(text.find(from), from.size(), to);
  }
  static std::string fault(const std::string& text) {
    const CheckpointReading reading = read_checkpoint(text);
    return reading.fault ? reading.fault->message() : "none";
  }
  std::string log_line_fault(const SignatureLine& line) const {
    const auto verdict = check_log_line(checkpoint_, line, manifest_.log_key, *arithmetic_);
    return verdict ? "none" : verdict.error().message();
  }
  std::string witness_line_fault(const SignatureLine& line) const {
    const auto verdict = check_witness_line(checkpoint_, line, manifest_.witnesses, *arithmetic_);
    return verdict ? "none" : verdict.error().message();
  }
  std::string kept_fault(const Checkpoint& checkpoint) const {
    const auto verdict =
        check_kept_checkpoint(checkpoint, manifest_, checkpoint_.origin, *arithmetic_);
    return verdict ? "none" : verdict.error().message();
  }
};

TEST(Decimals, HaveOneSpelling) {
  for (const char* text :
       {"", "01", "00", "+1", "-1", " 1", "1 ", "1a", "a", "0x1", "18446744073709551616"}) {
    EXPECT_FALSE(read_decimal(text).has_value()) << text;
  }
  EXPECT_EQ(read_decimal("0"), 0U);
  EXPECT_EQ(read_decimal("18446744073709551615"), UINT64_MAX);
}

TEST_F(NoteReasons, OfACheckpointsForm) {
  const std::string log_line =
      note_.substr(note_.find(kDash), note_.rfind(kDash) - note_.find(kDash));
  EXPECT_EQ(fault(note_), "none");
  EXPECT_EQ(fault(""), "fewer than three lines");
  EXPECT_EQ(fault("a\n1\n"), "fewer than three lines");
  EXPECT_EQ(fault(with("\n1\n", "\n01\n")),
            "line 2: not a decimal number below 2^64 without leading zero");
  EXPECT_EQ(fault("a\n1\nAAAA\n\n" + log_line), "line 3: not a hash of 32 bytes");
  EXPECT_EQ(fault(note_.substr(0, note_.find("\n\n") + 1)),
            "line 4: no empty line after the third");
  EXPECT_EQ(fault(with("=\n\n", "=\nmore\n")), "line 4: no empty line after the third");
  EXPECT_EQ(fault(note_.substr(0, note_.find("\n\n") + 2)), "no signature line");
  EXPECT_EQ(fault(note_.substr(0, note_.size() - 1)), "line 6: no newline at its end");
  EXPECT_EQ(fault(with(kDash, "- ")), "line 5: no em dash and space at its start");
  EXPECT_EQ(fault(note_ + kDash + "name\n"), "line 7: not a name and a signature");
  EXPECT_EQ(fault(note_ + kDash + " AAAAAAA=\n"), "line 7: not a name and a signature");
  EXPECT_EQ(fault(note_ + kDash + "a+b AAAAAAA=\n"), "line 7: a character that a name cannot have");
  EXPECT_EQ(fault(note_ + kDash + "\xc3\xa9 AAAAAAA=\n"),
            "line 7: a character that a name cannot have");
  EXPECT_EQ(fault(note_ + kDash + "name AAAAAA==\n"), "line 7: a signature of no bytes");
  std::string more = note_;  // two lines
  for (int i = 2; i < 64; ++i) more += kDash + std::string("name AAAAAAA=\n");
  EXPECT_EQ(fault(more), "none");
  EXPECT_EQ(fault(more + kDash + "name AAAAAAA=\n"), "line 69: more than 64 signature lines");
}

TEST_F(NoteReasons, OfTheLogsLine) {
  const SignatureLine good = checkpoint_.lines[0];
  EXPECT_EQ(log_line_fault(good), "none");
  // Signed by the log's key, under another name and with that name's key id.
  SignatureLine renamed = good;
  renamed.name = "viche/v1/other";
  renamed.key_id = key_id(renamed.name, kEd25519, manifest_.log_key);
  EXPECT_EQ(log_line_fault(renamed), "the line's name is not the origin");
  SignatureLine other_id = good;
  other_id.key_id[0] ^= 1;
  EXPECT_EQ(log_line_fault(other_id), "the key id is not that of the manifest's log key");
  SignatureLine longer = good;
  longer.signature.push_back(0);
  EXPECT_EQ(log_line_fault(longer), "the log's signature is not valid");
  SignatureLine changed = good;
  changed.signature[5] ^= 1;
  EXPECT_EQ(log_line_fault(changed), "the log's signature is not valid");
}

TEST_F(NoteReasons, OfAWitnesssLine) {
  const SignatureLine good = checkpoint_.lines[1];
  EXPECT_EQ(witness_line_fault(good), "none");
  SignatureLine unknown = good;
  unknown.name = "x.example";
  EXPECT_EQ(witness_line_fault(unknown), "x.example: not the name of a witness");
  SignatureLine other_id = good;
  other_id.key_id[0] ^= 1;
  EXPECT_EQ(witness_line_fault(other_id), "w.example: the key id is not that of the witness");
  SignatureLine no_time = good;
  no_time.signature.resize(7);
  EXPECT_EQ(witness_line_fault(no_time), "w.example: not a cosignature");
  SignatureLine shorter = good;
  shorter.signature.pop_back();
  EXPECT_EQ(witness_line_fault(shorter), "w.example: not a cosignature");
  SignatureLine late = good;
  late.signature[0] = 0x80;  // a time of 2^63 seconds
  EXPECT_EQ(witness_line_fault(late), "w.example: not a cosignature");
  SignatureLine other_time = good;
  other_time.signature[7] ^= 1;
  EXPECT_EQ(witness_line_fault(other_time), "w.example: the cosignature is not valid");
}

TEST_F(NoteReasons, OfAKeptCheckpoint) {
  EXPECT_EQ(kept_fault(checkpoint_), "none");
  Checkpoint other = checkpoint_;
  other.origin = "viche/v1/other";
  EXPECT_EQ(kept_fault(other), "its origin is another log's");
  Checkpoint unsigned_by_log = checkpoint_;
  unsigned_by_log.lines.erase(unsigned_by_log.lines.begin());
  EXPECT_EQ(kept_fault(unsigned_by_log), "not signed by the log");
  Checkpoint bad_witness = checkpoint_;
  bad_witness.lines[1].signature[9] ^= 1;
  EXPECT_EQ(kept_fault(bad_witness), "w.example: the cosignature is not valid");
  Checkpoint log_twice = checkpoint_;
  log_twice.lines.push_back(checkpoint_.lines[0]);
  EXPECT_EQ(kept_fault(log_twice), "a second line of the log");
  Checkpoint witness_twice = checkpoint_;
  witness_twice.lines.push_back(checkpoint_.lines[1]);
  EXPECT_EQ(kept_fault(witness_twice), "w.example: a second line of a witness");
  Checkpoint with_stranger = checkpoint_;
  with_stranger.lines[1].name = "stranger";
  with_stranger.lines.push_back(with_stranger.lines[1]);  // twice, and it says nothing
  const auto witnesses =
      check_kept_checkpoint(with_stranger, manifest_, checkpoint_.origin, *arithmetic_);
  ASSERT_TRUE(witnesses.ok());
  EXPECT_EQ(*witnesses, 0U);
}

TEST_F(NoteReasons, OfAReceiptsForm) {
  const auto fault = [](const std::string& text) {
    const Result<Receipt> receipt = read_receipt(text);
    return receipt ? "none" : receipt.error().message();
  };
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = std::string(43, 'A') + "=\n";
  std::string hashes;
  for (int i = 0; i < 64; ++i) hashes += hash;
  EXPECT_EQ(fault(head + "index 0\n\n" + note_), "none");
  EXPECT_EQ(fault(head + "extra YWJj\nindex 0\n" + hashes + "\n" + note_), "none");
  EXPECT_EQ(fault(""), "line 1: not a C2SP tlog-proof");
  EXPECT_EQ(fault("c2sp.org/tlog-proof@v2\nindex 0\n\n" + note_), "line 1: not a C2SP tlog-proof");
  EXPECT_EQ(fault(head), "line 2: ends too early");
  EXPECT_EQ(fault(head + "extra ?\nindex 0\n\n" + note_), "line 2: malformed base64, or none");
  EXPECT_EQ(fault(head + "extra \nindex 0\n\n" + note_), "line 2: malformed base64, or none");
  EXPECT_EQ(fault(head + "extra YWJj\n"), "line 3: ends too early");
  EXPECT_EQ(fault(head + "indeX 0\n\n" + note_), "line 2: no `index` and a decimal number");
  EXPECT_EQ(fault(head + "index 01\n\n" + note_), "line 2: no `index` and a decimal number");
  EXPECT_EQ(fault(head + "index 0\n" + hash), "line 4: ends too early");
  EXPECT_EQ(fault(head + "index 0\n?\n\n" + note_), "line 3: not a hash in base64");
  EXPECT_EQ(fault(head + "index 0\nAAAA\n\n" + note_), "line 3: not a hash in base64");
  EXPECT_EQ(fault(head + "index 0\n" + hashes + hash + "\n" + note_), "line 67: too long a proof");
  EXPECT_EQ(fault(head + "index 0\n\n"), "checkpoint: fewer than three lines");
}

}  // namespace
}  // namespace viche::verifier::test
