// The part of ElectionState that examines statements.

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
      repeated = rounds_.agreed()[i];
      break;
    case EntryType::kAbstention:
      repeated = rounds_.abstained()[i];
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

Result<ElectionState::Body> ElectionState::examine_round(const Statement& statement) const {
  const ByteView bytes = statement.body;
  const std::size_t i = statement.signer - std::size_t{1};
  if (statement.type == EntryType::kAbstention) {
    VICHE_ASSIGN(const AbstentionBody body, AbstentionBody::decode(bytes));
    VICHE_TRY(rounds_.check_open(body.round));
    if (decryptions_[i]) return Error{"this trustee has decrypted, and so never abstains", ""};
    return Body(body);
  }
  const bool agreement = statement.type == EntryType::kAgreement;
  RoundHead head;
  if (agreement) {
    VICHE_ASSIGN(const AgreementBody body, AgreementBody::decode(bytes));
    head = body.head;
  } else {
    VICHE_ASSIGN(head, DecryptionBody::decode_head(bytes));
  }
  VICHE_TRY(rounds_.check_open(head.round));
  VICHE_TRY(check_head(head.tally_head, *tally_head_, "the tally head"));
  if (agreement) return Body(AgreementBody{head});
  if (rounds_.abstained()[i]) {
    return Error{"this trustee has abstained from round " + std::to_string(head.round), ""};
  }
  return Body(head);
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
    case EntryType::kComplaint: {
      VICHE_ASSIGN(const ComplaintBody body, ComplaintBody::decode(bytes));
      VICHE_TRY(complaints_.check_complaint(statement.signer, body, shape().n));
      return Body(body);
    }
    case EntryType::kAnswer: {
      VICHE_ASSIGN(const AnswerBody body, AnswerBody::decode(bytes));
      VICHE_TRY(complaints_.check_answer(statement.signer, body));
      return Body(body);
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
    case EntryType::kAgreement:
    case EntryType::kAbstention:
    case EntryType::kDecryption:
      return examine_round(statement);
    case EntryType::kResult: {
      VICHE_ASSIGN(ResultBody body, ResultBody::decode(bytes));
      return Body(std::move(body));
    }
    default:
      broken_invariant("a statement whose place was not checked");
  }
}

}  // namespace viche::log
