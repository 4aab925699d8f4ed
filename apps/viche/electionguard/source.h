#pragma once
// ElectionGuard's manifest, as far as it is imported: election, geopolitical units, parties,
// candidates, contests with their selections, ballot styles. Every part knows its JSON path.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace viche::app::electionguard {

/// A string and its place, such as a reference.
struct Placed {
  std::string path, value;
};

/// A text in several languages, in the order of the file.
struct Words {
  std::string path;
  std::vector<std::pair<std::string, std::string>> texts;  // language tag, text
};

/// Something with an `object_id`. What is not sound is left out of the import.
struct Item {
  std::string path;
  std::string id;  // empty if it could not be read
  bool sound = true;
};

struct Party : Item {
  Words name;
};

struct Candidate : Item {
  Words name;
  std::optional<Placed> party;
  bool write_in = false;
  bool named = false;  // by some selection
};

struct GeopoliticalUnit : Item {
  std::string name;
};

struct Selection : Item {
  Placed candidate;
  std::optional<std::uint64_t> order;
};

/// A member without a value could not be read, or is missing and may be.
struct Contest : Item {
  std::optional<std::uint64_t> order;
  Placed district;
  bool lost_district = false;  // it could not be read, or is no sound geopolitical unit
  Placed variation;
  std::optional<std::uint64_t> number_elected, votes_allowed;
  std::optional<Words> title, subtitle;
  std::string name;
  std::vector<Placed> primary_parties;
  std::vector<Selection> selections;
};

struct BallotStyle : Item {
  std::vector<Placed> units;
  bool lost_units = false;  // some reference to a unit could not be read, or was taken out
  std::optional<Placed> party;
  std::vector<std::size_t> contests;  // indices into the contests, once they are worked out
};

struct Source {
  std::string scope_id, commission;
  std::string start, end;  // in the manifest's form
  Words name;
  std::vector<Party> parties;
  std::vector<Candidate> candidates;
  std::vector<GeopoliticalUnit> units;
  std::vector<Contest> contests;
  std::vector<BallotStyle> styles;
};

}  // namespace viche::app::electionguard
