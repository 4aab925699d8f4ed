#include "verifier/order.h"

#include "crypto/group/condition.h"

namespace viche::verifier {
namespace {

Error refuse(std::string reason) { return Error{std::move(reason), ""}; }

Result<void> once(const std::set<std::uint16_t>& seen, std::uint16_t signer) {
  if (VICHE_FAULT(seen.contains(signer)))
    return refuse("a second one of signer " + std::to_string(signer));
  return {};
}

/// Statements that take effect only where they are legal: nothing later leans on them.
bool only_if_legal(Type type) {
  switch (type) {
    case Type::kComplaint:
    case Type::kAnswer:
    case Type::kAbstention:
      return true;
    default:
      return false;
  }
}

}  // namespace

Order::Naming Order::naming(Type type, const Signed& parts) {
  Reader reader(parts.body);
  switch (type) {
    case Type::kComplaint:
    case Type::kAnswer:
      if (const Result<std::uint16_t> trustee = reader.u16("trustee")) {
        return {parts.signer, std::uint32_t{*trustee}};
      }
      break;
    case Type::kAgreement:
    case Type::kAbstention:
      if (const Result<std::uint32_t> round = reader.u32("round")) return {parts.signer, *round};
      break;
    default:
      break;
  }
  return {parts.signer, std::nullopt};
}

Order::Judgement Order::judge(const Statement& statement, const Signed& parts,
                              const Manifest* manifest) {
  if (statement.type == Type::kManifest) {
    const bool in_place = phase_ == Phase::kStart && statement.first == 0;
    if (phase_ == Phase::kStart) phase_ = Phase::kCeremony;
    if (VICHE_FAULT(!in_place))
      return {refuse("a manifest that is not the log's beginning"), false};
    if (VICHE_FAULT(parts.signer != 0)) return {refuse("a manifest not of the registrar"), true};
    return {{}, true};
  }
  if (manifest == nullptr) return {refuse("before a manifest that could be read"), false};
  Judgement judgement;
  const Naming named = naming(statement.type, parts);
  judgement.legal = check_role(statement.type, parts.signer, *manifest);
  if (judgement.legal) judgement.legal = check_place(statement, named, *manifest);
  judgement.takes_effect = only_if_legal(statement.type)
                               ? judgement.legal.ok()
                               : effective(statement.type, named, *manifest);
  if (judgement.takes_effect) advance(statement, named);
  if (!judgement.legal) {
    judgement.legal = judgement.legal.error().at(std::string(type_name(statement.type)));
  }
  return judgement;
}

Result<void> Order::judge_voting(Type type) const {
  if (VICHE_FAULT(phase_ != Phase::kVoting)) {
    return refuse(std::string(type_name(type)) + ": not between opening and close");
  }
  return {};
}

Result<void> Order::check_role(Type type, std::uint16_t signer, const Manifest& manifest) const {
  switch (type) {
    case Type::kCommit:
    case Type::kReveal:
    case Type::kShare:
    case Type::kConfirm:
    case Type::kComplaint:
    case Type::kAnswer:
    case Type::kAbstention:
    case Type::kDecryption:
      if (VICHE_FAULT(signer < 1) || VICHE_FAULT(signer > manifest.trustee_count()))
        return refuse("its signer is no trustee");
      return {};
    case Type::kAgreement:
      if (VICHE_FAULT(signer < 1) || VICHE_FAULT(signer > manifest.agreement_signers())) {
        return refuse("its signer is no agreement signer");
      }
      return {};
    default:
      if (VICHE_FAULT(signer != 0)) return refuse("its signer is not the registrar");
      return {};
  }
}

// Whether its trustee complained of the signer is part of the order, and so is the number of
// answers.
Result<void> Order::check_answer(const Naming& naming) const {
  if (!naming.named) return {};
  const auto trustee = static_cast<std::uint16_t>(*naming.named);
  if (VICHE_FAULT(!complaints_.contains({trustee, naming.signer}))) {
    return refuse("trustee " + std::to_string(trustee) + " did not complain of its signer");
  }
  if (VICHE_FAULT(answers_.contains(naming))) return refuse("a second one to one complaint");
  return {};
}

Result<void> Order::check_place(const Statement& statement, const Naming& naming,
                                const Manifest& manifest) const {
  const std::size_t n = manifest.trustees.size();
  const std::uint16_t signer = naming.signer;
  const auto in = [&](Phase phase, const char* reason) -> Result<void> {
    if (VICHE_FAULT(phase_ != phase)) return refuse(reason);
    return {};
  };
  switch (statement.type) {
    case Type::kCommit:
      VICHE_TRY(in(Phase::kCeremony, "not before the roll"));
      // One after a reveal is a second one, or the reveal came before all commits.
      return once(commits_, signer);
    case Type::kReveal:
      VICHE_TRY(in(Phase::kCeremony, "not before the roll"));
      if (VICHE_FAULT(commits_.size() != n)) return refuse("before all commits");
      return once(reveals_, signer);
    case Type::kShare:
      VICHE_TRY(in(Phase::kCeremony, "not before the roll"));
      if (VICHE_FAULT(reveals_.size() != n)) return refuse("before all reveals");
      return once(shares_, signer);
    case Type::kConfirm:
      VICHE_TRY(in(Phase::kCeremony, "not before the roll"));
      if (VICHE_FAULT(shares_.size() != n)) return refuse("before all shares");
      return once(confirms_, signer);
    case Type::kComplaint:
      VICHE_TRY(in(Phase::kCeremony, "not before the roll"));
      if (VICHE_FAULT(shares_.size() != n)) return refuse("before all shares");
      if (VICHE_FAULT(complaints_.contains(naming))) return refuse("a second one of one dealer");
      return {};
    case Type::kAnswer:
      VICHE_TRY(in(Phase::kCeremony, "not before the roll"));
      return check_answer(naming);
    case Type::kRoll:
      VICHE_TRY(in(Phase::kCeremony, "not after the ceremony, or a second one"));
      if (VICHE_FAULT(confirms_.size() != n)) return refuse("before all confirms");
      return {};
    case Type::kOpening:
      // Nothing is legal between the two, so it is the next one if nothing else has failed.
      return in(Phase::kRoll, "not after the roll, or a second one");
    case Type::kAdmission:
    case Type::kVoid:
      return in(Phase::kVoting, "not between opening and close");
    case Type::kNotice:
      if (VICHE_FAULT(phase_ < Phase::kVoting) || VICHE_FAULT(phase_ > Phase::kSealed)) {
        return refuse("not between opening and result");
      }
      return {};
    case Type::kClose:
      return in(Phase::kVoting, "not after the opening, or a second one");
    case Type::kCancellations:
      return in(Phase::kClosed, "not between close and seal");
    case Type::kSeal:
      return in(Phase::kClosed, "not after the close, or a second one");
    case Type::kAgreement:
      VICHE_TRY(in(Phase::kSealed, "not between seal and result"));
      if (VICHE_FAULT(agreements_.contains(naming)))
        return refuse("a second one of its signer in one round");
      return {};
    case Type::kAbstention:
      VICHE_TRY(in(Phase::kSealed, "not between seal and result"));
      if (VICHE_FAULT(abstentions_.contains(naming)))
        return refuse("a second one of its signer in one round");
      return {};
    case Type::kDecryption:
      VICHE_TRY(in(Phase::kSealed, "not between seal and result"));
      return once(decryptions_, signer);
    case Type::kResult:
      VICHE_TRY(in(Phase::kSealed, "not after the seal, or a second one"));
      if (VICHE_FAULT(decryptions_.size() < manifest.threshold)) {
        return refuse("before decryptions of as many trustees as the threshold");
      }
      return {};
    default:
      return refuse("not a statement");
  }
}

bool Order::effective(Type type, const Naming& naming, const Manifest& manifest) const {
  const std::uint16_t signer = naming.signer;
  const bool trustee = signer >= 1 && signer <= manifest.trustee_count();
  switch (type) {
    case Type::kCommit:
      return trustee && phase_ == Phase::kCeremony && !commits_.contains(signer);
    case Type::kReveal:
      return trustee && phase_ == Phase::kCeremony && !reveals_.contains(signer);
    case Type::kShare:
      return trustee && phase_ == Phase::kCeremony && !shares_.contains(signer);
    case Type::kConfirm:
      return trustee && phase_ == Phase::kCeremony && !confirms_.contains(signer);
    case Type::kRoll:
      return phase_ == Phase::kCeremony;
    case Type::kOpening:
      return phase_ == Phase::kRoll;
    case Type::kAdmission:
    case Type::kVoid:
    case Type::kClose:
      return phase_ == Phase::kVoting;
    case Type::kCancellations:
    case Type::kSeal:
      return phase_ == Phase::kClosed;
    case Type::kAgreement:
      return signer >= 1 && signer <= manifest.agreement_signers() && phase_ == Phase::kSealed &&
             !agreements_.contains(naming);
    case Type::kDecryption:
      return trustee && phase_ == Phase::kSealed && !decryptions_.contains(signer);
    case Type::kResult:
      return phase_ == Phase::kSealed;
    default:
      return true;
  }
}

void Order::advance(const Statement& statement, const Naming& naming) {
  const std::uint16_t signer = naming.signer;
  switch (statement.type) {
    case Type::kCommit:
      commits_.insert(signer);
      break;
    case Type::kReveal:
      reveals_.insert(signer);
      break;
    case Type::kShare:
      shares_.insert(signer);
      break;
    case Type::kConfirm:
      confirms_.insert(signer);
      break;
    case Type::kComplaint:
      complaints_.insert(naming);
      break;
    case Type::kAnswer:
      answers_.insert(naming);
      break;
    case Type::kRoll:
      phase_ = Phase::kRoll;
      break;
    case Type::kOpening:
      phase_ = Phase::kVoting;
      break;
    case Type::kClose:
      phase_ = Phase::kClosed;
      break;
    case Type::kSeal:
      phase_ = Phase::kSealed;
      break;
    case Type::kAgreement:
      agreements_.insert(naming);
      break;
    case Type::kAbstention:
      abstentions_.insert(naming);
      break;
    case Type::kDecryption:
      decryptions_.insert(signer);
      break;
    case Type::kResult:
      phase_ = Phase::kDone;
      result_end_ = statement.last;
      break;
    default:
      break;
  }
}

}  // namespace viche::verifier
