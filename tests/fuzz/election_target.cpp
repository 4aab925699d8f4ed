// A log's entries one after the other, honest up to some place and then anything: the state follows
// what it accepts, and a refused entry leaves no trace.
//
// An input's first byte says how many honest entries come first. Then steps: an honest entry, an
// honest one with bytes changed, raw bytes, a batch, or a statement that is really signed, its body
// honest, changed, or a head of the log as it stands.

#include "bulletin/log/bodies.h"
#include "bulletin/log/envelope.h"
#include "bulletin/log/head_field.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {
namespace {

constexpr int kMaxSteps = 12;

const log::ElectionState& state_after(std::size_t entries) {
  static const std::vector<log::ElectionState> kStates = [] {
    std::vector<log::ElectionState> states(1);
    for (const Bytes& entry : setting().entries) {
      states.push_back(states.back());
      if (!states.back().apply(entry)) broken_invariant("the setting's log");
    }
    return states;
  }();
  return kStates[entries % kStates.size()];
}

const Bytes& honest(Input& input) {
  return setting().entries[input.u8() % setting().entries.size()];
}

void change(Bytes& bytes, Input& input) {
  for (std::uint8_t changes = input.u8() % 4; changes > 0 && !bytes.empty(); --changes) {
    const std::uint16_t place = input.u16();
    bytes[place % bytes.size()] = input.u8();
  }
}

/// The body of the honest statement that starts (and ends) with this entry, or nothing.
Bytes body_of(const Bytes& entry) {
  const auto statement = log::join_statement({entry});
  return statement ? statement->body : Bytes{};
}

Bytes body(const log::ElectionState& state, Input& input) {
  Bytes made;
  switch (input.u8() % 5) {
    case 0:
      made = body_of(honest(input));
      break;
    case 1:
      made = body_of(honest(input));
      change(made, input);
      break;
    case 2:
      log::append_head(made, state.head());
      break;
    case 3:
      append_u32(made, input.u8());
      append(made, as_bytes("notice"));
      break;
    default: {
      const ByteView raw = input.take(input.u8());
      made.assign(raw.begin(), raw.end());
    }
  }
  return made;
}

/// A statement as it would be posted: entries of at most one part here.
Bytes signed_entry(const log::ElectionState& state, Input& input) {
  const auto type = log::entry_type(input.u8());
  if (!type || log::entry_shape(*type) != log::EntryShape::kStatement) return {};
  const std::uint16_t signer = input.u8() % 6;
  const log::Statement statement =
      log::sign_statement(*type, signer, body(state, input), setting().state().manifest_hash(),
                          setting().signer(signer));
  return log::split_statement(statement).front();
}

Bytes next_entry(const log::ElectionState& state, Input& input) {
  switch (input.u8() % 6) {
    case 0:
      return honest(input);
    case 1: {
      Bytes entry = honest(input);
      change(entry, input);
      return entry;
    }
    case 2: {
      const ByteView raw = input.take(input.u8());
      return {raw.begin(), raw.end()};
    }
    case 3:
      return log::Batch{state.batches() + input.u8() % 3, input.u8() % 4U}.encode();
    case 4:  // the next honest one
      return setting().entries[state.size() % setting().entries.size()];
    default:
      return signed_entry(state, input);
  }
}

/// Everything that a state tells, in short.
struct Told {
  explicit Told(const log::ElectionState& state)
      : head(state.head()),
        describe(state.describe()),
        numbers{static_cast<std::uint64_t>(state.phase()),
                state.between_entries() ? 1U : 0U,
                state.has_manifest() ? 1U : 0U,
                state.batches(),
                state.ballots_left(),
                state.notices(),
                state.ledger().credentials().size(),
                state.ledger().total_weight(),
                state.agreements(),
                state.decrypted(),
                state.counts().cast,
                state.counts().counted,
                state.counts().superseded,
                state.counts().cancelled,
                state.counts().challenged,
                state.superseded().size(),
                state.result().has_value() ? 1U : 0U} {}

  friend bool operator==(const Told&, const Told&) = default;

  log::TreeHead head;
  std::string describe;
  std::array<std::uint64_t, 17> numbers;
};

/// The board asks before it appends: the same answer, where the statement has one part.
void compare_with_question(const log::ElectionState& state, const Bytes& entry, bool accepted) {
  if (!state.between_entries() || entry.empty()) return;
  const auto type = log::entry_type_of(entry);
  if (!type || log::entry_shape(*type) != log::EntryShape::kStatement) return;
  const auto statement = log::join_statement({entry});
  if (!statement) return;
  require(state.check_statement(*statement).ok() == accepted,
          "check_statement and apply do not agree");
}

}  // namespace

void read_election(ByteView bytes) {
  Input input(bytes);
  log::ElectionState state = state_after(input.u8());
  log::ElectionState twin = state;  // sees only what is accepted
  log::Frontier frontier;
  for (std::size_t i = 0; i < state.size(); ++i) {
    frontier.append(log::hash_leaf(setting().entries[i]));
  }
  for (int step = 0; step < kMaxSteps && !input.empty(); ++step) {
    const Bytes entry = next_entry(state, input);
    const Told before(state);
    const log::ElectionState asked = state;
    const auto applied = state.apply(entry);
    compare_with_question(asked, entry, applied.ok());
    if (!applied) {
      require(Told(state) == before, "a refused entry changed the state");
      continue;
    }
    require(applied->index == before.head.size && applied->leaf == log::hash_leaf(entry),
            "an accepted entry's index or leaf");
    frontier.append(applied->leaf);
    require(state.head() == frontier.head(), "the head is not that of the entries");
    require(twin.apply(entry).ok(), "refused entries made an entry acceptable");
    require(Told(twin) == Told(state), "refused entries left a trace");
  }
}

}  // namespace viche::fuzz
