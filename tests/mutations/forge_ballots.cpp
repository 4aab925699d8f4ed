// The forge's voters: roll, batches, cancellations.

#include <algorithm>

#include "crypto/integer/linear.h"
#include "tests/mutations/forge.h"

namespace viche::mutations {
namespace {

/// A basis of {a : L a = 0} over the positions of a style.
std::vector<std::vector<Scalar>> masks(const ballot::StyleLayout& style) {
  std::vector<std::vector<std::uint32_t>> rows;
  for (const ballot::SparseEquation& equation : style.equations) {
    std::vector<std::uint32_t>& row = rows.emplace_back(style.n());
    for (const auto& term : equation.terms) row[term.position] = term.coefficient;
  }
  return null_space(rows, style.n());
}

}  // namespace

void Forge::say_records(log::EntryType type) {
  const bool late = type == log::EntryType::kAdmission;
  std::vector<const Voter*> voters;
  for (const Voter& voter : plan.voters) {
    if (voter.replacement) continue;
    if (voter.admitted_late == late) voters.push_back(&voter);
  }
  std::sort(voters.begin(), voters.end(),
            [](const Voter* a, const Voter* b) { return a->K < b->K; });
  Bytes body;
  for (const Voter* voter : voters) {
    viche::append(body, voter->K);
    append_u16(body, voter->style);
    append_u32(body, voter->weight);
    standings_[voter->K].voter = voter;
  }
  say(type, 0, std::move(body));
}

BallotSetting Forge::setting(std::uint16_t style) const {
  const ballot::StyleLayout& layout = layout_->style(ballot::StyleIndex::from_number(style));
  BallotSetting setting;
  for (const ballot::SlotIndex j : layout.slots) setting.Y.push_back(election_keys_.Y[j.value()]);
  setting.null = masks(layout);
  return setting;
}

const BallotDraft& Forge::ballot(std::size_t batch, const std::string& voter) const {
  return ballots_.at({batch, voter});
}

PostedBallot Forge::make(const PlannedBallot& planned, std::optional<Bytes32> prev) {
  const Voter& voter = plan.voter(planned.voter);
  BallotDraft draft;
  draft.type = planned.type;
  draft.style = planned.style == 0 ? voter.style : planned.style;
  draft.k = voter.k;
  draft.K = voter.K;
  draft.election = election_;
  if (const auto standing = standings_.find(voter.K); standing != standings_.end()) {
    draft.prev = prev.value_or(standing->second.latest);
  }
  PostedBallot posted{planned.voter, {}, {}};
  posted.draft = make_ballot(draft, planned.m, setting(draft.style), planned.cheat, random);
  posted.entry = posted.draft.entry();
  if (planned.bytes) planned.bytes(posted.entry);
  return posted;
}

void Forge::append_batch(std::size_t number) {
  std::vector<PostedBallot> ballots;
  for (const PlannedBallot& planned : plan.batches[number - 1]) ballots.push_back(make(planned));
  std::sort(ballots.begin(), ballots.end(), [](const PostedBallot& a, const PostedBallot& b) {
    return tracker_of(a.draft) < tracker_of(b.draft);
  });
  Bytes header =
      log::Batch{static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(ballots.size())}
          .encode();
  if (hooks.batch) hooks.batch(number, header, ballots);
  if (!header.empty()) append(std::move(header));
  for (const PostedBallot& posted : ballots) {
    append(posted.entry);
    enter(posted);
    ballots_[{number, posted.voter}] = posted.draft;
  }
}

// What the log says of the credential from here on: section 8.1.
void Forge::enter(const PostedBallot& posted) {
  const auto found = standings_.find(posted.draft.K);
  if (found == standings_.end()) return;
  Standing& standing = found->second;
  if (posted.entry.size() != posted.draft.entry().size()) return;  // no ballot at all
  standing.latest = log::hash_leaf(posted.entry);
  if (standing.is_void || standing.voter->style != posted.draft.style) return;
  if (posted.draft.type == static_cast<std::uint8_t>(log::EntryType::kChallenge)) {
    ++counts_.challenged;
    return;
  }
  ++counts_.cast;
  if (standing.casts++ > 0) ++counts_.superseded;
  standing.effective = posted.draft;
}

// From here on the credential's casts are cancelled and its replacement stands for it.
void Forge::say_void(const PlannedVoid& planned) {
  Bytes body;
  viche::append(body, plan.voter(planned.voter).K);
  Bytes32 replacement{};
  if (!planned.replacement.empty()) {
    const Voter& voter = plan.voter(planned.replacement);
    replacement = voter.K;
    standings_[voter.K].voter = &voter;
  }
  viche::append(body, replacement);
  Standing& standing = standings_[plan.voter(planned.voter).K];
  standing.is_void = true;
  standing.cancelled = !planned.counts_anyway;
  say(log::EntryType::kVoid, 0, std::move(body));
}

void Forge::say_cancellations() {
  std::vector<Bytes32> cancelled;
  for (const std::string& name : plan.cancelled) {
    cancelled.push_back(plan.voter(name).K);
    standings_[cancelled.back()].cancelled = true;
  }
  std::sort(cancelled.begin(), cancelled.end());
  Bytes body;
  for (const Bytes32& K : cancelled) viche::append(body, K);
  say(log::EntryType::kCancellations, 0, std::move(body));
}

}  // namespace viche::mutations
