// The part of ElectionState that takes a statement after it was examined.

#include <utility>

#include "bulletin/log/election_state.h"

namespace viche::log {

namespace {

/// Writes down what trustee `signer` said; whether it was the last one.
template <class T>
bool record(std::vector<std::optional<T>>& said, std::uint16_t signer, T body) {
  said[signer - std::size_t{1}] = std::move(body);
  for (const std::optional<T>& one : said) {
    if (!one.has_value()) return false;
  }
  return true;
}

}  // namespace

void ElectionState::accept(const Statement& statement, Body body) {
  const std::uint16_t signer = statement.signer;
  switch (statement.type) {
    case EntryType::kManifest:
      setup_ = std::get<std::shared_ptr<const Setup>>(std::move(body));
      commits_.resize(shape().n);
      reveals_.resize(shape().n);
      shares_.resize(shape().n);
      confirms_.resize(shape().n);
      decryptions_.resize(shape().n);
      rounds_ = Rounds(shape().n, manifest().agreement_signers());
      ledger_ = Ledger(manifest().revote, manifest().max_ballots);
      phase_ = Phase::kCommit;
      return;
    case EntryType::kCommit:
      if (!record(commits_, signer, std::get<CommitBody>(std::move(body)))) return;
      commits_head_ = head();
      phase_ = Phase::kReveal;
      return;
    case EntryType::kReveal:
      if (!record(reveals_, signer, std::get<RevealBody>(std::move(body)))) return;
      phase_ = Phase::kShare;
      return;
    case EntryType::kShare:
      if (!record(shares_, signer, std::get<ShareBody>(std::move(body)))) return;
      shares_head_ = head();
      phase_ = Phase::kConfirm;
      return;
    case EntryType::kConfirm:
      if (!record(confirms_, signer, std::get<ConfirmBody>(std::move(body)))) return;
      phase_ = Phase::kRoll;
      return;
    case EntryType::kComplaint:
      complaints_.add(signer, std::get<ComplaintBody>(body));
      phase_ = Phase::kComplaint;
      return;
    case EntryType::kAnswer:
      complaints_.answer(signer, std::get<AnswerBody>(body));
      return;
    case EntryType::kRoll:
      phase_ = Phase::kOpening;
      [[fallthrough]];
    case EntryType::kAdmission:
      ledger_.add_records(std::get<RecordsBody>(body).records);
      return;
    case EntryType::kOpening:
      opening_ = std::get<OpeningBody>(body);
      election_ = election_hash(*opening_);
      phase_ = Phase::kVoting;
      return;
    case EntryType::kVoid: {
      const VoidBody& voided = std::get<VoidBody>(body);
      if (ledger_.find(voided.K)->counts()) {
        --counts_.counted;
        ++counts_.cancelled;
      }
      ledger_.void_credential(voided);
      return;
    }
    case EntryType::kNotice:
      notices_ = std::get<NoticeBody>(body).number;
      return;
    case EntryType::kClose:
      phase_ = Phase::kClosed;
      return;
    case EntryType::kCancellations: {
      const std::vector<Bytes32>& keys = std::get<CancellationsBody>(body).K;
      ledger_.cancel(keys);
      counts_.counted -= keys.size();
      counts_.cancelled += keys.size();
      return;
    }
    case EntryType::kSeal:
      tally_head_ = head();
      phase_ = Phase::kSealed;
      return;
    case EntryType::kAgreement:
      rounds_.agree(signer);
      return;
    case EntryType::kAbstention:
      rounds_.abstain(signer);
      return;
    case EntryType::kDecryption:
      decryptions_[signer - std::size_t{1}] = statement.body;
      return;
    case EntryType::kResult:
      result_ = std::get<ResultBody>(std::move(body));
      phase_ = Phase::kFinished;
      return;
    default:
      broken_invariant("a statement whose place was not checked");
  }
}

}  // namespace viche::log
