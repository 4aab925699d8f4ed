#include "verifier/tally.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "crypto/group/parallel.h"
#include "verifier/transcript.h"

namespace viche::verifier {
namespace {

constexpr std::size_t kRound = 4;
constexpr std::size_t kHead = 40;

std::uint32_t round_of(ByteView body) { return Reader(body).u32("round").value(); }

}  // namespace

void Tally::expect() {
  const Manifest& manifest = *election_.manifest;
  election_.checks.expect_at_least(CheckId::T3, manifest.threshold);
}

Result<void> Tally::cancellations(const Statement& statement, const Signed& parts,
                                  bool takes_effect) {
  if (VICHE_FAULT(parts.body.empty()) || VICHE_FAULT(parts.body.size() % 32 != 0)) {
    return Error{"not a list of credentials, at least one", ""};
  }
  VICHE_TRY(check_credentials(election_, parts.body, 32));
  if (!takes_effect) return {};
  Result<void> fault;
  std::optional<Bytes32> previous;
  for (std::size_t i = 0; i < parts.body.size() / 32; ++i) {
    Bytes32 K;
    std::copy_n(parts.body.begin() + static_cast<std::ptrdiff_t>(32 * i), 32, K.begin());
    const auto credential = roll_.credentials().find(K);
    const char* reason = nullptr;
    if (VICHE_FAULT(previous && K <= *previous)) reason = "K does not ascend strictly";
    previous = K;
    if (VICHE_FAULT(credential == roll_.credentials().end()) ||
        VICHE_FAULT(credential->second.casts == 0)) {
      reason = "K has no cast";
    } else {
      if (VICHE_FAULT(credential->second.cancelled)) reason = "K is cancelled already";
      if (VICHE_FAULT(credential->second.is_void)) reason = "K is void";
      credential->second.cancelled = true;
    }
    if (reason != nullptr && fault) fault = Error{reason, "credential " + std::to_string(i + 1)};
  }
  election_.checks.require(CheckId::T1, statement.first, fault);
  return {};
}

void Tally::check_head(const Statement& statement, ByteView head) {
  if (!election_.tally_head) return;
  const Bytes expected = election_.tally_head->encode();
  election_.checks.require(
      CheckId::E6, statement.first,
      VICHE_HOLDS(std::equal(head.begin(), head.end(), expected.begin(), expected.end())),
      "its head is not the one at the seal");
}

// T9: whether the round is open.
bool Tally::check_round(const Statement& statement, std::uint32_t round) {
  if (!prepared_) return false;
  return election_.checks.require(CheckId::T9, statement.first, VICHE_HOLDS(round == open_round_),
                                  "names round " + std::to_string(round) + ", and round " +
                                      std::to_string(open_round_) + " is open");
}

Result<void> Tally::agreement(const Statement& statement, const Signed& parts, bool takes_effect) {
  if (VICHE_FAULT(parts.body.size() != kRound + kHead)) return Error{"not a round and a head", ""};
  check_head(statement, parts.body.subspan(kRound));
  const bool open = check_round(statement, round_of(parts.body));
  if (takes_effect && open) agreed_.insert(parts.signer);
  return {};
}

Result<void> Tally::abstention(const Statement& statement, const Signed& parts, bool takes_effect) {
  Reader reader(parts.body);
  VICHE_ASSIGN(const std::uint32_t round, reader.u32("round"));
  VICHE_TRY(reader.finish());
  if (!prepared_) return {};
  const bool open = check_round(statement, round);
  election_.checks.require(CheckId::T10, statement.first,
                           VICHE_HOLDS(!decrypted_.contains(parts.signer)),
                           "its trustee has decrypted");
  if (!takes_effect) return {};
  abstentions_[parts.signer] = std::max(abstentions_[parts.signer], round);
  if (open) abstained_.insert(parts.signer);
  if (abstained_.size() == election_.manifest->trustees.size()) open_next_round();
  return {};
}

void Tally::open_next_round() {
  ++open_round_;
  agreed_.clear();
  abstained_.clear();
}

void Tally::prepare() {
  if (prepared_ || !election_.manifest) return;
  prepared_ = true;
  open_round_ = 1;
  std::vector<Census> styles(election_.layout.styles.size());
  for (const auto& [K, credential] : roll_.credentials()) {
    if (credential.counts()) ++styles[credential.style - 1U][credential.weight];
  }
  units_ = final_units(*election_.manifest, styles);
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (units_[i].status != UnitStatus::kDecrypted) continue;
    targets_.push_back(make_target(i));
    rows += targets_.back().S_o.size();
  }
  election_.checks.expect_at_least(CheckId::T4, election_.manifest->threshold * targets_.size());
  election_.checks.expect_at_least(CheckId::T7, rows);
  election_.checks.expect_at_least(CheckId::T8, rows);
}

