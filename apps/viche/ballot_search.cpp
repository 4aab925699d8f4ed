#include "apps/viche/ballot_search.h"

#include <optional>
#include <string>

#include "ballot/ballot.h"

namespace viche::app {

Result<FoundBallot> find_ballot(const Record& record, const ballot::NotedTracker& tracker) {
  log::ElectionState state;
  std::optional<FoundBallot> found;
  log::EntryStream stream = record.reader.stream();
  while (true) {
    VICHE_ASSIGN(const std::optional<log::StreamedEntry> entry, stream.next());
    if (!entry) break;
    const Result<log::Applied> applied = state.apply(entry->bytes);
    if (!applied) return applied.error().at("entry " + std::to_string(entry->index));
    if (applied->type != log::EntryType::kCast && applied->type != log::EntryType::kChallenge)
      continue;
    VICHE_ASSIGN(const ballot::BallotView view,
                 ballot::BallotView::parse(entry->bytes, state.layout()));
    if (tracker.is(ballot::tracker(*state.election(), view))) {
      found = FoundBallot{entry->index, Bytes(entry->bytes.begin(), entry->bytes.end())};
    }
  }
  if (!found) return Error{"no ballot in the record has this tracker", ""};
  return std::move(*found);
}

}  // namespace viche::app
