// The arithmetic modulo l of every kernel, against GMP.

#include <gtest/gtest.h>

#include "crypto/group/kernel/kernel.h"
#include "tests/crypto/group/integers.h"
#include "tests/crypto/group/kernel/every_kernel.h"

namespace viche::kernel {
namespace {

using test::modulo_order;
constexpr std::uint64_t kSeed = 8;
constexpr std::size_t kLanes = ScalarBlock::kLanes;
using Integers = std::vector<mpz_class>;
using Blocks = std::vector<ScalarBlock>;

// Integers in blocks of lanes; zero in the last lanes that are left.
Blocks blocks_of(const ScalarFunctions& kernel, const Integers& integers) {
  Blocks blocks((integers.size() + kLanes - 1) / kLanes);
  std::vector<Bytes32> bytes(kLanes * blocks.size());
  std::vector<const std::uint8_t*> pointers;
  for (std::size_t i = 0; i < integers.size(); ++i) bytes[i] = test::to_bytes<32>(integers[i]);
  for (const Bytes32& each : bytes) pointers.push_back(each.data());
  std::vector<std::uint8_t> canonical(blocks.size());
  kernel.decode(pointers.data(), blocks.size(), blocks.data(), canonical.data());
  for (const std::uint8_t mask : canonical) EXPECT_EQ(mask, 0xff);
  return blocks;
}

Integers integers_of(const ScalarFunctions& kernel, const Blocks& blocks, std::size_t count) {
  Bytes bytes(32 * kLanes * blocks.size());
  kernel.encode(blocks.data(), blocks.size(), bytes.data());
  Integers integers;
  for (std::size_t i = 0; i < count; ++i)
    integers.push_back(test::to_integer(ByteView(bytes).subspan(32 * i, 32)));
  return integers;
}

// Every pair of the samples, in ragged order so that the lanes of a block differ.
struct Pairs {
  Pairs() {
    const Integers samples = test::integers_below_the_order(kSeed);
    for (std::size_t shift = 0; shift < samples.size(); ++shift) {
      for (std::size_t i = 0; i < samples.size(); ++i) {
        a.push_back(samples[i]);
        b.push_back(samples[(i + shift) % samples.size()]);
        c.push_back(samples[(i + 2 * shift) % samples.size()]);
      }
    }
  }
  Integers a, b, c;
};

class KernelScalars : public test::EveryKernel {
 protected:
  const ScalarFunctions& kernel = *GetParam().scalars;
};

TEST_P(KernelScalars, ArithmeticAgreesWithGmp) {
  const Pairs pairs;
  const Blocks a = blocks_of(kernel, pairs.a), b = blocks_of(kernel, pairs.b),
               c = blocks_of(kernel, pairs.c);
  const std::size_t count = pairs.a.size();
  Blocks sum(a.size()), difference(a.size()), product(a.size()), product_and_addend(a.size());
  kernel.add(a.data(), b.data(), a.size(), sum.data());
  kernel.subtract(a.data(), b.data(), a.size(), difference.data());
  kernel.multiply(a.data(), b.data(), a.size(), product.data());
  kernel.multiply_add(a.data(), b.data(), c.data(), a.size(), product_and_addend.data());
  const Integers sums = integers_of(kernel, sum, count),
                 differences = integers_of(kernel, difference, count),
                 products = integers_of(kernel, product, count),
                 products_and_addends = integers_of(kernel, product_and_addend, count);
  for (std::size_t i = 0; i < count; ++i) {
    const mpz_class &x = pairs.a[i], &y = pairs.b[i], &z = pairs.c[i];
    ASSERT_EQ(sums[i], modulo_order(x + y)) << x << " " << y;
    ASSERT_EQ(differences[i], modulo_order(x - y)) << x << " " << y;
    ASSERT_EQ(products[i], modulo_order(x * y)) << x << " " << y;
    ASSERT_EQ(products_and_addends[i], modulo_order(x * y + z)) << x << " " << y << " " << z;
  }
}

TEST_P(KernelScalars, OutputsMayBeInputs) {
  const Integers samples = test::integers_below_the_order(kSeed);
  const Blocks a = blocks_of(kernel, samples);
  for (const auto operation : {kernel.add, kernel.subtract, kernel.multiply}) {
    Blocks apart(a.size()), both = a;
    operation(a.data(), a.data(), a.size(), apart.data());
    operation(both.data(), both.data(), both.size(), both.data());
    EXPECT_EQ(integers_of(kernel, both, samples.size()),
              integers_of(kernel, apart, samples.size()));
  }
  Blocks addends = a;
  kernel.multiply_add(a.data(), a.data(), addends.data(), a.size(), addends.data());
  const Integers sums = integers_of(kernel, addends, samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i)
    EXPECT_EQ(sums[i], modulo_order(samples[i] * samples[i] + samples[i]));
}

TEST_P(KernelScalars, DecodeTakesExactlyTheCanonical) {
  Integers samples = test::integers_of_32_bytes(kSeed);
  while (samples.size() % kLanes != 0) samples.push_back(test::kOrder);
  std::vector<Bytes32> bytes;
  std::vector<const std::uint8_t*> pointers;
  for (const mpz_class& sample : samples) bytes.push_back(test::to_bytes<32>(sample));
  for (const Bytes32& each : bytes) pointers.push_back(each.data());
  Blocks blocks(samples.size() / kLanes);
  std::vector<std::uint8_t> canonical(blocks.size(), 0x5a);
  kernel.decode(pointers.data(), blocks.size(), blocks.data(), canonical.data());
  const Integers decoded = integers_of(kernel, blocks, samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const bool below = samples[i] < test::kOrder;
    EXPECT_EQ(canonical[i / kLanes] >> (i % kLanes) & 1, below ? 1 : 0) << samples[i];
    EXPECT_EQ(decoded[i], below ? samples[i] : mpz_class(0)) << samples[i];
  }
}

TEST_P(KernelScalars, ReduceAgreesWithGmp) {
  Integers samples = test::integers_of_64_bytes(kSeed);
  while (samples.size() % kLanes != 0) samples.push_back(1);
  Bytes digests;
  for (const mpz_class& sample : samples) append(digests, test::to_bytes<64>(sample));
  Blocks blocks(samples.size() / kLanes);
  kernel.reduce(digests.data(), blocks.size(), blocks.data());
  const Integers reduced = integers_of(kernel, blocks, samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i)
    EXPECT_EQ(reduced[i], modulo_order(samples[i])) << samples[i];
}

TEST_P(KernelScalars, NoBlocksAreNothing) {
  kernel.multiply(nullptr, nullptr, 0, nullptr);
  kernel.multiply_add(nullptr, nullptr, nullptr, 0, nullptr);
  kernel.add(nullptr, nullptr, 0, nullptr);
  kernel.subtract(nullptr, nullptr, 0, nullptr);
  kernel.decode(nullptr, 0, nullptr, nullptr);
  kernel.reduce(nullptr, 0, nullptr);
  kernel.encode(nullptr, 0, nullptr);
}

VICHE_ON_EVERY_KERNEL(KernelScalars);

}  // namespace
}  // namespace viche::kernel
