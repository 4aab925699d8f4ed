// How often a false statement can be proved over a tiny group, by the best of all provers.
//
// The statement is (C_0, ..., C_n): there are r and bits m with L m = b, C_0 = r G and C_p = r Y_p
// + m_p G. A prover chooses M and A, is asked y, chooses B, is asked x, and answers (f, z). Its
// value is the number of the q^2 pairs (y, x) that it can answer with one M and A, and for each y
// one B. Special soundness (n + 1, 3) says of a false statement that for all but n values of y at
// most two values of x can be answered, whence the knowledge error (n q + 2 (q - n)) / q^2.
//
// Here the value is found exactly, twice: by trying everything against the verifier's equations
// (`best_prover`), and by a formula (`predicted_value`). With m' any solution of L m' = b and r'
// any scalar, a prover opens M to (r', m') and answers
//   every x if m' are bits, else two values of x (its quadratic meets a line twice),
// for those y for which C_0 - r' G + sum_p y^p (C_p - r' Y_p - m'_p G) vanishes, and one value of x
// for every other y, by guessing it when choosing B.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <string_view>

#include "tests/ballot/small_proof.h"

namespace viche::ballot {
namespace {

template <unsigned q, std::size_t n>
class Game {
 public:
  using Proof = test::SmallProof<q, n>;
  using Group = typename Proof::Group;
  using Scalar = typename Proof::Scalar;
  using Point = typename Proof::Point;
  using Scalars = typename Proof::Scalars;
  using Statement = std::vector<Point>;  // C_0, ..., C_n

  Game(const StyleLayout& style, const Scalars& keys)
      : proof_(style, keys), legal_(proof_.solutions(Scalar::one())) {
    find_answers();
    find_commitments();
  }

  static constexpr std::size_t kAll = q * q;
  static constexpr std::size_t kBound = n * q + 2 * (q - n);  // of a false statement

  [[nodiscard]] const Proof& proof() const { return proof_; }

  /// Encrypts any m, bits or not.
  [[nodiscard]] Statement encrypt(Scalar r, const Scalars& m) const {
    Statement C{r * Group::G()};
    for (std::size_t p = 1; p <= n; ++p) C.push_back(r * proof_.Y(p) + m[p - 1] * Group::G());
    return C;
  }

  [[nodiscard]] bool is_true(const Statement& C) const {
    for (unsigned r = 0; r < q; ++r) {
      for (const Scalars& m : legal_) {
        if (are_bits(m) && encrypt({r}, m) == C) return true;
      }
    }
    return false;
  }

  struct Best {
    std::size_t value = 0;
    std::size_t y_with_three = 0;  // most values of y with three answered x or more, of any prover
  };

  /// The best of all provers, by trial. A prover that can answer but one x for its M and A has the
  /// value q at most, and does not occur here.
  [[nodiscard]] Best best_prover(const Statement& C) const {
    Best best;
    for (const Commitment& commitment : commitments_) {
      if (commitment.answers.size() < 3 && q * commitment.answers.size() <= best.value) break;
      std::size_t value = 0, y_with_three = 0;
      for (unsigned y = 0; y < q; ++y) {
        const std::size_t answered = best_B(C, commitment, {y});
        value += answered;
        if (answered >= 3) ++y_with_three;
      }
      best.value = std::max(best.value, value);
      best.y_with_three = std::max(best.y_with_three, y_with_three);
    }
    return best;
  }

  [[nodiscard]] std::size_t predicted_value(const Statement& C) const {
    std::size_t best = 0;
    for (unsigned r = 0; r < q; ++r) {
      for (const Scalars& m : legal_) {
        const Statement opened = encrypt({r}, m);
        std::size_t value = 0;
        for (unsigned y = 0; y < q; ++y) {
          Point difference;
          Scalar power = Scalar::one();
          for (std::size_t p = 0; p <= n; ++p, power = power * Scalar{y}) {
            difference += power * (C[p] - opened[p]);
          }
          value += difference == Point{} ? (are_bits(m) ? q : 2) : 1;
        }
        best = std::max(best, value);
      }
    }
    return best;
  }

 private:
  struct Answer {
    Scalar x;
    Scalars f;
    Scalar z;
    Point left;  // of (E2)
  };
  struct Commitment {
    Point M, A;
    std::vector<const Answer*> answers;  // one an x
  };

