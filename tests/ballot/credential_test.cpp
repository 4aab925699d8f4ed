#include "ballot/credential.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/proof/transcript.h"
#include "tests/support/seeded_random.h"

namespace viche::ballot {
namespace {

using testing::HasSubstr;

Secret<Code> code_of(std::uint8_t byte) {
  Code code{};
  code.fill(byte);
  return Secret<Code>(std::move(code));
}

std::string refusal(const std::string& printed) {
  const auto code = parse_code(printed);
  return code ? "accepted" : code.error().message();
}

TEST(Credential, OnADevice) {
  SystemRandom random;
  const Credential a = generate_credential(random);
  const Credential b = generate_credential(random);
  EXPECT_EQ(multiply_base(a.k.expose()), a.K);
  EXPECT_FALSE(a.K == b.K);
}

TEST(Credential, ManyAreThoseThatWouldBeMadeOneByOne) {
  for (const std::size_t count : {0U, 1U, 63U, 64U, 131U}) {
    test::SeededRandom random(20260104), again(20260104);
    const std::vector<Credential> many = generate_credentials(count, random);
    ASSERT_EQ(many.size(), count);
    for (const Credential& credential : many) {
      const Credential one = generate_credential(again);
      ASSERT_EQ(credential.k.expose(), one.k.expose());
      ASSERT_EQ(credential.K, one.K);
    }
  }
}

TEST(Credential, OfACode) {
  Bytes32 manifest{};
  manifest.fill(9);
  const Secret<Code> code = code_of(1);
  const Credential credential = credential_from_code(code, manifest);
  EXPECT_EQ(credential.k.expose(), Transcript("viche/v1/credential")
                                       .add(ByteView(code.expose()))
                                       .add(ByteView(manifest))
                                       .challenge());
  EXPECT_EQ(multiply_base(credential.k.expose()), credential.K);
  manifest[31] ^= 1;
  EXPECT_FALSE(credential_from_code(code, manifest).K == credential.K);
  EXPECT_FALSE(credential_from_code(code_of(2), manifest).K == credential.K);
}

TEST(Code, IsPrintedInSevenGroupsAndReadBack) {
  test::SeededRandom random(20260103);
  for (int i = 0; i < 100; ++i) {
    const Secret<Code> code = generate_code(random);
    const std::string printed = print_code(code);
    ASSERT_EQ(printed.size(), 34U);
    const auto read = parse_code(printed);
    ASSERT_TRUE(read.ok()) << printed;
    EXPECT_EQ(read->expose(), code.expose());
  }
  const std::string zeros = print_code(code_of(0));
  EXPECT_EQ(zeros.substr(0, 30), "0000-0000-0000-0000-0000-0000-");
  // 128 bits are 25 characters and three bits: the checksum starts in the 26th.
  const Bytes32 checksum = Transcript("viche/v1/code-checksum").add(ByteView(Code{})).digest32();
  constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const unsigned bits = static_cast<unsigned>(checksum[0] << 4 | checksum[1] >> 4);
  EXPECT_EQ(zeros[31], kDigits[bits >> 10]);
  EXPECT_EQ(zeros[32], kDigits[bits >> 5 & 31]);
  EXPECT_EQ(zeros[33], kDigits[bits & 31]);
}

TEST(Code, IsReadAsPeopleTypeIt) {
  const Bytes bytes = from_hex("00443214c74254b635cf84653a56d7c6").value();  // 0, 1, 2, ...
  Code plain{};
  std::copy(bytes.begin(), bytes.end(), plain.begin());
  const Secret<Code> code(std::move(plain));
  const std::string printed = print_code(code);
  std::string typed;
  for (const char c : printed) {
    if (c == '-') continue;
    typed += ' ';
    typed += c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
  }
  EXPECT_EQ(parse_code(typed).value().expose(), code.expose());
  EXPECT_THAT(typed, HasSubstr("o"));
  EXPECT_THAT(typed, HasSubstr("l"));
}

TEST(Code, MistakesAreRefused) {
  const std::string printed = print_code(code_of(0x5a));
  for (std::size_t i = 0; i < printed.size(); ++i) {
    if (printed[i] == '-') continue;
    std::string wrong = printed;
    wrong[i] = wrong[i] == '7' ? '8' : '7';
    EXPECT_THAT(refusal(wrong), HasSubstr("typing mistake")) << i;
  }
  std::string unknown = printed;
  unknown[0] = 'U';
  EXPECT_EQ(refusal(unknown),
            "character 1: not a letter or digit of such a code (the letter U does not occur)");
  EXPECT_THAT(refusal(printed.substr(0, 33)),
              HasSubstr("expected 28 letters and digits, found 27"));
  EXPECT_THAT(refusal(printed + "0"), HasSubstr("found 29"));
  EXPECT_THAT(refusal(""), HasSubstr("found 0"));
  EXPECT_THAT(refusal(printed + "\n"), HasSubstr("character 35"));
}

}  // namespace
}  // namespace viche::ballot
