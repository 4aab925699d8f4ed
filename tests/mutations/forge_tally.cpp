// The forge's tally: units, agreement, decryption, result.

#include <algorithm>

#include "bulletin/log/head_field.h"
#include "bulletin/log/tally_bodies.h"
#include "crypto/group/batch.h"
#include "crypto/integer/linear.h"
#include "tests/mutations/forge.h"

namespace viche::mutations {
namespace {

/// sum_p W[o][p] values[p]
Scalar row_sum(const ballot::Row& row, const std::vector<Scalar>& values) {
  Scalar sum;
  for (std::size_t p = 0; p < values.size(); ++p) {
    sum += Scalar::from_u64(row.weight[p]) * values[p];
  }
  return sum;
}

/// The low 64 bits: the number itself unless a cheat made it absurd.
std::uint64_t to_u64(const Scalar& scalar) {
  const Bytes32 bytes = scalar.encode();
  std::uint64_t value = 0;
  for (std::size_t i = 8; i-- > 0;) value = value << 8 | bytes[i];
  return value;
}

}  // namespace

// The counted ballots of each manifest unit.
std::vector<tally::UnitBallots> Forge::counted() const {
  std::vector<tally::UnitBallots> counted(manifest_.units.size());
  for (const auto& [K, standing] : standings_) {
    if (!standing.counts()) continue;
    const auto style = ballot::StyleIndex::from_number(standing.voter->style);
    for (std::size_t u = 0; u < counted.size(); ++u) {
      const std::vector<ballot::StyleIndex>& styles = manifest_.units[u].styles;
      if (std::find(styles.begin(), styles.end(), style) == styles.end()) continue;
      ++counted[u].by_weight[standing.voter->weight];
    }
  }
  return counted;
}

Forge::Target Forge::make_target(std::size_t index) const {
  const tally::FinalUnit& unit = units_[index];
  const ballot::ContestLayout& contest = layout_->contest(unit.contest);
  Target target;
  target.unit = index;
  std::vector<Scalar> slots(contest.slots);
  for (const auto& [K, standing] : standings_) {
    if (!standing.counts()) continue;
    const auto style = ballot::StyleIndex::from_number(standing.voter->style);
    const bool holds =
        std::any_of(unit.members.begin(), unit.members.end(), [&](ballot::UnitIndex member) {
          const auto& styles = manifest_.unit(member).styles;
          return std::find(styles.begin(), styles.end(), style) != styles.end();
        });
    if (!holds) continue;
    const Scalar weight = Scalar::from_u64(standing.voter->weight);
    target.S_0 += multiply(weight, decoded(standing.effective.C[0]));
    for (const ballot::StyleLayout::Part& part : layout_->style(style).parts) {
      if (part.contest != unit.contest) continue;
      for (std::size_t p = 0; p < slots.size(); ++p) {
        slots[p] += weight * standing.effective.v[part.offset + p];
      }
    }
  }
  for (const ballot::Row& row : contest.rows) target.totals.push_back(row_sum(row, slots));
  return target;
}

void Forge::say_seal() {
  Bytes body;
  log::append_head(body, head());
  say(log::EntryType::kSeal, 0, std::move(body));
  if (tally_head_) return;
  tally_head_ = head();
  units_ = tally::final_units(manifest_, counted());
  for (std::size_t u = 0; u < units_.size(); ++u) {
    if (units_[u].status == tally::UnitStatus::kDecrypted) targets_.push_back(make_target(u));
  }
}

void Forge::say_agreement(std::uint16_t signer) {
  const log::AgreementBody body{{open_round_, tally_head_.value_or(head())}};
  say(log::EntryType::kAgreement, signer, body.encode());
}

// The last of the trustees' abstentions opens the next round.
void Forge::say_abstention(std::uint16_t t) {
  Bytes body;
  append_u32(body, open_round_);
  say(log::EntryType::kAbstention, t, std::move(body));
  abstained_.insert(t);
  if (abstained_.size() == kTrustees) open_next_round();
}

void Forge::open_next_round() {
  ++open_round_;
  abstained_.clear();
}

// x_tj = sum_i F_ij(t)
Scalar Forge::secret(std::uint16_t t, std::size_t slot) const {
  Scalar sum;
  for (const auto& [i, c] : coefficients_) {
    sum += c[slot * kThreshold] + Scalar::from_u64(t) * c[slot * kThreshold + 1];
  }
  return sum;
}

std::uint32_t Forge::round_of(std::uint16_t t) const {
  const auto found = plan.rounds.find(t);
  return found == plan.rounds.end() ? open_round_ : found->second;
}

Bytes Forge::decrypt(std::uint16_t t, std::size_t index) {
  const Target& target = targets_[index];
  const tally::FinalUnit& unit = units_[target.unit];
  const ballot::ContestLayout& contest = layout_->contest(unit.contest);
  Point S_0 = target.S_0;
  if (hooks.sum) hooks.sum(t, index, S_0);
  std::vector<Scalar> secrets;
  for (std::size_t p = 0; p < contest.slots; ++p) {
    secrets.push_back(secret(t, contest.first_slot.value() + p));
  }
  std::vector<Scalar> x_o;
  std::vector<Point> P;
  std::vector<Point> D;
  for (const ballot::Row& row : contest.rows) {
    x_o.push_back(row_sum(row, secrets));
    P.push_back(multiply_base(x_o.back()));
    D.push_back(multiply(x_o.back(), S_0));
  }
  if (hooks.shares) hooks.shares(t, index, D);
  Bytes round;
  append_u32(round, round_of(t));
  Bytes head;
  log::append_head(head, *tally_head_);
  Bytes members;
  for (const ballot::UnitIndex member : unit.members) {
    append_u16(members, static_cast<std::uint16_t>(member.number()));
  }
  Bytes number;
  append_u16(number, t);
  const Scalar w = challenge("viche/v1/decryption", t,
                             {{election_.begin(), election_.end()},
                              round,
                              head,
                              members,
                              number,
                              encode_points(std::vector{S_0}),
                              encode_points(P),
                              encode_points(D)});
  Scalar x;
  Scalar power = w;
  for (std::size_t o = 0; o < D.size(); ++o, power *= w) x += power * x_o[o];
  const Scalar v = random_scalar(random);
  std::vector<Point> a{multiply_base(v), multiply(v, S_0)};
  if (hooks.commitments) hooks.commitments(t, index, a);
  const Bytes32 w_bytes = w.encode();
  const Scalar c = challenge("viche/v1/chaum-pedersen", t,
                             {{w_bytes.begin(), w_bytes.end()},
                              encode_points(std::vector{a[0]}),
                              encode_points(std::vector{a[1]})});
  Bytes bytes = encode_points(D);
  viche::append(bytes, encode_points(a));
  viche::append(bytes, (v + c * x).encode());
  return bytes;
}

void Forge::say_decryption(std::uint16_t t) {
  Bytes body;
  append_u32(body, round_of(t));
  log::append_head(body, tally_head_.value_or(head()));
  for (std::size_t i = 0; i < targets_.size(); ++i) viche::append(body, decrypt(t, i));
  say(log::EntryType::kDecryption, t, std::move(body));
}

void Forge::say_result() {
  log::ResultBody result{counts_, {}};
  for (const auto& [K, standing] : standings_) {
    if (standing.counts()) ++result.counts.counted;
    if (standing.casts > 0 && standing.cancelled) ++result.counts.cancelled;
  }
  for (const tally::FinalUnit& unit : units_) {
    result.units.push_back({unit.contest, unit.members, unit.status, unit.ballots.ballots(), {}});
  }
  for (const Target& target : targets_) {
    for (const Scalar& total : target.totals) {
      result.units[target.unit].totals.push_back(to_u64(total));
    }
  }
  say(log::EntryType::kResult, 0, result.encode());
}

Point Forge::share_shift(std::uint16_t t, std::int64_t votes) const {
  std::vector<std::uint32_t> trustees;
  std::size_t mine = 0;
  for (const Step& step : plan.script) {
    if (step.kind != StepKind::kDecryption || trustees.size() == kThreshold) continue;
    if (step.number == t) mine = trustees.size();
    trustees.push_back(step.number);
  }
  const Scalar magnitude = Scalar::from_u64(static_cast<std::uint64_t>(votes < 0 ? -votes : votes));
  const Scalar lambda = lagrange_at_zero(trustees)[mine];
  return multiply_base(lambda.inverse() * (votes < 0 ? magnitude : -magnitude));
}

}  // namespace viche::mutations
