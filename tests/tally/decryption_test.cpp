#include "tally/decryption.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "crypto/proof/chaum_pedersen.h"
#include "crypto/proof/generators.h"
#include "crypto/proof/transcript.h"
#include "tally/shares.h"
#include "tests/tally/support/tally_election.h"

namespace viche::tally {
namespace {

// Variable time is for public data: a secret does not fit.
template <class Points>
concept FitsVartime = requires(const ballot::Row& row, const Points& points) {
  vartime_row_sum(row, points);
};
static_assert(FitsVartime<std::vector<Point>>);
static_assert(!FitsVartime<Secret<std::vector<Point>>>);

using UnitTotals = std::vector<std::vector<std::uint64_t>>;

// Contests act (choose 1 of 3) and grade (scores 0 to 5 for two options, with blank), one style, a
// unit each.
test::ElectionOptions act_and_grade() {
  test::ElectionOptions options;
  options.contests.pop_back();
  options.contests +=
      R"(,{"id":"grade","title":{"en":"G"},"kind":"score","blank":true,"max_score":5,"min_total":0,)"
      R"("max_total":10,"options":[{"id":"x","title":{"en":"X"}},{"id":"y","title":{"en":"Y"}}]}])";
  options.styles =
      R"([{"id":"one","title":{"en":"One"},"contests":["act","grade"],"replacements":0}])";
  options.units = R"([{"id":"act","title":{"en":"1"},"contest":"act","styles":["one"]},)"
                  R"({"id":"grade","title":{"en":"2"},"contest":"grade","styles":["one"]}])";
  return options;
}

// Trustees and an encrypted tally whose totals are known, without any log: counted ballots 7 of
// weight 1 and 5 of weight 3 in each unit.
class Tally {
 public:
  explicit Tally(std::uint32_t n, std::uint32_t k,
                 const test::ElectionOptions& options = act_and_grade())
      : random(5),
        manifest(*ballot::parse_manifest(test::TallyElection(options).manifest_bytes())),
        layout(manifest) {
    parameters.manifest_hash.fill(1);
    parameters.trustee_keys = Bytes(32 * n, 2);
    parameters.shape = {n, k, static_cast<std::uint32_t>(layout.global_slots())};
    std::vector<TrusteeKeys> dealers;
    std::vector<log::RevealBody> reveals(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      Bytes32 seed{};
      random.fill(seed);
      dealers.emplace_back(Secret<Bytes32>(std::move(seed)), parameters);
      reveals[i].E = dealers.back().public_coefficients();
    }
    keys = *log::ElectionKeys::from_reveals(reveals, parameters.shape);
    for (std::uint16_t t = 1; t <= n; ++t) {
      std::vector<Secret<std::vector<Scalar>>> F;
      for (const TrusteeKeys& dealer : dealers) F.push_back(dealer.shares_for(t));
      x.push_back(add_shares(parameters, F));
    }
    // Slot totals 1, 2, 3, ... in each contest.
    std::vector<UnitSum> sums(manifest.units.size());
    std::vector<UnitBallots> counted(manifest.units.size());
    expected.resize(manifest.units.size());
    for (std::size_t u = 0; u < sums.size(); ++u) {
      counted[u].by_weight = {{1, 7}, {3, 5}};
      const ballot::ContestLayout& contest = layout.contest(manifest.units[u].contest);
      const Scalar r = Scalar::from_u64(1000 + u);
      sums[u].S_0 = multiply_base(r);
      for (std::size_t p = 0; p < contest.slots; ++p) {
        sums[u].S.push_back(multiply(r, keys.Y[contest.first_slot.value() + p]) +
                            multiply_base(Scalar::from_u64(p + 1)));
      }
      for (const ballot::Row& row : contest.rows) {
        std::uint64_t total = 0;
        for (std::size_t p = 0; p < contest.slots; ++p) total += row.weight[p] * (p + 1);
        expected[u].push_back(total);
      }
    }
    Bytes32 election{};
    election.fill(3);
    tally = make_encrypted_tally(manifest, layout, counted, sums, election, {1, {77, election}});
  }

