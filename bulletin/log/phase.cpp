#include "bulletin/log/phase.h"

namespace viche::log {

bool legal_in(EntryType type, Phase phase) {
  switch (type) {
    case EntryType::kManifest:
      return phase == Phase::kManifest;
    case EntryType::kCommit:
      return phase == Phase::kCommit;
    case EntryType::kReveal:
      return phase == Phase::kReveal;
    case EntryType::kShare:
      return phase == Phase::kShare;
    case EntryType::kConfirm:
      return phase == Phase::kConfirm;
    case EntryType::kComplaint:
      return phase == Phase::kConfirm || phase == Phase::kComplaint || phase == Phase::kRoll;
    case EntryType::kAnswer:
      return phase == Phase::kComplaint;
    case EntryType::kRoll:
      return phase == Phase::kRoll;
    case EntryType::kOpening:
      return phase == Phase::kOpening;
    case EntryType::kBatch:
    case EntryType::kAdmission:
    case EntryType::kVoid:
    case EntryType::kClose:
      return phase == Phase::kVoting;
    case EntryType::kCast:
    case EntryType::kChallenge:
      return false;
    case EntryType::kNotice:
      return phase == Phase::kVoting || phase == Phase::kClosed || phase == Phase::kSealed;
    case EntryType::kCancellations:
    case EntryType::kSeal:
      return phase == Phase::kClosed;
    case EntryType::kAgreement:
    case EntryType::kAbstention:
    case EntryType::kDecryption:
    case EntryType::kResult:
      return phase == Phase::kSealed;
  }
  broken_invariant("an entry type that is none");
}

std::string_view legal_where(EntryType type) {
  switch (type) {
    case EntryType::kManifest:
      return "as the first entry of a log, once";
    case EntryType::kCommit:
      return "after the manifest and before the reveals, one per trustee";
    case EntryType::kReveal:
      return "after all commits and before the shares, one per trustee";
    case EntryType::kShare:
      return "after all reveals and before the confirms, one per trustee";
    case EntryType::kConfirm:
      return "after all shares and before the roll, one per trustee";
    case EntryType::kComplaint:
      return "after all shares and before the roll, one per trustee and dealer";
    case EntryType::kAnswer:
      return "after a complaint against the trustee and before the roll, one per complaint";
    case EntryType::kRoll:
      return "after all confirms, once";
    case EntryType::kOpening:
      return "next after the roll, once";
    case EntryType::kBatch:
      return "between opening and close, not inside a batch";
    case EntryType::kCast:
    case EntryType::kChallenge:
      return "inside a batch";
    case EntryType::kAdmission:
    case EntryType::kVoid:
      return "between opening and close, not inside a batch";
    case EntryType::kNotice:
      return "between opening and result, not inside a batch";
    case EntryType::kClose:
      return "after the opening, not inside a batch, once";
    case EntryType::kCancellations:
      return "between close and seal";
    case EntryType::kSeal:
      return "after the close, once";
    case EntryType::kAgreement:
      return "between seal and result, one per signer and round";
    case EntryType::kAbstention:
      return "between seal and result, one per trustee and round";
    case EntryType::kDecryption:
      return "after the quorum of agreements of its round and before the result, one per trustee";
    case EntryType::kResult:
      return "after enough decryptions, once, as the last entry";
  }
  broken_invariant("an entry type that is none");
}

}  // namespace viche::log