  static bool are_bits(const Scalars& m) {
    return std::all_of(m.begin(), m.end(), [](Scalar bit) { return bit.value <= 1; });
  }

  static typename Proof::Proved shown(const Statement& C, const Commitment& commitment,
                                      const Point& B, const Answer& answer) {
    return {C[0],
            std::vector<Point>(C.begin() + 1, C.end()),
            commitment.M,
            commitment.A,
            B,
            answer.f,
            answer.z};
  }

  // Every (x, f, z) with L f = x b, and what (E2) then needs A + x M to be: different ones need
  // different points, so that an x has one answer for given M and A.
  void find_answers() {
    const Statement nothing(n + 1);
    for (unsigned x = 0; x < q; ++x) {
      for (const Scalars& f : proof_.solutions({x})) {
        for (unsigned z = 0; z < q; ++z) {
          Answer answer{{x}, f, {z}, {}};
          answer.left = proof_.E2(shown(nothing, {}, {}, answer), {x});
          const std::uint64_t index = answer.left.index();
          const bool is_new = answers_[x].emplace(index, std::move(answer)).second;
          if (!is_new) broken_invariant("two answers for one x");
        }
      }
    }
  }

  // Every M and A for which two values of x or more can be answered: two answers determine both.
  void find_commitments() {
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> known;
    for (unsigned x1 = 0; x1 < q; ++x1) {
      for (unsigned x2 = x1 + 1; x2 < q; ++x2) {
        for (const auto& [index1, first] : answers_[x1]) {
          for (const auto& [index2, second] : answers_[x2]) {
            Commitment made;
            made.M = (second.x - first.x).inverse() * (second.left - first.left);
            made.A = first.left - first.x * made.M;
            if (!known.emplace(std::pair(made.M.index(), made.A.index()), 0).second) continue;
            for (unsigned x = 0; x < q; ++x) {
              const auto found = answers_[x].find((made.A + Scalar{x} * made.M).index());
              if (found != answers_[x].end()) made.answers.push_back(&found->second);
            }
            commitments_.push_back(std::move(made));
          }
        }
      }
    }
    // Those with most answers first, so that the search for the best can end early.
    std::stable_sort(commitments_.begin(), commitments_.end(), [](const auto& a, const auto& b) {
      return a.answers.size() > b.answers.size();
    });
  }

  // Each answer meets (E1) with one B: the one that most of them need.
  [[nodiscard]] std::size_t best_B(const Statement& C, const Commitment& commitment,
                                   Scalar y) const {
    std::vector<Point> needed;
    for (const Answer* answer : commitment.answers) {
      needed.push_back(proof_.E1(shown(C, commitment, {}, *answer), y, answer->x));
    }
    std::size_t most = 0;
    for (const Point& B : needed) {
      most = std::max<std::size_t>(
          most, static_cast<std::size_t>(std::count(needed.begin(), needed.end(), B)));
    }
    return most;
  }

  Proof proof_;
  std::vector<Scalars> legal_;  // the solutions of L m = b, bits or not
  std::array<std::map<std::uint64_t, Answer>, q> answers_;
  std::vector<Commitment> commitments_;

