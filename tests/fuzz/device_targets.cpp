// What stays with the voter: openings, prepared ballots, printed codes and noted trackers.

#include "ballot/credential.h"
#include "ballot/crockford.h"
#include "ballot/noted_tracker.h"
#include "ballot/opening.h"
#include "ballot/prepared.h"
#include "crypto/group/hash.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"
#include "verifier/own_ballot.h"
#include "verifier/text_forms.h"

namespace viche::fuzz {

void read_opening(ByteView input) {
  const auto named = ballot::parse_opening(as_text(input));
  const auto by_verifier = verifier::read_opening(as_text(input));
  // The verifier takes the ids of styles alone.
  if (by_verifier) require(named.ok(), "an opening: accepted by the verifier alone");
  if (!named) return;
  if (!agree(verifier::is_id(named->style), by_verifier.ok(), "an opening")) return;
  require(by_verifier->tracker == named->tracker && by_verifier->slots == named->opening.m.expose(),
          "an opening is read as another");
  const std::string written = ballot::format_opening(named->tracker, named->style, named->opening);
  const auto again = ballot::parse_opening(written);
  require(again.ok(), "an opening that was read cannot be written and read again");
  require_same(ballot::format_opening(again->tracker, again->style, again->opening), written,
               "an opening");
}

/// The input is what stands between the election's hash and the checksum.
void read_prepared(ByteView input) {
  Bytes kept;
  append(kept, as_bytes("viche ballot on a device v1\n"));
  append(kept, setting().election.context().election());
  append(kept, input);
  append(kept, sha256(kept));
  const auto prepared = ballot::PreparedBallot::decode(kept, setting().election.context());
  if (!prepared) return;
  require_same(prepared->encode(setting().election.context().election()).expose(), kept,
               "a prepared ballot");
}

void read_codes(ByteView input) {
  const std::string_view text = as_text(input);
  if (const auto code = ballot::parse_code(text)) {
    const std::string printed = ballot::print_code(*code);
    require(ballot::parse_code(printed).value().expose() == code->expose(),
            "a printed code reads as another");
  }
  const auto by_verifier = verifier::NotedTracker::read(text);
  if (const auto noted = ballot::NotedTracker::parse(text);
      agree(noted.ok(), by_verifier.ok(), "a tracker")) {
    if (const auto hex = bytes32_from_hex(text)) {
      require(noted->is(*hex) && by_verifier->is(*hex),
              "a tracker in hexadecimal is read as another");
    } else {
      const Bytes bits = ballot::parse_crockford(text, ballot::kTrackerCharacters).value();
      Bytes32 tracker{};
      std::copy(bits.begin(), bits.end(), tracker.begin());
      require(noted->is(tracker) && by_verifier->is(tracker), "a noted tracker is read as another");
      const std::string shown = ballot::display_tracker(tracker);
      require(verifier::shown_tracker(tracker) == shown, "a tracker is shown in two ways");
      require(ballot::NotedTracker::parse(shown).value().is(tracker),
              "a tracker is shown as another");
    }
  }
}

}  // namespace viche::fuzz
