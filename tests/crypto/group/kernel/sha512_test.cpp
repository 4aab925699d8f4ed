// Every kernel's SHA-512 of many messages, against published digests and OpenSSL's of one.

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/group/hash.h"
#include "crypto/group/kernel/kernel.h"
#include "tests/support/seeded_random.h"

namespace viche::kernel {
namespace {

class KernelSha512 : public testing::TestWithParam<Kernel> {
 protected:
  void SetUp() override {
    if (!GetParam().supported()) {
      GTEST_SKIP() << "kernel " << GetParam().name << " does not run on this machine";
    }
  }

  static std::vector<Bytes64> hash(const std::vector<Bytes>& messages) {
    const std::vector<ByteView> views(messages.begin(), messages.end());
    std::vector<Bytes64> digests(messages.size());
    GetParam().sha512(views, digests.data());
    return digests;
  }
  static void expect_as_openssl(const std::vector<Bytes>& messages) {
    const std::vector<Bytes64> digests = hash(messages);
    for (std::size_t i = 0; i < messages.size(); ++i) {
      EXPECT_EQ(digests[i], viche::sha512(messages[i])) << "length " << messages[i].size();
    }
  }
};

TEST_P(KernelSha512, PublishedVectors) {
  const auto text = [](std::string_view message) {
    const ByteView bytes = as_bytes(message);
    return Bytes(bytes.begin(), bytes.end());
  };
  const std::vector<Bytes64> digests =
      hash({text(""), text("abc"),
            text("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                 "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
            Bytes(1000000, 'a')});
  EXPECT_EQ(to_hex(digests[0]),
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
            "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
  EXPECT_EQ(to_hex(digests[1]),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(to_hex(digests[2]),
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
            "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909");
  EXPECT_EQ(to_hex(digests[3]),
            "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
            "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b");
}

TEST_P(KernelSha512, EveryLengthInEveryCompany) {
  test::SeededRandom random(512);
  std::vector<Bytes> messages;
  for (std::size_t length = 0; length <= 300; ++length) messages.push_back(random.bytes(length));
  for (const std::size_t length : {1199, 1200, 1201, 5000})
    messages.push_back(random.bytes(length));
  expect_as_openssl(messages);
  std::reverse(messages.begin(), messages.end());
  expect_as_openssl(messages);
  for (int round = 0; round < 20; ++round) {
    for (Bytes& message : messages) std::swap(message, messages[random.below(messages.size())]);
    expect_as_openssl(messages);
  }
}

TEST_P(KernelSha512, EveryNumberOfMessages) {
  test::SeededRandom random(513);
  std::vector<Bytes> messages;
  for (int count = 0; count <= 70; ++count) {
    expect_as_openssl(messages);
    messages.push_back(random.bytes(random.below(2000)));
  }
}

TEST_P(KernelSha512, EveryLaneWithMessagesOfOneLength) {
  test::SeededRandom random(514);
  for (const std::size_t length : {1, 111, 112, 128, 1200}) {
    std::vector<Bytes> messages;
    for (int i = 0; i < 64; ++i) messages.push_back(random.bytes(length));
    expect_as_openssl(messages);
  }
}

INSTANTIATE_TEST_SUITE_P(Kernels, KernelSha512, testing::ValuesIn(all().begin(), all().end()),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(Sha512Many, IsOfEachMessage) {
  test::SeededRandom random(515);
  const Bytes a = random.bytes(300), b = random.bytes(20);
  const std::vector<ByteView> messages{a, b, a};
  std::vector<Bytes64> digests(3);
  sha512_many(messages, digests);
  EXPECT_EQ(digests, (std::vector<Bytes64>{sha512(a), sha512(b), sha512(a)}));
  sha512_many({}, {});
}

TEST(Sha512ManyDeathTest, NeedsAsManyDigestsAsMessages) {
  const std::vector<ByteView> messages(2);
  std::vector<Bytes64> digests(1);
  EXPECT_DEATH(sha512_many(messages, digests), "unequal numbers");
}

}  // namespace
}  // namespace viche::kernel
