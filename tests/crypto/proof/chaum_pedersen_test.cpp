#include "crypto/proof/chaum_pedersen.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/proof/transcript.h"
#include "tests/support/seeded_random.h"

namespace viche {
namespace {

using Statements = std::vector<ChaumPedersenStatement>;
using Proofs = std::vector<ChaumPedersenProof>;
using Indices = std::vector<std::size_t>;

class ChaumPedersen : public testing::Test {
 protected:
  void add() {
    x_.push_back(random_.scalar());
    const Scalar x = x_.back();
    const Point B = random_.point();
    statements_.push_back({B, multiply_base(x), multiply(x, B), random_.scalar()});
    proofs_.push_back(chaum_pedersen_prove(Secret<Scalar>(Scalar(x)), statements_.back(), random_));
  }

  // A proof of statement i that misses the two equations by these elements.
  ChaumPedersenProof off_by(std::size_t i, const Point& first, const Point& second) {
    const Scalar v = random_.scalar();
    const Point a1 = multiply_base(v) + first;
    const Point a2 = multiply(v, statements_[i].B) + second;
    const Scalar c =
        Transcript("viche/v1/chaum-pedersen").add(statements_[i].w).add(a1).add(a2).challenge();
    return {a1, a2, v + c * x_[i]};
  }

  test::SeededRandom random_{14};
  SystemRandom weights_;
  std::vector<Scalar> x_;
  Statements statements_;
  Proofs proofs_;
};

TEST_F(ChaumPedersen, AcceptsAnHonestProof) {
  add();
  EXPECT_TRUE(chaum_pedersen_verify(statements_[0], proofs_[0]));
  const ChaumPedersenProof& proof = proofs_[0];
  const Scalar c = Transcript("viche/v1/chaum-pedersen")
                       .add(statements_[0].w)
                       .add(proof.a1)
                       .add(proof.a2)
                       .challenge();
  EXPECT_EQ(multiply_base(proof.z), proof.a1 + multiply(c, statements_[0].X));
}

TEST_F(ChaumPedersen, RefusesEveryAlteredField) {
  add();
  const ChaumPedersenStatement good_statement = statements_[0];
  const ChaumPedersenProof good_proof = proofs_[0];
  const Point G = Point::base();
  const Scalar one = Scalar::one();
  Statements bad_statements(4, good_statement);
  bad_statements[0].B += G;
  bad_statements[1].X += G;
  bad_statements[2].Z += G;
  bad_statements[3].w += one;
  for (std::size_t i = 0; i < bad_statements.size(); ++i) {
    EXPECT_FALSE(chaum_pedersen_verify(bad_statements[i], good_proof)) << i;
  }
  Proofs bad_proofs(5, good_proof);
  bad_proofs[0].a1 += G;
  bad_proofs[1].a2 += G;
  bad_proofs[2].z += one;
  bad_proofs[3] = {good_proof.a2, good_proof.a1, good_proof.z};
  bad_proofs[4] = {Point::identity(), Point::identity(), Scalar::zero()};
  for (std::size_t i = 0; i < bad_proofs.size(); ++i) {
    EXPECT_FALSE(chaum_pedersen_verify(good_statement, bad_proofs[i])) << i;
  }
}

TEST_F(ChaumPedersen, RefusesUnequalLogarithms) {
  add();
  ChaumPedersenStatement lie = statements_[0];
  lie.Z += lie.B;
  EXPECT_FALSE(chaum_pedersen_verify(
      lie, chaum_pedersen_prove(Secret<Scalar>(Scalar(x_[0])), lie, random_)));
}

TEST_F(ChaumPedersen, HoldsForTheZeroWitness) {
  const ChaumPedersenStatement zero = {random_.point(), Point::identity(), Point::identity(),
                                       random_.scalar()};
  EXPECT_TRUE(chaum_pedersen_verify(
      zero, chaum_pedersen_prove(Secret<Scalar>(Scalar::zero()), zero, random_)));
}

TEST_F(ChaumPedersen, WireFormat) {
  add();
  const Bytes bytes = proofs_[0].encode();
  ASSERT_EQ(bytes.size(), ChaumPedersenProof::kSize);
  EXPECT_EQ(ChaumPedersenProof::decode(bytes).value(), proofs_[0]);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(ChaumPedersenProof::decode(ByteView(bytes).first(length)).ok()) << length;
  }
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(ChaumPedersenProof::decode(longer).ok());
  const char* const places[] = {"proof a1", "proof a2", "proof z"};
  for (std::size_t i = 0; i < 3; ++i) {
    Bytes bad = bytes;
    std::fill_n(bad.begin() + static_cast<std::ptrdiff_t>(32 * i), 32, std::uint8_t{0xff});
    EXPECT_EQ(ChaumPedersenProof::decode(bad).error().where, places[i]);
  }
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    Bytes bad = bytes;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ 1U << (bit % 8));
    const Result<ChaumPedersenProof> other = ChaumPedersenProof::decode(bad);
    if (other) {
      EXPECT_FALSE(chaum_pedersen_verify(statements_[0], *other)) << bit;
    }
  }
}

TEST_F(ChaumPedersen, BatchNamesExactlyTheBadOnes) {
  EXPECT_TRUE(chaum_pedersen_find_bad(statements_, proofs_, weights_).empty());
  for (int i = 0; i < 13; ++i) add();
  EXPECT_TRUE(chaum_pedersen_find_bad(statements_, proofs_, weights_).empty());
  for (const Indices& bad : {Indices{0}, Indices{12}, Indices{6}, Indices{0, 12}, Indices{3, 4, 5},
                             Indices{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}) {
    Proofs proofs = proofs_;
    for (const std::size_t i : bad) proofs[i].z += Scalar::one();
    EXPECT_EQ(chaum_pedersen_find_bad(statements_, proofs, weights_), bad);
  }
  EXPECT_EQ(chaum_pedersen_find_bad(std::span(statements_).first(1),
                                    std::span(proofs_).subspan(1, 1), weights_),
            Indices{0});
}

// Errors that cancel if they are added up with equal weights: in the first equation of two proofs,
// in the second, and between the two equations of one.
TEST_F(ChaumPedersen, BatchIsNotFooledByErrorsThatCancel) {
  for (int i = 0; i < 4; ++i) add();
  const Point error = random_.point();
  const Point none;
  Proofs proofs = proofs_;
  proofs[1] = off_by(1, error, none);
  proofs[2] = off_by(2, -error, none);
  EXPECT_EQ(chaum_pedersen_find_bad(statements_, proofs, weights_), (Indices{1, 2}));
  proofs[1] = off_by(1, none, error);
  proofs[2] = off_by(2, none, -error);
  EXPECT_EQ(chaum_pedersen_find_bad(statements_, proofs, weights_), (Indices{1, 2}));
  proofs = proofs_;
  proofs[3] = off_by(3, error, -error);
  EXPECT_EQ(chaum_pedersen_find_bad(statements_, proofs, weights_), Indices{3});
  proofs[3] = off_by(3, none, none);
  EXPECT_TRUE(chaum_pedersen_find_bad(statements_, proofs, weights_).empty());
}

}  // namespace
}  // namespace viche
