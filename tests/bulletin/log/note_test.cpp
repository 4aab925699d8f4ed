#include "bulletin/log/note.h"

#include <gtest/gtest.h>

#include "tests/bulletin/support/log_samples.h"

namespace viche::log {
namespace {

// Keys and notes of golang.org/x/mod/sumdb/note, whose format C2SP signed-note is.
constexpr const char* kPeterKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr const char* kPeterSecret = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";  // type, seed
constexpr const char* kEnochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const std::string kText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string kPeterLine =
    "\xe2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const std::string kEnochLine =
    "\xe2\x80\x94 EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/"
    "5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

VerifierKey key(const char* text) { return VerifierKey::decode(text).value(); }
std::vector<VerifierKey> keys(std::initializer_list<const char*> texts) {
  std::vector<VerifierKey> decoded;
  for (const char* text : texts) decoded.push_back(key(text));
  return decoded;
}

TEST(NoteKey, PublishedKeysAndSignature) {
  const VerifierKey peter = key(kPeterKey);
  EXPECT_EQ(peter.name, "PeterNeumann");
  EXPECT_EQ(peter.id(), 0xc74f20a3U);
  EXPECT_EQ(peter.encode(), kPeterKey);
  EXPECT_EQ(key(kEnochKey).id(), 0xaf0cfe78U);

  const Bytes secret = from_base64(kPeterSecret).value();
  Bytes32 seed;
  std::copy(secret.begin() + 1, secret.end(), seed.begin());
  const Ed25519Signer signer{Secret<Bytes32>(std::move(seed))};
  EXPECT_EQ(sign_text("PeterNeumann", signer, kText).line(), kPeterLine);
}

TEST(NoteKey, PartsAndChangesOfAKeyAreRefused) {
  const std::string text = kPeterKey;
  for (std::size_t first = 0; first < text.size(); ++first) {
    for (std::size_t end = first; end <= text.size(); ++end) {
      if (end - first < text.size()) {
        EXPECT_FALSE(VerifierKey::decode(text.substr(first, end - first)).ok());
      }
    }
  }
  test::for_each_bit_flip(text, [](const std::string& flipped, std::size_t bit) {
    EXPECT_FALSE(VerifierKey::decode(flipped).ok()) << bit;
  });
  // Right ids, but a key that is too long, and of an unknown type (from the Go tests).
  EXPECT_FALSE(VerifierKey::decode(
                   "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")
                   .ok());
  EXPECT_FALSE(
      VerifierKey::decode("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
          .ok());
}

TEST(NoteKey, TypeIsPartOfTheId) {
  const VerifierKey log = test::verifier_key("w", SignatureType::kEd25519, 1);
  const VerifierKey witness = test::verifier_key("w", SignatureType::kCosignature, 1);
  EXPECT_NE(log.id(), witness.id());
  EXPECT_EQ(key(witness.encode().c_str()), witness);
  EXPECT_FALSE(VerifierKey::create("with space", SignatureType::kEd25519, log.key).ok());
}

TEST(Note, OneSpelling) {
  test::expect_one_spelling<Note>(kText + "\n" + kPeterLine + kEnochLine);
  // The last empty line separates; the text may hold others.
  const Note note = Note::decode("a\n\nb\n\n" + kPeterLine).value();
  EXPECT_EQ(note.text, "a\n\nb\n");
}

TEST(Note, MalformedNotesAreRefused) {
  for (const std::string& text :
       {std::string(), kText, kText + "\n", kText + kPeterLine,
        kText + "\n" + kPeterLine.substr(0, kPeterLine.size() - 1),
        "\x01" + kText + "\n" + kPeterLine, "\xff" + kText + "\n" + kPeterLine,
        kText + "\n" + kPeterLine + "Unexpected line.\n", kText + "\n" + kPeterLine + "\n",
        kText + "\n\xe2\x80\x94 Bad Name x08go/ZJ\n", kText + "\n\xe2\x80\x94 Bad+Name x08go/ZJ\n",
        kText + "\n\xe2\x80\x94  x08go/ZJ\n", kText + "\n\xe2\x80\x94 name\n",
        kText + "\n\xe2\x80\x94 name AAAA\n", kText + "\n\xe2\x80\x94 name AAAAAA==\n",
        kText + "\n\xe2\x80\x94 name AAAAAAB=\n", kText + "\n- name AAAAAAA=\n",
        kText + "\n\xe2\x80\x94 name AAAAAAA= \n", kText + "\r\n" + kPeterLine}) {
    EXPECT_FALSE(Note::decode(text).ok()) << text;
  }
}

TEST(Note, UnknownKeysAreReportedApart) {
  const Note note = Note::decode(kText + "\n" + kPeterLine + kEnochLine).value();
  const NoteVerdict one = verify_note(note, keys({kEnochKey})).value();
  ASSERT_EQ(one.verified.size(), 1U);
  EXPECT_EQ(one.verified[0].signature, 1U);
  EXPECT_EQ(one.unknown, std::vector<std::size_t>{0});
  const NoteVerdict both = verify_note(note, keys({kEnochKey, kPeterKey})).value();
  ASSERT_EQ(both.verified.size(), 2U);
  EXPECT_EQ(both.verified[0].key, 1U);
  EXPECT_EQ(both.verified[1].key, 0U);
  EXPECT_TRUE(both.unknown.empty());
  EXPECT_FALSE(verify_note(note, {}).ok());
}

TEST(Note, AKnownKeysBadSignatureRejectsTheNote) {
  Note note = Note::decode(kText + "\n" + kPeterLine + kEnochLine).value();
  note.signatures[1].signature[5] ^= 1;
  EXPECT_FALSE(verify_note(note, keys({kPeterKey, kEnochKey})).ok());
  EXPECT_TRUE(verify_note(note, keys({kPeterKey})).ok());  // unknown: it says nothing
  note.signatures[1].signature.pop_back();
  EXPECT_FALSE(verify_note(note, keys({kPeterKey, kEnochKey})).ok());

  Note other_text = Note::decode(kText + "\n" + kPeterLine).value();
  other_text.text += "more\n";
  EXPECT_FALSE(verify_note(other_text, keys({kPeterKey})).ok());
}

TEST(Note, AKnownKeySignsOnce) {
  const Note note = Note::decode(kText + "\n" + kPeterLine + kEnochLine + kPeterLine).value();
  EXPECT_FALSE(verify_note(note, keys({kPeterKey})).ok());
  EXPECT_TRUE(verify_note(note, keys({kEnochKey})).ok());
  EXPECT_FALSE(verify_note(note, keys({kEnochKey, kEnochKey})).ok());  // ambiguous
}

TEST(Note, NameOrIdAloneDoesNotMakeAKeyKnown) {
  Note note = Note::decode(kText + "\n" + kPeterLine).value();
  note.signatures[0].key_id ^= 1;
  EXPECT_FALSE(verify_note(note, keys({kPeterKey})).ok());
  note.signatures.push_back(Note::decode(kText + "\n" + kPeterLine).value().signatures[0]);
  EXPECT_EQ(verify_note(note, keys({kPeterKey})).value().unknown, std::vector<std::size_t>{0});
}

TEST(Note, UpTo64Signatures) {
  std::string lines;
  for (int i = 0; i < 63; ++i) lines += "\xe2\x80\x94 w" + std::to_string(i) + " AAAAAAAA\n";
  const Result<Note> largest = Note::decode(kText + "\n" + lines + kPeterLine);
  ASSERT_TRUE(largest.ok());
  EXPECT_TRUE(verify_note(*largest, keys({kPeterKey})).ok());
  EXPECT_FALSE(Note::decode(kText + "\n" + lines + kPeterLine + kEnochLine).ok());
}

}  // namespace
}  // namespace viche::log
