// Casts and challenges: the engine and the verifier decode the same entries, and reach the same
// verdict on each equation of those that decode (section 7).
//
// An input is an entry, or (odd first byte) changes to an honest one: most points and scalars that
// a fuzzer writes do not decode.

#include "ballot/ballot.h"
#include "ballot/checker.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"
#include "verifier/ballot_form.h"

namespace viche::fuzz {
namespace {

constexpr std::array<std::uint8_t, 32> kOrder{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                              0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                              0,    0,    0,    0,    0,    0,    0,    0,
                                              0,    0,    0,    0,    0,    0,    0,    0x10};  // l

Bytes32 field_value(Input& input) {
  const std::uint8_t kind = input.u8();
  Bytes64 seed{};
  seed[0] = input.u8();
  switch (kind % 6) {
    case 0:
      return Point::map(seed).encode();
    case 1:
      return Scalar::from_u64(seed[0]).encode();
    case 2:
      return (-Scalar::from_u64(seed[0])).encode();
    case 3:
      return Bytes32{};
    case 4: {
      Bytes32 order = kOrder;
      order[0] = static_cast<std::uint8_t>(order[0] + seed[0]);
      return order;
    }
    default: {
      Bytes32 raw{};
      const ByteView bytes = input.take(32);
      std::copy(bytes.begin(), bytes.end(), raw.begin());
      return raw;
    }
  }
}

Bytes changed_ballot(Input& input) {
  const auto& ballots = setting().election.ballots();
  const std::size_t which = input.u8();
  Bytes entry =
      which == 0 ? setting().election.challenged().entry : ballots[which % ballots.size()].entry;
  while (!input.empty()) {
    const std::uint8_t place = input.u8();
    if (place == 0xff) {
      const std::uint16_t position = input.u16();
      entry[position % entry.size()] = input.u8();
    } else {  // fields of 32 bytes stand after type and style
      const std::size_t field = place % ((entry.size() - ballot::kOffsetK) / 32);
      const Bytes32 value = field_value(input);
      std::copy(value.begin(), value.end(),
                entry.begin() + static_cast<std::ptrdiff_t>(ballot::kOffsetK + 32 * field));
    }
  }
  return entry;
}

void require_equal(const ballot::Verdict& engine, const verifier::BallotVerdict& other) {
  require(engine.equations == other.equations, "the verdicts on L f = x b differ");
  require(engine.E1 == other.E1, "the verdicts on (E1) differ");
  require(engine.E2 == other.E2, "the verdicts on (E2) differ");
  require(engine.signature == other.signature, "the verdicts on the signature differ");
}

}  // namespace

void read_ballot(ByteView bytes) {
  Input input(bytes);
  const bool changes = input.u8() % 2 == 1;
  const ByteView raw = input.rest();
  Input steps(raw);
  const Bytes entry = changes ? changed_ballot(steps) : Bytes(raw.begin(), raw.end());
  const std::uint8_t type = entry.empty() ? 0 : entry[0];
  if (type != 0x13 && type != 0x14) {  // neither is asked to judge other entries
    require(!ballot::decode_ballot(entry, setting().state().layout()).ok(), "a ballot's type");
    return;
  }

  const ballot::ElectionContext& context = setting().election.context();
  verifier::Checks checks;
  const verifier::Election election = setting().verifier_election(checks);
  const verifier::LogEntry log_entry{0, entry, {}};
  const verifier::LogEntry* const list[] = {&log_entry};
  const verifier::CheckedBallot other = verifier::check_forms(election, list).front();

  const auto view = ballot::BallotView::parse(entry, context.layout());
  if (!agree(view.ok(), other.framed, "a ballot's frame")) return;
  require(ballot::tracker(context.election(), *view) == other.tracker, "the trackers differ");
  require(view->K() == other.K && view->prev() == other.prev && view->C_0() == other.C_0,
          "K, prev or C_0 is read from another place");

  const auto ballot = ballot::decode_ballot(entry, context.layout());
  if (!agree(ballot.ok(), !other.fault.has_value(), "a ballot")) return;
  require_same(ballot::encode_ballot(*ballot), entry, "a ballot");
  SystemRandom random;
  const ByteView checked(entry);
  require_equal(ballot::Checker(context, random, 1).check({&checked, 1}).front().verdict,
                other.verdict);
}

}  // namespace viche::fuzz
