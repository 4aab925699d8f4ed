#include "verifier/ceremony.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "crypto/group/parallel.h"
#include "verifier/sealed_box.h"
#include "verifier/transcript.h"

namespace viche::verifier {
namespace {

constexpr std::size_t kHead = 40;

Bytes copy(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

Error wrong_length(ByteView body, std::size_t expected) {
  return Error{
      "a body of " + std::to_string(body.size()) + " bytes instead of " + std::to_string(expected),
      ""};
}

}  // namespace

void Ceremony::expect() {
  for (const CheckId id : {CheckId::K1, CheckId::K2, CheckId::K3, CheckId::K4, CheckId::K5}) {
    election_.checks.expect_at_least(id, election_.manifest->trustees.size());
  }
}

Result<void> Ceremony::commit(const Statement& statement, const Signed& parts, bool takes_effect,
                              const Head& after) {
  if (VICHE_FAULT(parts.body.size() != 64)) return wrong_length(parts.body, 64);
  if (!takes_effect) return {};
  Commit commit{statement.first, copy(parts.body), {}, {}};
  std::copy_n(parts.body.begin(), 32, commit.receiving_key.begin());
  std::copy_n(parts.body.begin() + 32, 32, commit.hash.begin());
  commits_.emplace(parts.signer, std::move(commit));
  last_commit_ = after;
  return {};
}

Result<void> Ceremony::reveal(const Statement& statement, const Signed& parts, bool takes_effect) {
  const std::size_t k = election_.manifest->threshold;
  const std::size_t points = election_.layout.slots * k;
  const std::size_t expected = kHead + 32 * points + 64;
  if (VICHE_FAULT(parts.body.size() != expected)) return wrong_length(parts.body, expected);

  Reveal reveal;
  reveal.entry = statement.first;
  reveal.head = copy(parts.body.first(kHead));
  reveal.encoded = copy(parts.body.subspan(kHead, 32 * points));
  VICHE_ASSIGN(reveal.E, decode_points(election_, reveal.encoded));
  for (std::size_t j = 0; j < election_.layout.slots; ++j) {
    if (VICHE_FAULT(election_.arithmetic.is_identity(reveal.E[j * k]))) {
      return Error{"E_ij0 is the identity", "slot " + std::to_string(j + 1)};
    }
  }
  const std::optional<Element> R = election_.arithmetic.decode(parts.body.last(64).first(32));
  const std::optional<Number> z = decode_number(parts.body.last(32));
  if (VICHE_FAULT(!R) || VICHE_FAULT(election_.arithmetic.is_identity(*R)) || VICHE_FAULT(!z)) {
    return Error{"the proof's R or z does not decode, or R is the identity", ""};
  }
  reveal.R = *R;
  reveal.z = *z;
  if (takes_effect) reveals_.emplace(parts.signer, std::move(reveal));
  return {};
}

// A box of manifest_hash, two trustees and a share for each slot.
std::size_t Ceremony::box_size() const {
  return kBoxOverhead + 36 + 32 * static_cast<std::size_t>(election_.layout.slots);
}

Result<void> Ceremony::share(const Statement& statement, const Signed& parts, bool takes_effect,
                             const Head& after) {
  // The layout of a share's body is what K4 says: it cannot fail apart from it.
  const std::size_t expected = (election_.manifest->trustees.size() - 1) * box_size();
  const Error fault = wrong_length(parts.body, expected);
  if (takes_effect) {
    election_.checks.require(CheckId::K4, statement.first,
                             VICHE_HOLDS(parts.body.size() == expected), fault.message());
    shares_.emplace(parts.signer, copy(parts.body));
    last_share_ = after;
  }
  return {};
}

Result<void> Ceremony::confirm(const Statement& statement, const Signed& parts, bool takes_effect) {
  if (VICHE_FAULT(parts.body.size() != kHead + 32)) return wrong_length(parts.body, kHead + 32);
  Confirm confirm{statement.first, copy(parts.body.first(kHead)), {}};
  std::copy_n(parts.body.begin() + kHead, 32, confirm.keys_root.begin());
  if (takes_effect) confirms_.emplace(parts.signer, std::move(confirm));
  return {};
}

void Ceremony::finish() {
  if (finished_ || !election_.manifest) return;
  finished_ = true;
  check_commits();
  Bytes commits;
  for (const auto& [trustee, commit] : commits_) append(commits, commit.body);
  for (const auto& [trustee, reveal] : reveals_) check_reveal(trustee, reveal, commits);
  if (reveals_.size() == election_.manifest->trustees.size()) make_keys();
  check_confirms();
  judge_complaints();
  shares_.clear();
}

void Ceremony::check_commits() {
  for (const auto& [trustee, commit] : commits_) {
    const auto equal = std::count_if(commits_.begin(), commits_.end(),
                                     [&, &key = commit.receiving_key](const auto& other) {
                                       return other.second.receiving_key == key;
                                     });
    election_.checks.require(
        CheckId::K3, commit.entry,
        VICHE_HOLDS(equal == 1) && VICHE_HOLDS(x25519_key_ok(commit.receiving_key)),
        "the X25519 key is of low order, has another spelling, or is another trustee's");
  }
}

// K1, K2, and the reveal's head.
void Ceremony::check_reveal(std::uint16_t trustee, const Reveal& reveal, const Bytes& commits) {
  Checks& checks = election_.checks;
  const Arithmetic& arithmetic = election_.arithmetic;
  const Bytes32& manifest_hash = *election_.manifest_hash;
  const std::size_t n = election_.manifest->trustees.size();
  if (const auto commit = commits_.find(trustee); commit != commits_.end()) {
    const Bytes32 hash =
        Transcript("viche/v1/commit").item(manifest_hash).u16(trustee).item(reveal.encoded).h32();
    checks.require(CheckId::K1, reveal.entry, VICHE_HOLDS(hash == commit->second.hash),
                   "the points are not those that the trustee committed to");
  }
  if (commits_.size() != n) return;
  checks.require(CheckId::E6, reveal.entry, VICHE_HOLDS(reveal.head == last_commit_.encode()),
                 "its head is not the one at the last commit");

  const Number w = arithmetic.reduce(Transcript("viche/v1/reveal")
                                         .item(manifest_hash)
                                         .u16(trustee)
                                         .item(commits)
                                         .item(reveal.encoded)
                                         .h64());
  const std::size_t k = election_.manifest->threshold;
  std::vector<Number> powers;
  std::vector<Element> constants;
  Number power = w;
  for (std::size_t j = 0; j < election_.layout.slots; ++j) {
    powers.push_back(power);
    constants.push_back(reveal.E[j * k]);
    power = arithmetic.multiply(power, w);
  }
  Bytes index;
  append_u16(index, trustee);
  Bytes message;
  append_frame(message, as_bytes("viche/v1/reveal-proof"));
  append_frame(message, manifest_hash);
  append_frame(message, index);
  append_frame(message, w.bytes);
  const Element PK = arithmetic.combine(powers, constants);
  checks.require(CheckId::K2, reveal.entry,
                 schnorr_holds(arithmetic, PK, message, reveal.R, reveal.z),
                 "the proof of knowledge does not hold");
}

// Y_j = sum_i E_ij0 and P_tj = sum_u t^u sum_i E_iju.
void Ceremony::make_keys() {
  const Arithmetic& arithmetic = election_.arithmetic;
  const std::size_t n = election_.manifest->trustees.size();
  const std::size_t k = election_.manifest->threshold;
  const std::size_t slots = election_.layout.slots;
  std::vector<std::vector<Number>> powers(n);  // t^u
  for (std::size_t t = 0; t < n; ++t) {
    powers[t].push_back(number_from(1));
    for (std::size_t u = 1; u < k; ++u) {
      powers[t].push_back(arithmetic.multiply(powers[t].back(), number_from(t + 1)));
    }
  }
  election_.bases.Y.resize(slots);
  election_.P.assign(n, std::vector<Element>(slots));
  std::vector<Bytes32> leaves(slots);
  parallel_for(election_.threads, slots, [&](std::size_t j) {
    std::vector<Element> sums(k);
    for (const auto& [trustee, reveal] : reveals_) {
      for (std::size_t u = 0; u < k; ++u) {
        sums[u] = arithmetic.add(sums[u], reveal.E[j * k + u]);
      }
    }
    election_.bases.Y[j] = sums[0];
    Bytes leaf;
    append_u32(leaf, static_cast<std::uint32_t>(j + 1));
    append(leaf, arithmetic.encode(sums[0]));
    for (std::size_t t = 0; t < n; ++t) {
      election_.P[t][j] = arithmetic.combine(powers[t], sums);
      append(leaf, arithmetic.encode(election_.P[t][j]));
    }
    leaves[j] = leaf_hash(leaf);
  });
  election_.keys_root = merkle_root(leaves);
  election_.bases.H = generator_H(arithmetic);
  election_.bases.H_p =
      generators(arithmetic, "viche/v1/generator-Hp", election_.layout.longest_style);
  election_.bases.K_p =
      generators(arithmetic, "viche/v1/generator-Kp", election_.layout.longest_style);
  election_.keys_known = true;
}

// K5, and the confirm's head.
void Ceremony::check_confirms() {
  const bool all_shares = shares_.size() == election_.manifest->trustees.size();
  const bool identity =
      std::any_of(election_.bases.Y.begin(), election_.bases.Y.end(),
                  [&](const Element& Y) { return election_.arithmetic.is_identity(Y); });
  for (const auto& [trustee, confirm] : confirms_) {
    if (all_shares) {
      election_.checks.require(CheckId::E6, confirm.entry,
                               VICHE_HOLDS(confirm.head == last_share_.encode()),
                               "its head is not the one at the last share");
    }
    if (!election_.keys_known) continue;
    election_.checks.require(
        CheckId::K5, confirm.entry,
        VICHE_HOLDS(!identity) && VICHE_HOLDS(confirm.keys_root == election_.keys_root),
        identity ? "a key Y_j is the identity" : "its keys_root is not that of the revealed keys");
  }
}

// What there is to judge an answer by. Boxes stand in the order of the trustees without the dealer.
Dealing Ceremony::dealing(std::uint16_t dealer, std::uint16_t trustee) const {
  Dealing dealing;
  if (const auto commit = commits_.find(trustee); commit != commits_.end()) {
    dealing.receiving_key = &commit->second.receiving_key;
  }
  if (const auto reveal = reveals_.find(dealer); reveal != reveals_.end()) {
    dealing.points = &reveal->second.E;
  }
  const ByteView share = shares_.at(dealer);
  if (share.size() != (election_.manifest->trustees.size() - 1) * box_size()) return dealing;
  const std::size_t place = trustee < dealer ? trustee - 1U : trustee - 2U;
  dealing.box = share.subspan(place * box_size(), box_size());
  return dealing;
}

// K6. A complaint takes effect after all shares alone: each dealer has one.
void Ceremony::judge_complaints() {
  for (const Complaints::Pair& pair : complaints_.pairs()) {
    complaints_.judge(pair, dealing(pair.first, pair.second));
  }
}

}  // namespace viche::verifier
