#include "verifier/ballots.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "crypto/group/parallel.h"
#include "verifier/part_set.h"

namespace viche::verifier {

void Sums::note(std::uint16_t style, std::uint32_t weight, const Ciphertext& C) {
  noted_[style].push_back({weight, &C});
}

void Sums::flush() {
  const Arithmetic& arithmetic = election_.arithmetic;
  for (const auto& [style, ballots] : noted_) {
    std::vector<Element>& sums = styles_[style - 1U].C;
    sums.resize(ballots.front().C->size());
    parallel_for(election_.threads, sums.size(), [&, &list = ballots](std::size_t p) {
      sums[p] = arithmetic.add(sums[p], arithmetic.sum(list, p));
    });
  }
  noted_.clear();
}

void Sums::add(std::uint16_t style, const std::vector<Element>& C) {
  std::vector<Element>& sums = styles_[style - 1U].C;
  sums.resize(std::max(sums.size(), C.size()));
  for (std::size_t p = 0; p < C.size(); ++p) sums[p] = election_.arithmetic.add(sums[p], C[p]);
}

std::optional<std::uint32_t> summed_weight(const Credentials& credentials, const LogEntry& entry,
                                           const CheckedBallot& checked) {
  if (!checked.encrypted || entry.bytes[0] != static_cast<std::uint8_t>(Type::kCast)) {
    return std::nullopt;
  }
  const auto found = credentials.find(checked.K);
  if (found == credentials.end() || !found->second.from_roll ||
      found->second.style != checked.style) {
    return std::nullopt;
  }
  return found->second.weight;
}

void Ballots::batch(const LogEntry& entry) {
  end_batch();
  election_.checks.expect(CheckId::B1);
  election_.checks.expect(CheckId::B2);
  batch_ = Batch{};
  batch_->entry = entry.index;
  ++batches_;
  Reader reader(entry.bytes);
  const auto type = reader.u8("type");
  const auto number = reader.u32("number");
  const auto count = reader.u32("count");
  if (VICHE_FAULT(!count || !reader.finish())) {
    batch_->fault = "not a batch's number and count";
    return;
  }
  batch_->count = *count;
  if (VICHE_FAULT(*number != batches_)) {
    batch_->fault = "number " + std::to_string(*number) + " instead of " + std::to_string(batches_);
  }
}

void Ballots::end_batch() {
  if (!batch_) return;
  if (!batch_->fault && VICHE_FAULT(batch_->seen != batch_->count)) {
    batch_->fault = "holds " + std::to_string(batch_->seen) + " ballots, not the " +
                    std::to_string(batch_->count) + " that it says";
  }
  election_.checks.require(CheckId::B1, batch_->entry, !batch_->fault, batch_->fault.value_or(""));
  election_.checks.require(CheckId::B2, batch_->entry, !batch_->order_fault,
                           batch_->order_fault.value_or(""));
  batch_.reset();
}

void Ballots::place_in_batch(const LogEntry& entry, const CheckedBallot& checked) {
  if (VICHE_FAULT(!batch_)) {
    election_.checks.require(CheckId::B1, entry.index, false, "a ballot that is in no batch");
    return;
  }
  ++batch_->seen;
  if (!checked.framed) return;
  if (VICHE_FAULT(batch_->last_tracker && checked.tracker <= *batch_->last_tracker) &&
      !batch_->order_fault) {
    batch_->order_fault = "trackers do not ascend strictly at entry " + std::to_string(entry.index);
  }
  batch_->last_tracker = checked.tracker;
  if (VICHE_FAULT(!batch_->credentials.insert(checked.K).second) && !batch_->order_fault) {
    batch_->order_fault = "a credential twice, again at entry " + std::to_string(entry.index);
  }
}

void Ballots::ballot(const LogEntry& entry, Type type, const CheckedBallot& checked, bool counts) {
  Checks& checks = election_.checks;
  place_in_batch(entry, checked);
  checks.require(CheckId::B3, entry.index, !checked.fault, checked.fault.value_or(""));
  if (!checked.framed) return;

  const auto found = roll_.credentials().find(checked.K);
  const bool admitted = found != roll_.credentials().end();
  const Result<void> eligible = check_eligible(admitted ? &found->second : nullptr, checked.style);
  if (!checked.fault) {
    checks.require(CheckId::B4, entry.index, eligible);
    checks.require(CheckId::B8, entry.index, checked.verdict.equations, "L f is not x b");
    checks.require(CheckId::B9, entry.index, checked.verdict.E1, "(E1) does not hold");
    checks.require(CheckId::B10, entry.index, checked.verdict.E2, "(E2) does not hold");
    checks.require(CheckId::B11, entry.index, checked.verdict.signature,
                   "the signature by K is not valid");
  }
  if (!admitted) return;
  Credential& credential = found->second;
  check_rules(entry, type, checked, eligible.ok(), credential);
  const bool summed =
      election_.parts != nullptr && summed_weight(roll_.credentials(), entry, checked).has_value();
  if (summed) election_.parts->summed(entry.index);
  if (counts && eligible.ok()) {
    count(entry, type, checked, summed ? InSums::kYes : InSums::kNo, credential);
  } else if (summed) {
    uncounted_.push_back({entry.index, entry.leaf, credential.style, credential.weight});
  }
}

// B4 of a ballot's credential, which is null if it was not admitted.
Result<void> Ballots::check_eligible(const Credential* credential, std::uint16_t style) {
  if (VICHE_FAULT(credential == nullptr)) return Error{"K was not admitted", ""};
  if (VICHE_FAULT(credential->style != style))
    return Error{"K was admitted with another style", ""};
  if (VICHE_FAULT(credential->is_void)) return Error{"K is void", ""};
  return {};
}

// B5 to B7 for a ballot of a known credential, whose record it updates; counted only where B3 and
// B4 have passed.
void Ballots::check_rules(const LogEntry& entry, Type type, const CheckedBallot& checked,
                          bool eligible, Credential& credential) {
  Checks& checks = election_.checks;
  const Manifest& manifest = *election_.manifest;
  ++credential.entries;
  const bool second_cast =
      type == Type::kCast && credential.casts > 0 && manifest.revote == Manifest::Revote::kFirst;
  const bool fresh = std::find(credential.C_0s.begin(), credential.C_0s.end(), checked.C_0) ==
                     credential.C_0s.end();
  if (!checked.fault && eligible) {
    checks.require(CheckId::B5, entry.index, VICHE_HOLDS(checked.prev == credential.latest),
                   "prev is not the leaf hash of K's latest entry");
    checks.require(CheckId::B6, entry.index, VICHE_HOLDS(fresh),
                   "C_0 is that of an earlier entry of K");
    checks.require(
        CheckId::B7, entry.index,
        VICHE_HOLDS(credential.entries <= manifest.max_ballots) && VICHE_HOLDS(!second_cast),
        second_cast ? "a second cast, where the first counts"
                    : "more entries of K than `max_ballots`");
  }
  credential.latest = entry.leaf;
  // Beyond the limit B7 has failed; the list stays bounded.
  const std::uint64_t limit = std::min<std::uint64_t>(manifest.max_ballots, 1000);
  if (fresh && credential.C_0s.size() < limit) credential.C_0s.push_back(checked.C_0);
}

void Ballots::count(const LogEntry& entry, Type type, const CheckedBallot& checked, InSums summed,
                    Credential& credential) {
  if (type == Type::kChallenge) {
    ++counts_.challenged;
    return;
  }
  ++counts_.cast;
  if (credential.casts > 0) {
    ++counts_.superseded;
    uncounted_.push_back(
        {credential.last_cast, credential.last_cast_leaf, credential.style, credential.weight});
  }
  ++credential.casts;
  credential.last_cast = entry.index;
  credential.last_cast_leaf = entry.leaf;
  if (checked.encrypted && summed == InSums::kNo) note(entry, checked, credential.weight);
}

void Ballots::note(const LogEntry& entry, const CheckedBallot& checked, std::uint32_t weight) {
  if (!sums_) sums_.emplace(election_, election_.layout.styles.size());
  const Ciphertext* C = &checked.C;
  if (C->size() == 0) {
    const std::vector<ByteView> alone{entry.bytes};
    decoded_.push_back(std::move(read_ciphertexts(election_, alone).front()));
    C = &decoded_.back();
    if (C->size() == 0) return;
  }
  sums_->note(checked.style, weight, *C);
}

void Ballots::flush() {
  if (sums_) sums_->flush();
  decoded_.clear();
}

Result<void> Ballots::add_parts() {
  if (election_.parts == nullptr) return {};
  if (!sums_) sums_.emplace(election_, election_.layout.styles.size());
  for (std::size_t i = 0; i < election_.layout.styles.size(); ++i) {
    const auto style = static_cast<std::uint16_t>(i + 1);
    VICHE_ASSIGN(const std::vector<Element> C,
                 election_.parts->sum(style, election_.layout.styles[i].slots.size()));
    sums_->add(style, C);
  }
  return {};
}

void Ballots::unchecked_ballot(const LogEntry& entry) { place_in_batch(entry, CheckedBallot{}); }

Result<void> Ballots::settle(const LogReader& log) {
  flush();
  VICHE_TRY(add_parts());
  for (const auto& [K, credential] : roll_.credentials()) {
    if (credential.casts == 0) continue;
    if (credential.counts()) {
      ++counts_.counted;
    } else {
      ++counts_.cancelled;
      uncounted_.push_back(
          {credential.last_cast, credential.last_cast_leaf, credential.style, credential.weight});
    }
  }
  std::sort(uncounted_.begin(), uncounted_.end(),
            [](const Uncounted& a, const Uncounted& b) { return a.entry < b.entry; });

  uncounted_sums_.emplace(election_, election_.layout.styles.size());
  constexpr std::size_t kAtOnce = 1024;
  for (std::size_t first = 0; first < uncounted_.size(); first += kAtOnce) {
    const std::size_t end = std::min(uncounted_.size(), first + kAtOnce);
    std::vector<std::uint64_t> indexes;
    for (std::size_t i = first; i < end; ++i) indexes.push_back(uncounted_[i].entry);
    VICHE_ASSIGN(const std::vector<KeptEntry> kept, log.read_again(indexes));
    std::map<std::uint64_t, const KeptEntry*> entries;
    for (const KeptEntry& entry : kept) entries[entry.index] = &entry;
    std::vector<ByteView> list;
    std::vector<const Uncounted*> casts;
    for (std::size_t i = first; i < end; ++i) {
      const auto found = entries.find(uncounted_[i].entry);
      if (VICHE_FAULT(found == entries.end() || found->second->leaf != uncounted_[i].leaf)) {
        election_.checks.require(CheckId::R4, uncounted_[i].entry, false,
                                 "the bundle changed while it was read");
        continue;
      }
      list.push_back(found->second->bytes);
      casts.push_back(&uncounted_[i]);
    }
    const auto ciphertexts = read_ciphertexts(election_, list);
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (ciphertexts[i].size() == 0) continue;
      uncounted_sums_->note(casts[i]->style, casts[i]->weight, ciphertexts[i]);
    }
    uncounted_sums_->flush();
  }
  return {};
}

std::vector<Element> Ballots::counted_sum(std::uint16_t style) const {
  if (!sums_) return {};
  std::vector<Element> sum = sums_->of(style);
  if (!uncounted_sums_) return sum;
  const std::vector<Element>& uncounted = uncounted_sums_->of(style);
  sum.resize(std::max(sum.size(), uncounted.size()));
  for (std::size_t p = 0; p < uncounted.size(); ++p) {
    sum[p] = election_.arithmetic.subtract(sum[p], uncounted[p]);
  }
  return sum;
}

}  // namespace viche::verifier
