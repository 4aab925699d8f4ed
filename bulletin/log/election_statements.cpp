// The part of ElectionState that examines and accepts statements.

#include <utility>

#include "bulletin/log/election_state.h"
#include "bulletin/log/head_field.h"

namespace viche::log {

namespace {

enum class SignedBy { kRegistrar, kTrustee, kAgreementSigner };

SignedBy signed_by(EntryType type) {
  switch (type) {
    case EntryType::kCommit:
    case EntryType::kReveal:
    case EntryType::kShare:
    case EntryType::kConfirm:
    case EntryType::kComplaint:
    case EntryType::kAnswer:
    case EntryType::kAbstention:
    case EntryType::kDecryption:
      return SignedBy::kTrustee;
    case EntryType::kAgreement:
      return SignedBy::kAgreementSigner;
    default:
      return SignedBy::kRegistrar;
  }
}

Result<void> check_role(EntryType type, const Signer& signer) {
  const SignedBy role = signed_by(type);
  const bool right = role == SignedBy::kRegistrar ? signer.role == SignerRole::kRegistrar
                     : role == SignedBy::kTrustee ? signer.role == SignerRole::kTrustee
                                                  : signer.role != SignerRole::kRegistrar;
  if (right) return {};
  const std::string whose = role == SignedBy::kRegistrar ? "the registrar's"
                            : role == SignedBy::kTrustee ? "a trustee's"
                                                         : "an agreement signer's";
  return Error{"the " + std::string(entry_name(type)) + " is " + whose + " to sign, not " +
                   signer.name() + "'s",
               ""};
}

Result<void> check_head(const TreeHead& named, const TreeHead& right, const std::string& what) {
  if (named == right) return {};
  return Error{"it names " + what + " as " + describe(named) + ", which is " + describe(right), ""};
}

/// The largest total weight with which no total exceeds 2^40.
std::uint64_t weight_limit(const ballot::Layout& layout) {
  return (std::uint64_t{1} << 40) / layout.largest_row_value();
}

Result<void> check_round(std::uint32_t round) {
  if (round == 1) return {};
  return Error{"version 0.1 of this program admits round 1 alone, not " + std::to_string(round),
               ""};
}

}  // namespace

Result<void> ElectionState::check_statement(const Statement& statement) const {
  VICHE_TRY(check_place(statement.type));
  auto body = examine(statement, head());
  if (!body) return body.error();
  return {};
}

Result<void> ElectionState::check_not_repeated(EntryType type, const Signer& signer) const {
  const std::size_t i = signer.number - std::size_t{1};
  bool repeated = false;
  switch (type) {
    case EntryType::kCommit:
      repeated = commits_[i].has_value();
      break;
    case EntryType::kReveal:
      repeated = reveals_[i].has_value();
      break;
    case EntryType::kShare:
      repeated = shares_[i].has_value();
      break;
    case EntryType::kConfirm:
      repeated = confirms_[i].has_value();
      break;
    case EntryType::kAgreement:
      repeated = agreed_[i];
      break;
    case EntryType::kDecryption:
      repeated = decryptions_[i].has_value();
      break;
    default:
      break;
  }
  if (!repeated) return {};
  return Error{signer.name() + "'s " + std::string(entry_name(type)) + " is in the log already; " +
                   describe(),
               ""};
}

Result<ElectionState::Body> ElectionState::examine(const Statement& statement,
                                                   const TreeHead& before) const {
  if (statement.type == EntryType::kManifest) return examine_manifest(statement);
  VICHE_ASSIGN(const Signer signer, find_signer(manifest(), statement.signer));
  VICHE_TRY(check_role(statement.type, signer));
  VICHE_TRY(check_not_repeated(statement.type, signer));
  VICHE_TRY(verify_statement(statement, manifest_hash(), signer));
  auto body = examine_body(statement, before);
  if (!body)
    return body.error().at(signer.name() + "'s " + std::string(entry_name(statement.type)));
  return body;
}

Result<ElectionState::Body> ElectionState::examine_manifest(const Statement& statement) const {
  auto parsed = ballot::parse_manifest(statement.body);
  if (!parsed) return parsed.error().at("manifest");
  const Bytes32 hash = ballot::manifest_hash(statement.body);
  VICHE_ASSIGN(const Signer signer, find_signer(*parsed, statement.signer));
  VICHE_TRY(check_role(EntryType::kManifest, signer));
  VICHE_TRY(verify_statement(statement, hash, signer));
  ballot::Layout layout(*parsed);
  const CeremonyShape shape{static_cast<std::uint32_t>(parsed->trustees.size()), parsed->threshold,
                            static_cast<std::uint32_t>(layout.global_slots())};
  return Body(std::make_shared<const Setup>(
      Setup{std::move(*parsed), std::move(layout), statement.body, hash, shape}));
}

Result<ElectionState::Body> ElectionState::examine_records(const Statement& statement) const {
  VICHE_ASSIGN(RecordsBody body, RecordsBody::decode(statement.body));
  if (statement.type == EntryType::kAdmission && body.records.empty()) {
    return Error{"an admission has at least one record", ""};
  }
  std::uint64_t weight = ledger_.total_weight();
  for (const VoterRecord& record : body.records) {
    if (record.style.value() >= manifest().styles.size()) {
      return Error{"credential " + to_hex(record.K) + " has style " +
                       std::to_string(record.style.number()) + ", and there are " +
                       std::to_string(manifest().styles.size()),
                   ""};
    }
    weight += record.weight;
  }
  if (weight > weight_limit(layout())) {
    return Error{"the weights sum to " + std::to_string(weight) + ", and at most " +
                     std::to_string(weight_limit(layout())) + " is allowed in this election",
                 ""};
  }
  VICHE_TRY(ledger_.check_records(body.records));
  return Body(std::move(body));
}

Result<ElectionState::Body> ElectionState::examine_void(const Statement& statement) const {
  VICHE_ASSIGN(VoidBody body, VoidBody::decode(statement.body));
  VICHE_TRY(ledger_.check_void(body));
  const ballot::StyleIndex style = ledger_.find(body.K)->style;
  const std::uint64_t limit = manifest().style(style).replacements;
  if (ledger_.voided(style) >= limit) {
    return Error{"at most " + std::to_string(limit) + " credentials of style " +
                     manifest().style(style).id + " are voided, and as many are",
                 ""};
  }
  return Body(std::move(body));
}

Result<ElectionState::Body> ElectionState::examine_body(const Statement& statement,
                                                        const TreeHead& before) const {
  const ByteView bytes = statement.body;
  switch (statement.type) {
    case EntryType::kCommit: {
      VICHE_ASSIGN(CommitBody body, CommitBody::decode(bytes));
      return Body(std::move(body));
    }
    case EntryType::kReveal: {
      VICHE_ASSIGN(RevealBody body, RevealBody::decode(bytes, shape()));
      VICHE_TRY(check_head(body.commits_head, *commits_head_, "the head at the last commit"));
      return Body(std::move(body));
    }
    case EntryType::kShare: {
      VICHE_ASSIGN(ShareBody body, ShareBody::decode(bytes, shape()));
      return Body(std::move(body));
    }
    case EntryType::kConfirm: {
      VICHE_ASSIGN(ConfirmBody body, ConfirmBody::decode(bytes));
      VICHE_TRY(check_head(body.shares_head, *shares_head_, "the head at the last share"));
      return Body(std::move(body));
    }
    case EntryType::kRoll:
    case EntryType::kAdmission:
      return examine_records(statement);
    case EntryType::kVoid:
      return examine_void(statement);
    case EntryType::kOpening: {
      VICHE_ASSIGN(OpeningBody body, OpeningBody::decode(bytes));
      if (body.manifest_hash != manifest_hash()) {
        return Error{"it names another manifest, " + to_hex(body.manifest_hash), ""};
      }
      VICHE_TRY(check_head(body.head, before, "the head before it"));
      return Body(std::move(body));
    }
    case EntryType::kNotice: {
      VICHE_ASSIGN(NoticeBody body, NoticeBody::decode(bytes));
      if (body.number != notices_ + 1) {
        return Error{"notice " + std::to_string(body.number) + " stands where notice " +
                         std::to_string(notices_ + 1) + " is next",
                     ""};
      }
      return Body(std::move(body));
    }
    case EntryType::kClose:
    case EntryType::kSeal: {
      VICHE_ASSIGN(HeadBody body, HeadBody::decode(bytes));
      VICHE_TRY(check_head(body.head, before, "the head before it"));
      return Body(std::move(body));
    }
    case EntryType::kCancellations: {
      VICHE_ASSIGN(CancellationsBody body, CancellationsBody::decode(bytes));
      VICHE_TRY(ledger_.check_cancellations(body.K));
      return Body(std::move(body));
    }
    case EntryType::kAgreement: {
      VICHE_ASSIGN(AgreementBody body, AgreementBody::decode(bytes));
      VICHE_TRY(check_round(body.head.round));
      VICHE_TRY(check_head(body.head.tally_head, *tally_head_, "the tally head"));
      return Body(std::move(body));
    }
    case EntryType::kDecryption: {
      VICHE_ASSIGN(RoundHead head, DecryptionBody::decode_head(bytes));
      VICHE_TRY(check_round(head.round));
      VICHE_TRY(check_head(head.tally_head, *tally_head_, "the tally head"));
      return Body(std::move(head));
    }
    case EntryType::kResult: {
      VICHE_ASSIGN(ResultBody body, ResultBody::decode(bytes));
      return Body(std::move(body));
    }
    default:
      broken_invariant("a statement whose place was not checked");
  }
}

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
      agreed_.resize(manifest().agreement_signers());
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
      agreed_[signer - std::size_t{1}] = true;
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