 public:
  /// Lets the verifier judge the best prover's proof for every y and x: how many it accepts.
  [[nodiscard]] std::size_t accepted_of_best(const Statement& C) const {
    std::size_t best = 0;
    for (const Commitment& commitment : commitments_) {
      std::size_t accepted = 0;
      for (unsigned y = 0; y < q; ++y) {
        std::size_t most = 0;
        for (const Answer* guess : commitment.answers) {
          const Point B = proof_.E1(shown(C, commitment, {}, *guess), {y}, guess->x);
          const auto holds = [&](const Answer* answer) {
            return proof_.verify(shown(C, commitment, B, *answer), {y}, answer->x);
          };
          most = std::max(most, static_cast<std::size_t>(std::count_if(
                                    commitment.answers.begin(), commitment.answers.end(), holds)));
        }
        accepted += most;
      }
      best = std::max(best, accepted);
    }
    return best;
  }
};

StyleLayout one_of(int options) {
  return test::style_of({test::choose("a", options, 1, 1, false)});
}

/// A score of 0 or 1 for one option: one slot and no equation.
StyleLayout free_bit() { return test::style_of({test::score("a", 1, 1, 0, 1, false)}); }

/// Every statement whose points lie in the span of `directions`.
template <unsigned q, std::size_t n, class Try>
void for_each_statement(const std::vector<typename Game<q, n>::Point>& directions, Try try_one) {
  for (const auto& coordinates : test::every_list<q>((n + 1) * directions.size())) {
    typename Game<q, n>::Statement C(n + 1);
    for (std::size_t i = 0; i < coordinates.size(); ++i) {
      C[i / directions.size()] += coordinates[i] * directions[i % directions.size()];
    }
    try_one(C);
  }
}

struct Found {
  std::size_t true_ones = 0, false_ones = 0, largest = 0;
};

/// Every statement in the span: a true one is always proved, a false one as often as predicted and
/// never more often than the knowledge error says.
template <unsigned q, std::size_t n>
Found expect_sound(const Game<q, n>& game,
                   const std::vector<typename Game<q, n>::Point>& directions) {
  using G = Game<q, n>;
  Found found;
  for_each_statement<q, n>(directions, [&](const typename G::Statement& C) {
    const typename G::Best best = game.best_prover(C);
    EXPECT_EQ(best.value, game.predicted_value(C));
    if (game.is_true(C)) {
      ++found.true_ones;
      EXPECT_EQ(best.value, G::kAll);
      return;
    }
    ++found.false_ones;
    found.largest = std::max(found.largest, best.value);
    EXPECT_LE(best.y_with_three, n);
    EXPECT_LE(best.value, G::kBound);
  });
  return found;
}

template <unsigned q, std::size_t n>
std::vector<test::SmallPoint<q, 2 + 2 * n>> units() {
  std::vector<test::SmallPoint<q, 2 + 2 * n>> units;
  for (std::size_t i = 0; i < 2 + 2 * n; ++i) {
    units.push_back(test::SmallPoint<q, 2 + 2 * n>::unit(i));
  }
  return units;
}

TEST(SmallGroupSoundness, OneBitAndEveryStatementThereIs) {
  // C_0 and C_1 run over all 3^4 points: those outside the span of G are ciphertexts of nothing.
  const Game<3, 1> game(free_bit(), {{2}});
  const Found found = expect_sound<3, 1>(game, units<3, 1>());
  EXPECT_EQ(found.true_ones, 3U * 2);
  EXPECT_EQ(found.false_ones, 81U * 81 - 6);
  EXPECT_EQ(found.largest, 6U);  // 2 q: a slot of 2
}

TEST(SmallGroupSoundness, OneBitInALargerField) {
  const Game<5, 1> game(free_bit(), {{3}});
  const Found found = expect_sound<5, 1>(game, {units<5, 1>()[0]});
  EXPECT_EQ(found.true_ones, 5U * 2);
  EXPECT_EQ(found.false_ones, 25U - 10);
  EXPECT_EQ(found.largest, 10U);
}

TEST(SmallGroupSoundness, OneOfTwoWhateverTheKeys) {
  for (const auto& keys : test::every_list<3>(2)) {
    const Game<3, 2> game(one_of(2), keys);
    const Found found = expect_sound<3, 2>(game, {units<3, 2>()[0]});
    EXPECT_EQ(found.true_ones, 3U * 2);
    EXPECT_EQ(found.false_ones, 27U - 6);
    EXPECT_EQ(found.largest, 7U);  // n q + (q - n)
  }
}

TEST(SmallGroupSoundness, OneOfTwoInALargerField) {
  const Game<5, 2> game(one_of(2), {{1}, {3}});
  const Found found = expect_sound<5, 2>(game, {units<5, 2>()[0]});
  EXPECT_EQ(found.true_ones, 5U * 2);
  EXPECT_EQ(found.false_ones, 125U - 10);
  EXPECT_EQ(found.largest, 13U);  // n q + (q - n); the bound is 16
}

// Of 25 pairs of challenges at most 16 can be answered for a false statement about two slots, 13 of
// one. For every statement here the verifier itself judges the best prover's proof too.
TEST(SmallGroupSoundness, FalseStatementsByName) {
  using G = Game<5, 2>;
  const G game(one_of(2), {{1}, {3}});
  const auto best_of = [](const auto& of, const auto& C) {
    EXPECT_FALSE(of.is_true(C));
    const std::size_t value = of.best_prover(C).value;
    EXPECT_EQ(of.accepted_of_best(C), value);
    return value;
  };
  // A slot of 2, and of -1: two x for each y.
  const Game<5, 1> bit(free_bit(), {{3}});
  EXPECT_EQ(best_of(bit, bit.encrypt({2}, {{2}})), 10U);
  EXPECT_EQ(best_of(bit, bit.encrypt({2}, {{4}})), 10U);
  // Slots of 2 and -1, whose sum is right: better than that is to commit to other, legal votes and
  // to hope for one of the two y for which both commitments look alike.
  EXPECT_EQ(best_of(game, game.encrypt({2}, {{2}, {4}})), 13U);
  // Two marks where one is due, and none.
  EXPECT_EQ(best_of(game, game.encrypt({1}, {{1}, {1}})), 13U);
  EXPECT_EQ(best_of(game, game.encrypt({1}, {{0}, {0}})), 13U);
  // Another r in one ciphertext, or in C_0.
  G::Statement other_r = game.encrypt({2}, {{1}, {0}});
  other_r[1] += game.proof().Y(1);
  EXPECT_EQ(best_of(game, other_r), 13U);
  G::Statement other_C_0 = game.encrypt({2}, {{0}, {1}});
  other_C_0[0] += G::Group::G();
  EXPECT_EQ(best_of(game, other_C_0), 13U);
  // A point that is no ciphertext at all: y = 0, for which it does not count.
  G::Statement no_ciphertext = game.encrypt({1}, {{1}, {0}});
  no_ciphertext[2] += G::Group::H(1);
  EXPECT_EQ(best_of(game, no_ciphertext), 9U);
}

// The count above would also be small if the game could not be won: what the verifier's equations
// refuse, each alone, passes always without it.
TEST(SmallGroupSoundness, EachEquationIsNeeded) {
  using Proof = test::SmallProof<5, 2>;
  using Scalar = Proof::Scalar;
  const Proof proof(one_of(2), {{1}, {3}});
  for (const auto& challenges : test::every_list<5>(2)) {
    const Scalar y = challenges[0], x = challenges[1];
    const bool x_is_zero = x == Scalar::zero();
    // Two marks: only L f = x b.
    const auto two_marks = proof.prove({1}, {2}, {{1}, {1}}, {{3}, {2}}, y, x);
    EXPECT_EQ(proof.E1(two_marks, y, x), Proof::Point{});
    EXPECT_EQ(proof.E2(two_marks, x), Proof::Point{});
    EXPECT_EQ(proof.meets_equations(two_marks.f, x), x_is_zero);
    // Slots of 2 and -1: only (E2).
    const auto not_bits = proof.prove({1}, {2}, {{2}, {4}}, {{3}, {2}}, y, x);
    EXPECT_EQ(proof.E1(not_bits, y, x), Proof::Point{});
    EXPECT_TRUE(proof.meets_equations(not_bits.f, x));
    EXPECT_EQ(proof.E2(not_bits, x) == Proof::Point{}, x_is_zero);
    // A ciphertext of something else: only (E1).
    auto other = proof.prove({1}, {2}, {{1}, {0}}, {{3}, {2}}, y, x);
    other.C[1] += Proof::Group::G();
    EXPECT_EQ(proof.E2(other, x), Proof::Point{});
    EXPECT_TRUE(proof.meets_equations(other.f, x));
    EXPECT_EQ(proof.E1(other, y, x) == Proof::Point{}, x_is_zero || y == Scalar::zero());
  }
}

// Minutes with VICHE_CAMPAIGN=full, else the smallest of them.
TEST(SmallGroupSoundness, LargerGames) {
  const Game<7, 1> bit(free_bit(), {{3}});
  EXPECT_EQ((expect_sound<7, 1>(bit, {units<7, 1>()[0]}).largest), 14U);  // 2 q
  const char* campaign = std::getenv("VICHE_CAMPAIGN");
  if (campaign == nullptr || std::string_view(campaign) != "full") return;
  const Game<7, 2> seven(one_of(2), {{1}, {3}});
  EXPECT_EQ((expect_sound<7, 2>(seven, {units<7, 2>()[0]}).largest), 19U);  // n q + (q - n)
  const Game<5, 3> three(one_of(3), {{1}, {3}, {4}});
  EXPECT_EQ((expect_sound<5, 3>(three, {units<5, 3>()[0]}).largest), 17U);
}

}  // namespace
}  // namespace viche::ballot
