#include "tally/decryption.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "bulletin/log/head_field.h"
#include "crypto/group/batch.h"
#include "crypto/group/declassify.h"
#include "crypto/integer/linear.h"
#include "crypto/proof/chaum_pedersen.h"
#include "crypto/proof/transcript.h"

namespace viche::tally {
namespace {

const ballot::ContestLayout& contest_of(const DecryptionContext& context,
                                        const EncryptedUnit& unit) {
  return context.layout->contest(context.tally->final_unit(unit).contest);
}

// P_to for each row o of a unit.
std::vector<Point> row_keys(const DecryptionContext& context, const EncryptedUnit& unit,
                            std::uint16_t t) {
  const ballot::ContestLayout& contest = contest_of(context, unit);
  const std::span<const Point> P_t =
      std::span(context.keys->P[t - 1U]).subspan(contest.first_slot.value(), contest.slots);
  std::vector<Point> P_to;
  for (const ballot::Row& row : contest.rows) P_to.push_back(vartime_row_sum(row, P_t));
  return P_to;
}

Scalar statement_hash(const DecryptionContext& context, const EncryptedUnit& unit, std::uint16_t t,
                      std::span<const Point> P_to, std::span<const Point> D_to) {
  const log::RoundHead& head = context.tally->head;
  Bytes tally_head;
  log::append_head(tally_head, head.tally_head);
  Bytes members;
  for (const ballot::UnitIndex member : context.tally->final_unit(unit).members) {
    append_u16(members, static_cast<std::uint16_t>(member.number()));
  }
  return Transcript("viche/v1/decryption")
      .add(ByteView(context.tally->election))
      .add_u32(head.round)
      .add(ByteView(tally_head))
      .add(ByteView(members))
      .add_u16(t)
      .add(unit.S_0)
      .add_points(P_to)
      .add_points(D_to)
      .challenge();
}

// w, w^2, ..., w^R.
std::vector<Scalar> powers(const Scalar& w, std::size_t count) {
  std::vector<Scalar> powers;
  Scalar power = Scalar::one();
  for (std::size_t o = 0; o < count; ++o) powers.push_back(power *= w);
  return powers;
}

// What one unit's proof shows: log_G(X) = log_{S_0}(Z).
ChaumPedersenStatement statement_of(const DecryptionContext& context, const EncryptedUnit& unit,
                                    std::uint16_t t, std::span<const Point> D_to) {
  const std::vector<Point> P_to = row_keys(context, unit, t);
  ChaumPedersenStatement statement;
  statement.w = statement_hash(context, unit, t, P_to, D_to);
  const std::vector<Scalar> weights = powers(statement.w, D_to.size());
  statement.B = unit.S_0;
  statement.X = vartime_multi_multiply(weights, P_to);
  statement.Z = vartime_multi_multiply(weights, D_to);
  return statement;
}

// sum_p W[o][p] x_tp for each row o.
Secret<std::vector<Scalar>> row_secrets(const ballot::ContestLayout& contest,
                                        const Secret<std::vector<Scalar>>& x_t) {
  Secret<std::vector<Scalar>> x_o(std::vector<Scalar>(contest.rows.size()));
  for (std::size_t o = 0; o < contest.rows.size(); ++o) {
    for (std::size_t p = 0; p < contest.slots; ++p) {
      x_o.expose_mutable()[o] += Scalar::from_u64(contest.rows[o].weight[p]) *
                                 x_t.expose()[contest.first_slot.value() + p];
    }
  }
  return x_o;
}

log::UnitDecryption decrypt_unit(const DecryptionContext& context, const EncryptedUnit& unit,
                                 std::uint16_t t, const Secret<std::vector<Scalar>>& x_t,
                                 RandomSource& random) {
  const Secret<std::vector<Scalar>> x_o = row_secrets(contest_of(context, unit), x_t);
  log::UnitDecryption decryption;
  for (const Scalar& x : x_o.expose()) decryption.D.push_back(multiply(x, unit.S_0));
  declassify(std::span(decryption.D));  // the record shows it
  const ChaumPedersenStatement statement = statement_of(context, unit, t, decryption.D);
  const std::vector<Scalar> weights = powers(statement.w, x_o.expose().size());
  Secret<Scalar> x{Scalar()};
  for (std::size_t o = 0; o < weights.size(); ++o) {
    x.expose_mutable() += weights[o] * x_o.expose()[o];
  }
  const ChaumPedersenProof proof = chaum_pedersen_prove(x, statement, random);
  decryption.a_1 = proof.a1;
  decryption.a_2 = proof.a2;
  decryption.z = proof.z;
  return decryption;
}

}  // namespace

log::DecryptionBody make_decryption(const DecryptionContext& context, std::uint16_t t,
                                    const Secret<std::vector<Scalar>>& x_t, RandomSource& random) {
  log::DecryptionBody body;
  body.head = context.tally->head;
  for (const EncryptedUnit& unit : context.tally->units) {
    body.units.push_back(decrypt_unit(context, unit, t, x_t, random));
  }
  return body;
}

Result<void> check_decryption(const DecryptionContext& context, std::uint16_t t,
                              const log::DecryptionBody& body, RandomSource& random) {
  const std::string where = "decryption of trustee " + std::to_string(t);
  if (t == 0 || t > context.keys->P.size()) return Error{"there is no such trustee", where};
  const EncryptedTally& tally = *context.tally;
  if (body.head != tally.head) return Error{"it names another round or tally head", where};
  if (body.units.size() != tally.units.size()) {
    return Error{"it has " + std::to_string(body.units.size()) + " units, expected " +
                     std::to_string(tally.units.size()),
                 where};
  }
  std::vector<ChaumPedersenStatement> statements;
  std::vector<ChaumPedersenProof> proofs;
  for (std::size_t u = 0; u < tally.units.size(); ++u) {
    const log::UnitDecryption& unit = body.units[u];
    if (unit.D.size() != tally.units[u].S_o.size()) {
      return Error{
          "it has " + std::to_string(unit.D.size()) + " rows, expected " +
              std::to_string(tally.units[u].S_o.size()),
          where + ": " + describe_unit(*context.manifest, tally.final_unit(tally.units[u]))};
    }
    statements.push_back(statement_of(context, tally.units[u], t, unit.D));
    proofs.push_back({unit.a_1, unit.a_2, unit.z});
  }
  const std::vector<std::size_t> bad = chaum_pedersen_find_bad(statements, proofs, random);
  if (!bad.empty()) {
    const FinalUnit& unit = tally.final_unit(tally.units[bad.front()]);
    return Error{"the proof does not hold", where + ": " + describe_unit(*context.manifest, unit)};
  }
  return {};
}

Result<std::vector<log::UnitResult>> combine(const DecryptionContext& context,
                                             std::span<const TrusteeDecryption> decryptions,
                                             const DiscreteLog& discrete_log) {
  std::vector<std::uint32_t> indices;
  for (const TrusteeDecryption& decryption : decryptions) indices.push_back(decryption.t);
  std::vector<Scalar> lambda = lagrange_at_zero(indices);
  for (Scalar& coefficient : lambda) coefficient = -coefficient;

  std::vector<log::UnitResult> all;
  for (const FinalUnit& unit : context.tally->final_units) {
    all.push_back({unit.contest, unit.members, unit.status, unit.ballots.ballots(), {}});
  }
  for (std::size_t u = 0; u < context.tally->units.size(); ++u) {
    const EncryptedUnit& unit = context.tally->units[u];
    for (std::size_t o = 0; o < unit.S_o.size(); ++o) {
      std::vector<Point> D;
      for (const TrusteeDecryption& decryption : decryptions) {
        D.push_back(decryption.body->units[u].D[o]);
      }
      const Point T_G = unit.S_o[o] + vartime_multi_multiply(lambda, D);
      const Result<std::uint64_t> total = discrete_log.find(T_G, unit.bounds[o]);
      if (!total) {
        return Error{"the total is outside its bound: " + total.error().reason,
                     describe_unit(*context.manifest, context.tally->final_unit(unit)) + ": row " +
                         std::to_string(o + 1)};
      }
      all[unit.final_unit].totals.push_back(*total);
    }
  }
  return all;
}

std::uint64_t discrete_log_table_size(const EncryptedTally& tally) {
  double bounds = 1;
  for (const EncryptedUnit& unit : tally.units) {
    for (const std::uint64_t bound : unit.bounds) bounds += static_cast<double>(bound);
  }
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::sqrt(bounds)), 1024, 1U << 22);
}

Result<std::vector<log::UnitResult>> totals_of(const DecryptionContext& context,
                                               std::span<const LoggedDecryption> decryptions) {
  std::vector<TrusteeDecryption> bodies;
  for (const LoggedDecryption& decryption : decryptions) {
    bodies.push_back({decryption.t, &decryption.body});
  }
  return combine(context, bodies, DiscreteLog(discrete_log_table_size(*context.tally)));
}

}  // namespace viche::tally