  [[nodiscard]] DecryptionContext context() const { return {&manifest, &layout, &keys, &tally}; }
  log::DecryptionBody decrypt(std::uint16_t t) {
    return make_decryption(context(), t, x[t - 1U], random);
  }
  bool accepts(std::uint16_t t, const log::DecryptionBody& body) {
    return check_decryption(context(), t, body, random).ok();
  }
  Result<UnitTotals> open(const std::vector<std::uint16_t>& trustees) {
    std::vector<log::DecryptionBody> bodies;
    for (const std::uint16_t t : trustees) bodies.push_back(decrypt(t));
    std::vector<TrusteeDecryption> decryptions;
    for (std::size_t i = 0; i < bodies.size(); ++i)
      decryptions.push_back({trustees[i], &bodies[i]});
    VICHE_ASSIGN(const std::vector<log::UnitResult> units,
                 combine(context(), decryptions, DiscreteLog(64)));
    UnitTotals totals;
    for (const log::UnitResult& unit : units) totals.push_back(unit.totals);
    return totals;
  }

  viche::test::SeededRandom random;
  ballot::Manifest manifest;
  ballot::Layout layout;
  CeremonyParameters parameters;
  log::ElectionKeys keys;
  std::vector<Secret<std::vector<Scalar>>> x;
  EncryptedTally tally;
  UnitTotals expected;
};

TEST(Decryption, RowsAreWhatTheLayoutSays) {
  const Tally tally(1, 1);
  // act: one slot an option. grade: digits 1, 2, 2 for each option, slack 1, 2, 4, 3 in between,
  // then blank.
  EXPECT_EQ(tally.expected, (UnitTotals{{1, 2, 3}, {1 + 2 * 2 + 2 * 3, 4 + 2 * 5 + 2 * 6, 11}}));
  EXPECT_EQ(tally.tally.rows(), (std::vector<std::uint32_t>{3, 3}));
  EXPECT_EQ(tally.tally.units[0].bounds, (std::vector<std::uint64_t>{22, 22, 22}));
  EXPECT_EQ(tally.tally.units[1].bounds, (std::vector<std::uint64_t>{110, 110, 22}));
}

TEST(Decryption, OneOfOne) {
  Tally tally(1, 1);
  EXPECT_TRUE(tally.accepts(1, tally.decrypt(1)));
  const auto totals = tally.open({1});
  ASSERT_TRUE(totals.ok()) << totals.error().message();
  EXPECT_EQ(*totals, tally.expected);
}

TEST(Decryption, AnyThreeOfFiveGiveTheSame) {
  Tally tally(5, 3);
  for (std::uint16_t t = 1; t <= 5; ++t) EXPECT_TRUE(tally.accepts(t, tally.decrypt(t)));
  int subsets = 0;
  for (std::uint16_t a = 1; a <= 5; ++a) {
    for (std::uint16_t b = static_cast<std::uint16_t>(a + 1); b <= 5; ++b) {
      for (std::uint16_t c = static_cast<std::uint16_t>(b + 1); c <= 5; ++c, ++subsets) {
        const auto totals = tally.open({c, a, b});
        ASSERT_TRUE(totals.ok()) << totals.error().message();
        EXPECT_EQ(*totals, tally.expected);
      }
    }
  }
  EXPECT_EQ(subsets, 10);
}

TEST(Decryption, FewerThanTheThresholdOpenNothing) {
  Tally tally(5, 3);
  EXPECT_FALSE(tally.open({1, 2}).ok());
}

TEST(Decryption, EightOfFifteen) {
  const auto start = std::chrono::steady_clock::now();
  Tally tally(15, 8);
  const auto ready = std::chrono::steady_clock::now();
  const log::DecryptionBody body = tally.decrypt(15);
  const auto made = std::chrono::steady_clock::now();
  EXPECT_TRUE(tally.accepts(15, body));
  const auto checked = std::chrono::steady_clock::now();
  const auto totals = tally.open({15, 1, 14, 2, 13, 3, 12, 4});
  const auto opened = std::chrono::steady_clock::now();
  ASSERT_TRUE(totals.ok()) << totals.error().message();
  EXPECT_EQ(*totals, tally.expected);
  const auto ms = [](auto from, auto to) {
    return static_cast<double>(
               std::chrono::duration_cast<std::chrono::microseconds>(to - from).count()) /
           1000;
  };
  std::printf(
      "n = 15, k = 8, %zu slots, 2 units, 6 rows: keys of all trustees %.0f ms, one decryption "
      "%.1f "
      "ms, its check %.1f ms, eight decryptions and the totals %.0f ms\n",
      tally.layout.global_slots(), ms(start, ready), ms(ready, made), ms(made, checked),
      ms(checked, opened));
}

// Section 8.4 written out a second time: w, c and both equations of one unit.
TEST(Decryption, ProofByHand) {
  Tally tally(3, 2);
  const log::DecryptionBody body = tally.decrypt(2);
  const EncryptedUnit& unit = tally.tally.units[1];
  const ballot::ContestLayout& grade = tally.layout.contests()[1];
  const log::UnitDecryption& decryption = body.units[1];
  std::vector<Point> P_to;
  for (const ballot::Row& row : grade.rows) {
    Point sum;
    for (std::size_t p = 0; p < grade.slots; ++p) {
      sum +=
          multiply(Scalar::from_u64(row.weight[p]), tally.keys.P[1][grade.first_slot.value() + p]);
    }
    P_to.push_back(sum);
  }
  Bytes head;
  append_u64(head, 77);
  append(head, tally.tally.head.tally_head.root);
  const Scalar w = Transcript("viche/v1/decryption")
                       .add(ByteView(tally.tally.election))
                       .add_u32(1)
                       .add(ByteView(head))
                       .add(ByteView(Bytes{0, 2}))
                       .add_u16(2)
                       .add(unit.S_0)
                       .add_points(P_to)
                       .add_points(decryption.D)
                       .challenge();
  Point X, Z;
  Scalar power = Scalar::one();
  for (std::size_t o = 0; o < P_to.size(); ++o) {
    power *= w;
    X += multiply(power, P_to[o]);
    Z += multiply(power, decryption.D[o]);
  }
  const Scalar c = Transcript("viche/v1/chaum-pedersen")
                       .add(w)
                       .add(decryption.a_1)
                       .add(decryption.a_2)
                       .challenge();
  EXPECT_EQ(multiply_base(decryption.z), decryption.a_1 + multiply(c, X));
  EXPECT_EQ(multiply(decryption.z, unit.S_0), decryption.a_2 + multiply(c, Z));
}

TEST(Decryption, EveryAlteredFieldIsRefused) {
  Tally tally(3, 2);
  const log::DecryptionBody right = tally.decrypt(1);
  ASSERT_TRUE(tally.accepts(1, right));
  int tried = 0;
  const auto refuses = [&](const auto& change) {
    log::DecryptionBody changed = right;
    change(changed);
    EXPECT_FALSE(tally.accepts(1, changed)) << "change " << tried;
    ++tried;
  };
  refuses([](auto& body) { body.head.round = 2; });
  refuses([](auto& body) { body.head.tally_head.size += 1; });
  refuses([](auto& body) { body.head.tally_head.root[0] ^= 1; });
  for (std::size_t u = 0; u < 2; ++u) {
    for (std::size_t o = 0; o < 3; ++o) {
      refuses([&](auto& body) { body.units[u].D[o] += Point::base(); });
      refuses([&](auto& body) { body.units[u].D[o] = Point::identity(); });
      refuses([&](auto& body) { std::swap(body.units[u].D[o], body.units[u].D[(o + 1) % 3]); });
    }
    refuses([&](auto& body) { body.units[u].a_1 += Point::base(); });
    refuses([&](auto& body) { body.units[u].a_2 += Point::base(); });
    refuses([&](auto& body) { body.units[u].z += Scalar::one(); });
    refuses([&](auto& body) { body.units[u].D.pop_back(); });
    refuses([&](auto& body) { body.units[u].D.push_back(Point::base()); });
  }
  refuses([](auto& body) { std::swap(body.units[0], body.units[1]); });
  refuses([](auto& body) { body.units.pop_back(); });
  refuses([](auto& body) { body.units.push_back(body.units[0]); });
  refuses([](auto& body) { body.units.clear(); });
  EXPECT_FALSE(tally.accepts(2, right));
  EXPECT_FALSE(tally.accepts(0, right));
  EXPECT_FALSE(tally.accepts(4, right));
}

TEST(Decryption, EveryFlippedByteIsRefused) {
  Tally tally(2, 1);
  const Bytes right = tally.decrypt(1).encode();
  const std::vector<std::uint32_t> rows = tally.tally.rows();
  ASSERT_TRUE(tally.accepts(1, *log::DecryptionBody::decode(right, rows)));
  for (std::size_t i = 0; i < right.size(); ++i) {
    Bytes changed = right;
    changed[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
    const auto body = log::DecryptionBody::decode(changed, rows);
    EXPECT_FALSE(body.ok() && tally.accepts(1, *body)) << "byte " << i;
  }
}

TEST(Decryption, OfAnotherElectionRoundHeadOrUnitIsRefused) {
  Tally tally(3, 2);
  const log::DecryptionBody body = tally.decrypt(1);
  const EncryptedTally right = tally.tally;
  const auto refused = [&](const auto& change) {
    tally.tally = right;
    change(tally.tally);
    log::DecryptionBody moved = body;
    moved.head = tally.tally.head;  // so that only the proof can tell
    EXPECT_FALSE(tally.accepts(1, moved));
  };
  refused([](auto& other) { other.election[0] ^= 1; });
  refused([](auto& other) { other.head.round = 2; });
  refused([](auto& other) { other.head.tally_head.size += 1; });
  refused([](auto& other) { other.head.tally_head.root[31] ^= 1; });
  refused([](auto& other) { other.units[0].S_0 += Point::base(); });
  refused([](auto& other) { other.final_units[0].members.push_back(ballot::UnitIndex(1)); });
  tally.tally = right;
  EXPECT_TRUE(tally.accepts(1, body));
}

// The statement of one unit for any D, and a proof made honestly with the trustee's own secrets for
// it.
log::UnitDecryption prove_for(Tally& tally, std::size_t u, std::uint16_t t, std::vector<Point> D) {
  const EncryptedUnit& unit = tally.tally.units[u];
  const ballot::ContestLayout& contest = tally.layout.contests()[u];
  const std::span<const Point> P_t =
      std::span(tally.keys.P[t - 1U]).subspan(contest.first_slot.value(), contest.slots);
  std::vector<Point> P_to;
  for (const ballot::Row& row : contest.rows) P_to.push_back(vartime_row_sum(row, P_t));
  Bytes head, members;
  append_u64(head, 77);
  append(head, tally.tally.head.tally_head.root);
  append_u16(members, static_cast<std::uint16_t>(u + 1));
  ChaumPedersenStatement statement;
  statement.B = unit.S_0;
  statement.w = Transcript("viche/v1/decryption")
                    .add(ByteView(tally.tally.election))
                    .add_u32(1)
                    .add(ByteView(head))
                    .add(ByteView(members))
                    .add_u16(t)
                    .add(unit.S_0)
                    .add_points(P_to)
                    .add_points(D)
                    .challenge();
  Secret<Scalar> x{Scalar()};
  Scalar power = Scalar::one();
  for (std::size_t o = 0; o < D.size(); ++o) {
    power *= statement.w;
    statement.X += multiply(power, P_to[o]);
    statement.Z += multiply(power, D[o]);
    for (std::size_t p = 0; p < contest.slots; ++p) {
      x.expose_mutable() += power * Scalar::from_u64(contest.rows[o].weight[p]) *
                            tally.x[t - 1U].expose()[contest.first_slot.value() + p];
    }
  }
  const ChaumPedersenProof proof = chaum_pedersen_prove(x, statement, tally.random);
  return {std::move(D), proof.a1, proof.a2, proof.z};
}

TEST(Decryption, TrusteeThatShiftsATotalIsRefused) {
  Tally tally(3, 2);
  const log::DecryptionBody right = tally.decrypt(1);
  // The same helper with the right D is accepted: what follows is refused for the shift alone.
  log::DecryptionBody body = right;
  body.units[0] = prove_for(tally, 0, 1, right.units[0].D);
  EXPECT_TRUE(tally.accepts(1, body));
  // One vote more for the first option, one less for the second; the proof made again for these
  // points.
  std::vector<Point> shifted = right.units[0].D;
  shifted[0] -= Point::base();
  shifted[1] += Point::base();
  body.units[0] = prove_for(tally, 0, 1, shifted);
  EXPECT_FALSE(tally.accepts(1, body));
  shifted = right.units[0].D;
  shifted[2] += Point::base();
  body.units[0] = prove_for(tally, 0, 1, shifted);
  EXPECT_FALSE(tally.accepts(1, body));
}

TEST(Decryption, ShiftThatKeepsTheOldCombinationIsRefused) {
  // Were D not hashed into w, w would stay as it is, and D_1 + G, D_2 - w^-1 G would give the same
  // Z.
  Tally tally(3, 2);
  const log::DecryptionBody right = tally.decrypt(1);
  const EncryptedUnit& unit = tally.tally.units[0];
  const std::span<const Point> P_1 = std::span(tally.keys.P[0]).first(3);
  Bytes head;
  append_u64(head, 77);
  append(head, tally.tally.head.tally_head.root);
  const Scalar w = Transcript("viche/v1/decryption")
                       .add(ByteView(tally.tally.election))
                       .add_u32(1)
                       .add(ByteView(head))
                       .add(ByteView(Bytes{0, 1}))
                       .add_u16(1)
                       .add(unit.S_0)
                       .add_points(P_1)
                       .add_points(right.units[0].D)
                       .challenge();
  log::DecryptionBody body = right;
  body.units[0].D[0] += Point::base();
  body.units[0].D[1] -= multiply_base(w.inverse());
  EXPECT_EQ(multiply(w, right.units[0].D[0]) + multiply(w * w, right.units[0].D[1]),
            multiply(w, body.units[0].D[0]) + multiply(w * w, body.units[0].D[1]));
  EXPECT_FALSE(tally.accepts(1, body));
}

TEST(Decryption, TotalsOutsideTheirBoundAreReported) {
  Tally tally(2, 1);
  const EncryptedTally right = tally.tally;
  // Row 3 of act is 3 and may be 22.
  tally.tally.units[0].S_o[2] += multiply_base(Scalar::from_u64(19));
  const auto largest = tally.open({1});
  ASSERT_TRUE(largest.ok());
  EXPECT_EQ((*largest)[0][2], 22U);
  for (const Point& shift : {multiply_base(Scalar::from_u64(20)),
                             -multiply_base(Scalar::from_u64(4)), Generators(1).H()}) {
    tally.tally = right;
    tally.tally.units[0].S_o[2] += shift;
    const auto totals = tally.open({1});
    ASSERT_FALSE(totals.ok());
    EXPECT_NE(totals.error().message().find("unit act of contest act: row 3"), std::string::npos)
        << totals.error().message();
  }
}

TEST(Decryption, SumOfRandomnessZero) {
  // Voters together could make S_0 the identity: their own affair, and it decrypts.
  Tally tally(3, 2);
  for (EncryptedUnit& unit : tally.tally.units) {
    unit.S_0 = Point::identity();
    for (Point& S_o : unit.S_o) S_o = Point::base();
  }
  EXPECT_TRUE(tally.accepts(3, tally.decrypt(3)));
  const auto totals = tally.open({3, 1});
  ASSERT_TRUE(totals.ok());
  EXPECT_EQ(*totals, (UnitTotals{{1, 1, 1}, {1, 1, 1}}));
}

TEST(Decryption, NothingToDecrypt) {
  Tally tally(2, 2);
  const std::vector<UnitBallots> none(2);
  std::vector<UnitSum> sums(2);
  for (std::size_t u = 0; u < 2; ++u) sums[u].S.resize(tally.layout.contests()[u].slots);
  tally.tally = make_encrypted_tally(tally.manifest, tally.layout, none, sums, tally.tally.election,
                                     tally.tally.head);
  EXPECT_TRUE(tally.tally.units.empty());
  EXPECT_EQ(tally.tally.final_units.size(), 2U);
  EXPECT_TRUE(tally.accepts(1, tally.decrypt(1)));
  const auto totals = tally.open({1, 2});
  ASSERT_TRUE(totals.ok());
  EXPECT_EQ(*totals, (UnitTotals{{}, {}}));
  EXPECT_EQ(discrete_log_table_size(tally.tally), 1024U);
}

}  // namespace
}  // namespace viche::tally
