// Bodies of officials' statements (sections 4.4, 5 and 8.4): what decodes encodes to the same
// bytes, and where the verifier judges a body without its surroundings, both judge alike.
//
// An input is one byte that chooses the body, and the body.

#include "bulletin/log/bodies.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"
#include "verifier/ceremony.h"
#include "verifier/complaints.h"
#include "verifier/official.h"
#include "verifier/roll.h"
#include "verifier/tally.h"

namespace viche::fuzz {
namespace {

using log::EntryType;

constexpr std::size_t kHead = 40;

/// The verifier's check E5 of a body, apart from what is recomputed (heads, hashes).
bool layout_holds(verifier::Type type, ByteView body) {
  verifier::Checks checks;
  verifier::Election election = setting().verifier_election(checks);
  const verifier::Statement statement{type, 0, 0, {}};
  const verifier::Signed parts{1, body, {}};
  switch (type) {
    case verifier::Type::kCommit:
      return verifier::Ceremony(election).commit(statement, parts, false, {}).ok();
    case verifier::Type::kReveal:
      return verifier::Ceremony(election).reveal(statement, parts, false).ok();
    case verifier::Type::kShare:
      return verifier::Ceremony(election).share(statement, parts, true, {}).ok() &&
             checks[verifier::CheckId::K4].failed == 0;
    case verifier::Type::kConfirm:
      return verifier::Ceremony(election).confirm(statement, parts, false).ok();
    case verifier::Type::kComplaint:
      return verifier::Complaints(election).complaint(statement, parts, false).ok();
    case verifier::Type::kAnswer:
      return verifier::Complaints(election).answer(parts, false).ok();
    case verifier::Type::kVoid:
      return verifier::Roll(election).void_credential(statement, parts, false).ok();
    case verifier::Type::kResult:
      return verifier::read_result(body).ok();
    default:
      broken_invariant("a body that the verifier does not judge alone");
  }
}

/// A head's size is bounded where it is decoded by the engine, and is wrong there for the verifier.
bool size_fits(ByteView body, std::size_t offset) {
  return Reader(body.subspan(offset)).u64("size").value() < log::kMaxTreeSize;
}

template <class Body, class... Shape>
bool round_trip(ByteView body, const char* what, const Shape&... shape) {
  const auto decoded = Body::decode(body, shape...);
  if (!decoded) return false;
  require_same(decoded->encode(), body, what);
  return true;
}

void read_ceremony_body(EntryType type, ByteView body) {
  const log::CeremonyShape& shape = setting().state().shape();
  switch (type) {
    case EntryType::kCommit: {
      // A key of low order is the verifier's check K3.
      const bool other = layout_holds(verifier::Type::kCommit, body);
      Bytes32 key{};
      if (other) std::copy_n(body.begin(), key.size(), key.begin());
      agree(round_trip<log::CommitBody>(body, "a commit"), other && verifier::x25519_key_ok(key),
            "commit");
      return;
    }
    case EntryType::kReveal:
      agree(round_trip<log::RevealBody>(body, "a reveal", shape),
            layout_holds(verifier::Type::kReveal, body) && size_fits(body, 0), "reveal");
      return;
    case EntryType::kShare:
      agree(round_trip<log::ShareBody>(body, "a share", shape),
            layout_holds(verifier::Type::kShare, body), "share");
      return;
    case EntryType::kConfirm:
      agree(round_trip<log::ConfirmBody>(body, "a confirm"),
            layout_holds(verifier::Type::kConfirm, body) && size_fits(body, 0), "confirm");
      return;
    case EntryType::kComplaint:
      // Whether the dealer is another trustee is the state's to say.
      require(round_trip<log::ComplaintBody>(body, "a complaint") ||
                  !layout_holds(verifier::Type::kComplaint, body),
              "complaint: the verifier's alone");
      return;
    default:
      agree(round_trip<log::AnswerBody>(body, "an answer"),
            layout_holds(verifier::Type::kAnswer, body), "answer");
  }
}

void read_vote_body(EntryType type, ByteView body) {
  switch (type) {
    case EntryType::kOpening:
      agree(round_trip<log::OpeningBody>(body, "an opening"),
            body.size() == 32 + kHead + 32 && size_fits(body, 32), "opening");
      return;
    case EntryType::kVoid:
      agree(round_trip<log::VoidBody>(body, "a void"), layout_holds(verifier::Type::kVoid, body),
            "void");
      return;
    case EntryType::kNotice: {
      const bool framed = body.size() > 4 && body.size() <= 4 + 10'000;
      agree(round_trip<log::NoticeBody>(body, "a notice"),
            framed && Reader(body).u32("number").value() > 0 && verifier::is_utf8(body.subspan(4)),
            "notice");
      return;
    }
    case EntryType::kClose:
      agree(round_trip<log::HeadBody>(body, "a head"), body.size() == kHead && size_fits(body, 0),
            "close");
      return;
    default:
      round_trip<log::Batch>(body, "a batch");
  }
}

void read_tally_body(EntryType type, ByteView body) {
  switch (type) {
    case EntryType::kAgreement:
      round_trip<log::AgreementBody>(body, "an agreement");
      return;
    case EntryType::kAbstention:
      round_trip<log::AbstentionBody>(body, "an abstention");
      return;
    case EntryType::kDecryption: {
      const std::vector<std::uint32_t> rows{3};  // the setting's one unit
      round_trip<log::DecryptionBody>(body, "a decryption", rows);
      return;
    }
    default:
      // A result whose members, status or counts cannot be right does not decode by the engine,
      // and fails the verifier's check T6.
      if (round_trip<log::ResultBody>(body, "a result")) {
        require(layout_holds(verifier::Type::kResult, body), "result: the engine's alone");
      }
  }
}

}  // namespace

void read_bodies(ByteView bytes) {
  Input input(bytes);
  const std::uint8_t choice = input.u8();
  const auto type = log::entry_type(choice);
  if (!type) return;
  const ByteView body = input.rest();
  if (choice < 0x10) {
    read_ceremony_body(*type, body);
  } else if (choice < 0x20) {
    read_vote_body(*type, body);
  } else {
    read_tally_body(*type, body);
  }
}

}  // namespace viche::fuzz
