#include "verifier/complaints.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "verifier/sealed_box.h"

namespace viche::verifier {

Result<void> Complaints::complaint(const Statement& statement, const Signed& parts,
                                   bool takes_effect) {
  Reader reader(parts.body);
  VICHE_ASSIGN(const std::uint16_t dealer, reader.u16("dealer"));
  if (VICHE_FAULT(!reader.finish())) return Error{"more than a dealer", ""};
  if (VICHE_FAULT(dealer < 1)) return Error{"trustee 0 is no dealer", ""};
  if (VICHE_FAULT(dealer > election_.manifest->trustee_count()))
    return Error{"its dealer is no trustee", ""};
  if (VICHE_FAULT(dealer == parts.signer)) return Error{"its dealer is its signer", ""};
  if (takes_effect) entries_.emplace(Pair{dealer, parts.signer}, statement.first);
  return {};
}

Result<void> Complaints::answer(const Signed& parts, bool takes_effect) {
  Reader reader(parts.body);
  VICHE_ASSIGN(const std::uint16_t trustee, reader.u16("trustee"));
  VICHE_ASSIGN(const Bytes32 secret, reader.bytes32("ephemeral secret"));
  if (VICHE_FAULT(!reader.finish())) return Error{"more than a trustee and a secret", ""};
  if (takes_effect) secrets_.emplace(Pair{parts.signer, trustee}, secret);
  return {};
}

std::vector<Complaints::Pair> Complaints::pairs() const {
  std::vector<Pair> list;
  for (const auto& [pair, entry] : entries_) list.push_back(pair);
  std::sort(list.begin(), list.end(),
            [&](const Pair& a, const Pair& b) { return entries_.at(a) < entries_.at(b); });
  return list;
}

void Complaints::judge(const Pair& pair, const Dealing& dealing) {
  const auto& [dealer, trustee] = pair;
  Fault fault{dealer, entries_.at(pair), ""};
  const auto secret = secrets_.find(pair);
  if (dealing.receiving_key == nullptr || VICHE_FAULT(!x25519_key_ok(*dealing.receiving_key))) {
    fault.trustee = trustee;
    fault.reason = "it complained of a box of trustee " + std::to_string(dealer) +
                   ", and its own commit holds no key to which a box can be made";
  } else if (secret == secrets_.end()) {
    fault.reason = "it has not answered the complaint of trustee " + std::to_string(trustee);
  } else if (const Result<void> right = check_answer(pair, dealing, secret->second); !right) {
    fault.reason = "its answer to trustee " + std::to_string(trustee) +
                   " is wrong: " + right.error().message();
  } else {
    fault.trustee = trustee;
    fault.reason =
        "it complained of a box of trustee " + std::to_string(dealer) + " that opens and fits";
  }
  election_.checks.require(
      CheckId::K6, fault.entry, false,
      "trustee " + std::to_string(fault.trustee) + " is at fault: " + fault.reason);
  faults_.push_back(std::move(fault));
}

// The four conditions of section 5.1, in their order; 1 and 2 are open_box's, and the plain text
// has its length because the box has it.
Result<void> Complaints::check_answer(const Pair& pair, const Dealing& dealing,
                                      const Bytes32& secret) const {
  const auto& [dealer, trustee] = pair;
  const std::string of_dealer = " of trustee " + std::to_string(dealer);
  if (VICHE_FAULT(dealing.box.empty()))
    return Error{"the share" + of_dealer + " is ill-formed", ""};
  if (VICHE_FAULT(dealing.points == nullptr))
    return Error{"the reveal" + of_dealer + " is ill-formed", ""};
  VICHE_ASSIGN(const Bytes plain, open_box(dealing.box, *dealing.receiving_key, secret));

  Bytes beginning(election_.manifest_hash->begin(), election_.manifest_hash->end());
  append_u16(beginning, dealer);
  append_u16(beginning, trustee);
  if (VICHE_FAULT(!std::equal(beginning.begin(), beginning.end(), plain.begin()))) {
    return Error{"the box is of another election, dealer or trustee", ""};
  }
  ByteView shares = ByteView(plain).subspan(beginning.size());
  for (std::size_t j = 0; j < election_.layout.slots; ++j) {
    VICHE_TRY(check_share(trustee, j, shares.first(32), *dealing.points));
    shares = shares.subspan(32);
  }
  return {};
}

// F_ij(t) G = sum_u t^u E_iju
Result<void> Complaints::check_share(std::uint16_t trustee, std::size_t slot, ByteView share,
                                     const std::vector<Element>& points) const {
  const Arithmetic& arithmetic = election_.arithmetic;
  const std::string where = "slot " + std::to_string(slot + 1);
  const std::optional<Number> F = decode_number(share);
  if (VICHE_FAULT(!F)) return Error{"a share is not a scalar below l", where};
  const std::size_t k = election_.manifest->threshold;
  std::vector<Number> powers{number_from(1)};
  while (powers.size() < k) {
    powers.push_back(arithmetic.multiply(powers.back(), number_from(trustee)));
  }
  const Element expected = arithmetic.combine(powers, std::span(points).subspan(slot * k, k));
  const std::vector<Number> F_of{*F};
  const std::vector<Element> G{arithmetic.base()};
  if (VICHE_FAULT(!arithmetic.equal(arithmetic.combine(F_of, G), expected))) {
    return Error{"a share does not fit the points that its dealer revealed", where};
  }
  return {};
}

}  // namespace viche::verifier
