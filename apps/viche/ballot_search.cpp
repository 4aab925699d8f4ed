#include "apps/viche/ballot_search.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "ballot/ballot.h"

namespace viche::app {
namespace {

/// Upper case without hyphens; as for printed codes, O is 0, I and L are 1.
std::string normal_form(std::string_view shown) {
  std::string normal;
  for (const char c : shown) {
    if (c == '-' || c == ' ') continue;
    const char upper = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    normal += upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper;
  }
  return normal;
}

}  // namespace

Result<FoundBallot> find_ballot(const Record& record, std::string_view tracker) {
  const Result<Bytes32> whole = bytes32_from_hex(tracker);
  const std::string shown = whole ? "" : normal_form(tracker);
  if (!whole && shown.size() != 20) {
    return Error{"a tracker is 20 characters in groups of four, or 64 hexadecimal digits",
                 std::string(tracker)};
  }
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
    const Bytes32 this_one = ballot::tracker(*state.election(), view);
    if (whole ? this_one == *whole : normal_form(ballot::display_tracker(this_one)) == shown) {
      found = FoundBallot{entry->index, Bytes(entry->bytes.begin(), entry->bytes.end())};
    }
  }
  if (!found) return Error{"no ballot in the record has this tracker", std::string(tracker)};
  return std::move(*found);
}

}  // namespace viche::app
