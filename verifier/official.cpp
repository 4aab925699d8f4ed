#include "verifier/official.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "crypto/group/hash.h"

namespace viche::verifier {
namespace {

constexpr std::size_t kHead = 40;

bool has_head(Type type) {
  switch (type) {
    case Type::kReveal:
    case Type::kConfirm:
    case Type::kOpening:
    case Type::kClose:
    case Type::kSeal:
    case Type::kAgreement:
    case Type::kDecryption:
      return true;
    default:
      return false;
  }
}

bool names_a_round(Type type) {
  return type == Type::kAgreement || type == Type::kAbstention || type == Type::kDecryption;
}

}  // namespace

bool is_utf8(ByteView bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const std::uint8_t lead = bytes[i++];
    if (lead < 0x80) continue;
    const std::size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (VICHE_FAULT(lead < 0xc2) || VICHE_FAULT(lead > 0xf4) ||
        VICHE_FAULT(i + more > bytes.size()))
      return false;
    // The second byte's range excludes overlong forms, surrogates and what is above U+10FFFF.
    const std::uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const std::uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (VICHE_FAULT(bytes[i] < low) || VICHE_FAULT(bytes[i] > high)) return false;
    for (std::size_t j = 1; j < more; ++j) {
      if (VICHE_FAULT((bytes[i + j] & 0xc0) != 0x80)) return false;
    }
    i += more;
  }
  return true;
}

void Officials::expect(Type type) {
  Checks& checks = election_.checks;
  checks.expect(CheckId::E4);
  checks.expect(CheckId::E5);
  if (has_head(type)) checks.expect(CheckId::E6);
  if (type == Type::kNotice) checks.expect(CheckId::E8);
  if (type == Type::kComplaint) checks.expect(CheckId::K6);
  if (type == Type::kRoll || type == Type::kAdmission) checks.expect(CheckId::V1);
  if (type == Type::kVoid) {
    checks.expect(CheckId::V5);
    checks.expect(CheckId::V6);
  }
  if (type == Type::kCancellations) checks.expect(CheckId::T1);
  if (type == Type::kDecryption) checks.expect(CheckId::T3);
  if (names_a_round(type)) checks.expect(CheckId::T9);
  if (type == Type::kAbstention || type == Type::kDecryption) checks.expect(CheckId::T10);
}

Result<void> Officials::statement(const Statement& statement, const Head& before, const Head& after,
                                  const LogReader& log) {
  const Result<Signed> parts = split(statement);
  if (!parts) {
    election_.checks.require(CheckId::E4, statement.first, false, parts.error().message());
    return {};
  }
  const Manifest* manifest = election_.manifest ? &*election_.manifest : nullptr;
  const Order::Judgement judgement = order_.judge(statement, *parts, manifest);
  if (statement.type == Type::kClose && judgement.takes_effect) {
    ballots_.end_batch();
    settle_order(false);
  }
  count_order(statement, judgement.legal);
  if (statement.type == Type::kManifest && judgement.takes_effect) {
    take_manifest(statement, parts->body);
  }
  check_signature(statement, *parts);
  if (statement.type == Type::kManifest) {
    election_.checks.require(CheckId::E5, statement.first, true, {});
    return {};
  }
  if (!election_.manifest) return {};
  if (statement.type == Type::kRoll || statement.type == Type::kOpening) ceremony_.finish();
  election_.checks.require(CheckId::E5, statement.first,
                           check_body(statement, *parts, judgement.takes_effect, before, after));
  if (statement.type == Type::kSeal && judgement.takes_effect) {
    election_.tally_head = after;
    VICHE_TRY(ballots_.settle(log));
    tally_.prepare();
  }
  return {};
}

// M1 to M3.
void Officials::take_manifest(const Statement& statement, ByteView body) {
  Checks& checks = election_.checks;
  election_.manifest_hash = sha256(body);
  Result<Manifest> read = read_manifest(body, election_.arithmetic);
  checks.require(CheckId::M1, statement.first, read.ok(), read ? "" : read.error().message());
  if (!read) return;
  manifest_ = std::move(*read);
  const Result<void> resolved = resolve(*manifest_);
  Result<Layout> layout = resolved ? lay_out(*manifest_) : Result<Layout>(resolved.error());
  if (!layout) {
    checks.require(CheckId::M2, statement.first, false, layout.error().message());
    return;
  }
  checks.require(CheckId::M2, statement.first, check_limits(*manifest_));
  checks.require(CheckId::M3, statement.first, check_agreement(*manifest_));
  election_.manifest = *manifest_;
  election_.layout = std::move(*layout);
  ceremony_.expect();
  tally_.expect();
}