// S_0 and S_p over the unit's styles, then S_o = sum_p W[o][p] S_p.
Tally::Target Tally::make_target(std::size_t unit_index) const {
  const Arithmetic& arithmetic = election_.arithmetic;
  const Manifest& manifest = *election_.manifest;
  const FinalUnit& unit = units_[unit_index];
  Target target;
  target.unit = unit_index;
  target.contest = &election_.layout.contests[unit.contest];
  const std::uint32_t slots = target.contest->slots;
  for (std::uint32_t i = 0; i < slots; ++i) target.slots.push_back(target.contest->first_slot + i);

  std::vector<Element> S(slots);
  for (const std::uint16_t member : unit.members) {
    for (const std::uint32_t style : manifest.units[member - 1U].styles) {
      const std::vector<Element> sum = ballots_.counted_sum(static_cast<std::uint16_t>(style + 1));
      if (sum.empty()) continue;
      const std::vector<std::uint32_t>& contests = manifest.styles[style].contests;
      const auto place =
          std::find(contests.begin(), contests.end(), unit.contest) - contests.begin();
      const std::uint32_t first =
          election_.layout.styles[style].first_position[static_cast<std::size_t>(place)];
      target.S_0 = arithmetic.add(target.S_0, sum[0]);
      for (std::uint32_t p = 0; p < slots; ++p) S[p] = arithmetic.add(S[p], sum[first + p + 1]);
    }
  }
  for (const Row& row : target.contest->rows) {
    std::vector<Number> weights;
    std::vector<Element> parts;
    for (const Term& term : row.terms) {
      weights.push_back(number_from(term.weight));
      parts.push_back(S[term.slot]);
    }
    target.S_o.push_back(arithmetic.combine(weights, parts));
  }
  return target;
}

Result<std::vector<Tally::UnitShare>> Tally::read_shares(ByteView bytes) const {
  std::vector<UnitShare> shares;
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    const std::size_t points = targets_[i].S_o.size() + 2;  // D of each row, a_1, a_2; then z
    VICHE_ASSIGN(std::vector<Element> list, decode_points(election_, bytes.first(32 * points)));
    const std::optional<Number> z = decode_number(bytes.subspan(32 * points, 32));
    if (VICHE_FAULT(!z)) return Error{"z is not a scalar below l", "unit " + std::to_string(i + 1)};
    bytes = bytes.subspan(32 * (points + 1));
    UnitShare share;
    share.z = *z;
    share.a_2 = list[points - 1];
    share.a_1 = list[points - 2];
    list.resize(points - 2);
    share.D = std::move(list);
    shares.push_back(std::move(share));
  }
  return shares;
}

// An abstention is from every round up to the one that it names.
bool Tally::abstained(std::uint16_t trustee, std::uint32_t round) const {
  const auto found = abstentions_.find(trustee);
  return found != abstentions_.end() && round <= found->second;
}

