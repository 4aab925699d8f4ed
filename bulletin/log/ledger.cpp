#include "bulletin/log/ledger.h"

#include <algorithm>
#include <string>
#include <utility>

#include "crypto/group/condition.h"

namespace viche::log {

namespace {

std::uint64_t beginning(const Bytes32& K) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | K[i];
  return number;
}

}  // namespace

const LedgerEntry* Credential::find(const Bytes32& C_0) const {
  for (const LedgerEntry& entry : entries) {
    if (entry.C_0 == C_0) return &entry;
  }
  return nullptr;
}

std::size_t Ledger::lower_bound(const Bytes32& K) const {
  const std::uint64_t begin = beginning(K);
  const auto position = std::lower_bound(
      by_key_.begin(), by_key_.end(), K, [&](const Place& place, const Bytes32& key) {
        return place.begin != begin ? place.begin < begin : credentials_[place.credential].K < key;
      });
  return static_cast<std::size_t>(position - by_key_.begin());
}

const Credential* Ledger::find(const Bytes32& K) const {
  const std::size_t position = lower_bound(K);
  if (position == by_key_.size()) return nullptr;
  const Credential& credential = credentials_[by_key_[position].credential];
  return credential.K == K ? &credential : nullptr;
}

Credential& Ledger::at(const Bytes32& K) {
  const Credential* found = find(K);
  if (found == nullptr) broken_invariant("a credential that was checked before is unknown");
  return own(*found);
}

Credential& Ledger::own(const Credential& known) {
  return credentials_[static_cast<std::size_t>(&known - credentials_.data())];
}

Result<void> Ledger::check_records(std::span<const VoterRecord> records) const {
  for (const VoterRecord& record : records) {
    if (find(record.K) != nullptr) {
      return Error{"credential " + to_hex(record.K) + " is registered already", ""};
    }
  }
  return {};
}

void Ledger::add_records(std::span<const VoterRecord> records) {
  const std::size_t first = credentials_.size();
  for (const VoterRecord& record : records) {
    Credential& credential = credentials_.emplace_back();
    credential.K = record.K;
    credential.style = record.style;
    credential.weight = record.weight;
    total_weight_ += record.weight;
  }
  index_from(first);
}

void Ledger::index_from(std::size_t first) {
  if (first == credentials_.size()) return;
  const auto begin = static_cast<std::ptrdiff_t>(lower_bound(credentials_[first].K));
  const auto middle = static_cast<std::ptrdiff_t>(by_key_.size());
  for (std::size_t i = first; i < credentials_.size(); ++i) {
    by_key_.push_back({beginning(credentials_[i].K), static_cast<std::uint32_t>(i)});
  }
  std::inplace_merge(by_key_.begin() + begin, by_key_.begin() + middle, by_key_.end(),
                     [&](const Place& a, const Place& b) {
                       return a.begin != b.begin
                                  ? a.begin < b.begin
                                  : credentials_[a.credential].K < credentials_[b.credential].K;
                     });
}

std::uint64_t Ledger::voided(ballot::StyleIndex style) const {
  return style.value() < voided_.size() ? voided_[style.value()] : 0;
}

Result<void> Ledger::check_void(const VoidBody& body) const {
  const Credential* credential = find(body.K);
  const std::string name = "credential " + to_hex(body.K);
  if (credential == nullptr) return Error{name + " is not registered", ""};
  if (credential->voided) return Error{name + " is void already", ""};
  if (body.replacement != Bytes32{} && find(body.replacement) != nullptr) {
    return Error{"the replacement " + to_hex(body.replacement) + " is registered already", ""};
  }
  return {};
}

void Ledger::void_credential(const VoidBody& body) {
  Credential& credential = at(body.K);
  credential.voided = true;
  const std::size_t style = credential.style.value();
  if (voided_.size() <= style) voided_.resize(style + 1);
  ++voided_[style];
  if (body.replacement == Bytes32{}) return;
  Credential replacement;
  replacement.K = body.replacement;
  replacement.style = credential.style;
  replacement.weight = credential.weight;
  credentials_.push_back(std::move(replacement));
  index_from(credentials_.size() - 1);
}

Result<const Credential*> Ledger::check_standing(const ballot::BallotView& ballot) const {
  const Bytes32 K = ballot.K();
  const Credential* credential = find(K);
  if (VICHE_FAULT(credential == nullptr))
    return Error{"credential " + to_hex(K) + " is not registered", ""};
  if (VICHE_FAULT(credential->voided)) return Error{"credential " + to_hex(K) + " is void", ""};
  if (VICHE_FAULT(ballot.style() != credential->style)) {
    return Error{"style " + std::to_string(ballot.style().number()) +
                     " is not this credential's, which is " +
                     std::to_string(credential->style.number()),
                 ""};
  }
  if (VICHE_FAULT(credential->find(ballot.C_0()) != nullptr)) {
    return Error{"C_0 is that of an earlier entry of this credential", ""};
  }
  if (VICHE_FAULT(credential->entries.size() >= max_ballots_)) {
    return Error{"the credential has " + std::to_string(credential->entries.size()) +
                     " entries, as many as are allowed",
                 ""};
  }
  if (VICHE_FAULT(revote_ == ballot::Revote::kFirst && ballot.type() == ballot::BallotType::kCast &&
                  credential->effective_cast.has_value())) {
    return Error{"the credential has a cast, and the first one counts in this election", ""};
  }
  return credential;
}

Result<const Credential*> Ledger::check_ballot(const ballot::BallotView& ballot) const {
  VICHE_ASSIGN(const Credential* const credential, check_standing(ballot));
  const Hash& latest = credential->latest;
  if (VICHE_FAULT(ballot.prev() != latest)) {
    return Error{
        "prev is not the hash of the credential's latest entry, which is " + to_hex(latest), ""};
  }
  return credential;
}

std::optional<std::uint64_t> Ledger::add_ballot(const Credential& known,
                                                const ballot::BallotView& ballot,
                                                std::uint64_t index, const Hash& leaf) {
  Credential& credential = own(known);
  credential.entries.push_back({ballot.C_0(), index});
  credential.latest = leaf;
  if (ballot.type() != ballot::BallotType::kCast) return std::nullopt;
  return std::exchange(credential.effective_cast, index);
}

Result<void> Ledger::check_cancellations(std::span<const Bytes32> keys) const {
  for (const Bytes32& K : keys) {
    const Credential* credential = find(K);
    const char* reason = credential == nullptr                     ? " is not registered"
                         : credential->voided                      ? " is void"
                         : !credential->effective_cast.has_value() ? " has no cast to cancel"
                         : credential->cancelled                   ? " is cancelled already"
                                                                   : nullptr;
    if (reason != nullptr) return Error{"credential " + to_hex(K) + reason, ""};
  }
  return {};
}

void Ledger::cancel(std::span<const Bytes32> keys) {
  for (const Bytes32& K : keys) at(K).cancelled = true;
}

}  // namespace viche::log
