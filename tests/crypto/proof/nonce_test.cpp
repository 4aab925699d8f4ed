#include "crypto/proof/nonce.h"

#include <gtest/gtest.h>

#include <set>

#include "crypto/proof/transcript.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

const Bytes kKey = {1, 2, 3};
const Bytes kStatement = {4, 5};

TEST(HedgedScalar, IsTheHashOfFreshBytesSecretsAndStatement) {
  test::SeededRandom random(9);
  test::SeededRandom same(9);
  const Bytes32 fresh = same.bytes32();
  Transcript transcript("tag");
  transcript.add_u32(3).add(ByteView(fresh)).add(kKey).add(kStatement);
  EXPECT_EQ(hedged_scalar("tag", 3, random, {kKey}, {kStatement}).expose(), transcript.challenge());
}

TEST(HedgedScalar, ChangesWithEveryInput) {
  const Bytes other = {9};
  std::set<Bytes32> seen;
  const auto insert = [&seen](const Secret<Scalar>& scalar) {
    seen.insert(scalar.expose().encode());
  };
  const auto fresh = [] { return test::SeededRandom(10); };
  test::SeededRandom random = fresh();
  insert(hedged_scalar("tag", 0, random, {kKey}, {kStatement}));
  insert(hedged_scalar("tag", 0, random, {kKey}, {kStatement}));  // the generator has gone on
  random = fresh();
  insert(hedged_scalar("gat", 0, random, {kKey}, {kStatement}));
  random = fresh();
  insert(hedged_scalar("tag", 1, random, {kKey}, {kStatement}));
  random = fresh();
  insert(hedged_scalar("tag", 0, random, {other}, {kStatement}));
  random = fresh();
  insert(hedged_scalar("tag", 0, random, {kKey}, {other}));
  random = fresh();
  insert(hedged_scalar("tag", 0, random, {}, {}));
  EXPECT_EQ(seen.size(), 7U);
}

TEST(HedgedScalar, PartsInAListOrInASpan) {
  test::SeededRandom random(11);
  test::SeededRandom same(11);
  const std::vector<ByteView> secrets = {kKey, kKey};
  const std::vector<ByteView> publics = {kStatement};
  EXPECT_EQ(hedged_scalar("tag", 0, random, secrets, publics).expose(),
            hedged_scalar("tag", 0, same, {kKey, kKey}, {kStatement}).expose());
}

}  // namespace
}  // namespace viche