Result<void> Tally::decryption(const Statement& statement, const Signed& parts, bool takes_effect) {
  Checks& checks = election_.checks;
  if (VICHE_FAULT(parts.body.size() < kRound + kHead)) return Error{"no round and head", ""};
  check_head(statement, parts.body.subspan(kRound, kHead));
  if (!prepared_) return {};
  check_round(statement, round_of(parts.body));
  checks.require(CheckId::T10, statement.first,
                 VICHE_HOLDS(!abstained(parts.signer, round_of(parts.body))),
                 "its trustee abstained from its round");
  if (!takes_effect || !election_.keys_known || !election_.fingerprint) return {};
  decrypted_.insert(parts.signer);
  const Manifest& manifest = *election_.manifest;
  checks.expect_at_least(CheckId::T4, ++decryptions_seen_ * targets_.size());
  if (decryptions_seen_ == 1) {
    checks.require(CheckId::T2, statement.first,
                   VICHE_HOLDS(agreed_.size() >= manifest.agreement_quorum()),
                   "before it only " + std::to_string(agreed_.size()) + " signers agreed, not " +
                       std::to_string(manifest.agreement_quorum()));
  }

  const ByteView bytes = parts.body.subspan(kRound + kHead);
  std::size_t expected = 0;
  for (const Target& target : targets_) expected += 32 * (target.S_o.size() + 3);
  checks.require(CheckId::T3, statement.first, VICHE_HOLDS(bytes.size() == expected),
                 "not all decrypted units with all their rows");
  if (bytes.size() != expected) return {};
  VICHE_ASSIGN(std::vector<UnitShare> shares, read_shares(bytes));
  std::vector<std::uint8_t> holds(targets_.size());
  parallel_for(election_.threads, targets_.size(), [&](std::size_t i) {
    holds[i] = proof_holds(targets_[i], round_of(parts.body), parts.signer, shares[i]) ? 1 : 0;
  });
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    checks.require(CheckId::T4, statement.first, VICHE_HOLDS(holds[i] == 1),
                   "the proof of decrypted unit " + std::to_string(i + 1) + " does not hold");
  }
  if (decryptions_.size() < manifest.threshold) {
    decryptions_.push_back({parts.signer, std::move(shares)});
  }
  return {};
}

bool Tally::proof_holds(const Target& target, std::uint32_t round, std::uint16_t trustee,
                        const UnitShare& share) const {
  const Arithmetic& arithmetic = election_.arithmetic;
  const std::vector<Element>& P = election_.P[trustee - 1U];
  std::vector<Element> P_o;
  Bytes P_bytes;
  Bytes D_bytes;
  for (std::size_t o = 0; o < target.S_o.size(); ++o) {
    std::vector<Number> weights;
    std::vector<Element> keys;
    for (const Term& term : target.contest->rows[o].terms) {
      weights.push_back(number_from(term.weight));
      keys.push_back(P[target.slots[term.slot]]);
    }
    P_o.push_back(arithmetic.combine(weights, keys));
    append(P_bytes, arithmetic.encode(P_o.back()));
    append(D_bytes, arithmetic.encode(share.D[o]));
  }
  Bytes members;
  for (const std::uint16_t member : units_[target.unit].members) append_u16(members, member);
  const Number w = arithmetic.reduce(Transcript("viche/v1/decryption")
                                         .item(*election_.fingerprint)
                                         .u32(round)
                                         .item(election_.tally_head->encode())
                                         .item(members)
                                         .u16(trustee)
                                         .item(arithmetic.encode(target.S_0))
                                         .item(P_bytes)
                                         .item(D_bytes)
                                         .h64());
  std::vector<Number> powers{w};
  while (powers.size() < P_o.size()) powers.push_back(arithmetic.multiply(powers.back(), w));
  const Element X = arithmetic.combine(powers, P_o);
  const Element Z = arithmetic.combine(powers, share.D);
  const Number c = arithmetic.reduce(Transcript("viche/v1/chaum-pedersen")
                                         .item(w.bytes)
                                         .item(arithmetic.encode(share.a_1))
                                         .item(arithmetic.encode(share.a_2))
                                         .h64());
  // z G = a_1 + c X and z S_0 = a_2 + c Z
  const auto holds = [&](const Element& base, const Element& a, const Element& image) {
    const std::vector<Number> z_of{share.z};
    const std::vector<Number> c_of{c};
    const std::vector<Element> bases{base};
    const std::vector<Element> images{image};
    return arithmetic.equal(arithmetic.combine(z_of, bases),
                            arithmetic.add(a, arithmetic.combine(c_of, images)));
  };
  return VICHE_HOLDS(holds(arithmetic.base(), share.a_1, X)) &&
         VICHE_HOLDS(holds(target.S_0, share.a_2, Z));
}

}  // namespace viche::verifier
