#include "apps/viche/second_device.h"

#include <fmt/format.h>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/record.h"
#include "apps/viche/ballot_search.h"
#include "ballot/opening.h"

namespace viche::app {
namespace {

/// The challenged ballot's entry, from a file of one ballot or from the record.
Result<Bytes> find_entry(const CheckOpening& options, const Record& record,
                         const ballot::NotedTracker& noted) {
  if (options.ballot.empty()) {
    VICHE_ASSIGN(FoundBallot found, find_ballot(record, noted));
    return std::move(found.entry);
  }
  VICHE_ASSIGN(std::vector<Bytes> entries, read_entries(options.ballot));
  if (entries.size() != 1) {
    return Error{fmt::format("holds {} ballots, not one", entries.size()), options.ballot};
  }
  return std::move(entries.front());
}

}  // namespace

Result<Exit> check_opening(const CheckOpening& options) {
  const Result<Bytes32> hash = bytes32_from_hex(options.manifest_hash);
  if (!hash) throw UsageError(hash.error().at("--manifest-hash").message());
  const Result<ballot::NotedTracker> noted = ballot::NotedTracker::parse(options.tracker);
  if (!noted) throw UsageError(noted.error().at("--tracker").message());
  const std::optional<Bytes32> own = own_credential(options.credential);
  const Secret<Bytes> json(read_input(options.opening, 1 << 20));
  const Result<ballot::NamedOpening> named = ballot::parse_opening(as_text(json.expose()));
  if (!named) return named.error().at(options.opening);
  VICHE_ASSIGN(const DeviceView view, open_for_device(options.record, *hash));
  VICHE_ASSIGN(const Bytes entry, find_entry(options, view.record, *noted));
  const auto choices =
      ballot::check_noted_opening(*view.context, view.record.manifest, *noted, entry, *named);
  if (!choices) return choices.error().at(options.opening);
  const ballot::BallotView ballot = ballot::BallotView::of(entry);
  VICHE_TRY(check_owner(ballot, own));
  print(ballot::format_choices(*choices, view.record.manifest, ballot.style()));
  say("This is what the first device encrypted for credential " + to_hex(ballot.K()) +
      ". TEST, NOT COUNTED: compare it with what was marked.");
  return Exit::kOk;
}

}  // namespace viche::app
