// A log's entries one after the other, honest up to some place and then anything: the state follows
// what it accepts, and a refused entry leaves no trace.
//
// An input's first byte says how many honest entries come first; the rest are steps (log_steps.h).

#include "bulletin/log/statement.h"
#include "tests/fuzz/log_steps.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {
namespace {

constexpr int kMaxElectionSteps = 12;

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
                state.rounds().open(),
                state.rounds().agreements(),
                state.rounds().abstentions(),
                state.complaints().size(),
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
  std::array<std::uint64_t, 20> numbers;
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
  for (int step = 0; step < kMaxElectionSteps && !input.empty(); ++step) {
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