void Officials::check_signature(const Statement& statement, const Signed& parts) {
  const Bytes32* key = manifest_ ? manifest_->signer_key(parts.signer) : nullptr;
  if (key == nullptr) return;
  const Bytes64 message =
      statement_message(*election_.manifest_hash, statement.type, parts.signer, parts.body);
  election_.checks.require(
      CheckId::E4, statement.first,
      VICHE_HOLDS(election_.arithmetic.ed25519_verify(*key, message, parts.signature)),
      "the signature of signer " + std::to_string(parts.signer) + " is not valid");
}

Result<void> Officials::check_body(const Statement& statement, const Signed& parts,
                                   bool takes_effect, const Head& before, const Head& after) {
  switch (statement.type) {
    case Type::kCommit:
      return ceremony_.commit(statement, parts, takes_effect, after);
    case Type::kReveal:
      return ceremony_.reveal(statement, parts, takes_effect);
    case Type::kShare:
      return ceremony_.share(statement, parts, takes_effect, after);
    case Type::kConfirm:
      return ceremony_.confirm(statement, parts, takes_effect);
    case Type::kComplaint:
      return ceremony_.complaints().complaint(statement, parts, takes_effect);
    case Type::kAnswer:
      return ceremony_.complaints().answer(parts, takes_effect);
    case Type::kRoll:
    case Type::kAdmission:
      return roll_.records(statement, parts, takes_effect);
    case Type::kVoid:
      return roll_.void_credential(statement, parts, takes_effect);
    case Type::kOpening:
      return roll_.opening(statement, parts, takes_effect, before);
    case Type::kNotice:
      return check_notice(statement, parts.body);
    case Type::kClose:
    case Type::kSeal:
      return check_own_head(statement, parts.body, before);
    case Type::kCancellations:
      return tally_.cancellations(statement, parts, takes_effect);
    case Type::kAgreement:
      return tally_.agreement(statement, parts, takes_effect);
    case Type::kAbstention:
      return tally_.abstention(statement, parts, takes_effect);
    case Type::kDecryption:
      return tally_.decryption(statement, parts, takes_effect);
    case Type::kResult:
      return tally_.result(statement, parts, takes_effect);
    default:
      return Error{"no statement has this type", ""};
  }
}

Result<void> Officials::check_notice(const Statement& statement, ByteView body) {
  VICHE_ASSIGN(const std::uint32_t number, Reader(body).u32("number"));
  const ByteView text = body.subspan(4);
  ++notices_;
  election_.checks.require(
      CheckId::E8, statement.first,
      VICHE_HOLDS(number == notices_) && VICHE_HOLDS(!text.empty()) &&
          VICHE_HOLDS(text.size() <= 10'000) && VICHE_HOLDS(is_utf8(text)),
      number == notices_ ? "not 1 to 10,000 bytes of UTF-8" : "not the next number");
  return {};
}

Result<void> Officials::check_own_head(const Statement& statement, ByteView body,
                                       const Head& before) {
  if (VICHE_FAULT(body.size() != kHead)) return Error{"not a head of 40 bytes", ""};
  const Bytes expected = before.encode();
  election_.checks.require(
      CheckId::E6, statement.first,
      VICHE_HOLDS(std::equal(body.begin(), body.end(), expected.begin(), expected.end())),
      "its head is not the one before it");
  return {};
}

void Officials::count_order(const Statement& statement, const Result<void>& legal) {
  if (ballots_.batch_is_open()) {
    undecided_.push_back({statement.first, statement.parts(), legal});
  } else {
    election_.checks.require(CheckId::E3, statement.first, legal, statement.parts());
  }
}

void Officials::settle_order(bool inside_batch) {
  for (const Judged& judged : undecided_) {
    if (inside_batch) {
      election_.checks.require(CheckId::E3, judged.entry, false, "inside a batch", judged.parts);
    } else {
      election_.checks.require(CheckId::E3, judged.entry, judged.legal, judged.parts);
    }
  }
  undecided_.clear();
}

void Officials::batch(const LogEntry& entry) {
  settle_order(false);
  election_.checks.require(CheckId::E3, entry.index, order_.judge_voting(Type::kBatch));
  ballots_.batch(entry);
}

void Officials::ballot(const LogEntry& entry, Type type, const CheckedBallot* checked) {
  Checks& checks = election_.checks;
  for (const CheckId id : {CheckId::B3, CheckId::B4, CheckId::B5, CheckId::B6, CheckId::B7,
                           CheckId::B8, CheckId::B9, CheckId::B10, CheckId::B11}) {
    checks.expect(id);
  }
  settle_order(true);
  checks.require(CheckId::E3, entry.index, order_.judge_voting(type));
  if (checked != nullptr) {
    ballots_.ballot(entry, type, *checked, order_.voting());
  } else {
    ballots_.unchecked_ballot(entry);
  }
}

void Officials::finish() {
  settle_order(false);
  ballots_.end_batch();
  ceremony_.finish();
  roll_.finish();
}

}  // namespace viche::verifier
