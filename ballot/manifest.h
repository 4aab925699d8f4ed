#pragma once
// The manifest of an election (specification, section 2), member by member.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ballot/index.h"
#include "crypto/group/bytes.h"
#include "crypto/group/ed25519.h"

namespace viche::ballot {

/// Language tag -> text.
using Text = std::map<std::string, std::string>;

enum class Revote { kLast, kFirst };
enum class WeightPrivacy { kSecret, kNotSecret };
enum class ContestKind { kChoose, kScore, kRank };
enum class RuleKind { kTop, kRankPoints, kDhondt, kSainteLague };

/// Somebody with a key: the registrar, a trustee, another agreement signer, a witness.
struct Official {
  std::string name;
  Ed25519PublicKey key;  // 32 zero bytes if it was missing and might be (KeyPolicy::kMayBeMissing)
};

struct Option {
  std::string id;
  Text title;
};

/// The members that a kind does not have are zero or empty.
struct Contest {
  std::string id;
  Text title;
  ContestKind kind = ContestKind::kChoose;
  bool blank = false;
  std::vector<Option> options;
  std::uint32_t min = 0, max = 0;                             // choose
  std::uint32_t max_score = 0, min_total = 0, max_total = 0;  // score
  std::vector<std::uint32_t> points;                          // rank, one a place

  [[nodiscard]] std::optional<OptionIndex> find_option(std::string_view option_id) const;
};

struct Style {
  std::string id;
  Text title;
  std::vector<ContestIndex> contests;
  std::uint64_t replacements = 0;
};

struct Unit {
  std::string id;
  Text title;
  ContestIndex contest;
  std::vector<StyleIndex> styles;
};

struct AddedPoints {
  std::string option;
  std::uint32_t points = 0;
};

/// Threshold [a, b] means a / b of all votes.
struct Threshold {
  std::uint32_t a = 0, b = 1;
};

struct Rule {
  std::string id;
  Text title;
  RuleKind kind = RuleKind::kTop;
  std::vector<ContestIndex> contests;
  std::uint32_t seats = 0;
  std::optional<Threshold> threshold;  // all but rank_points
  std::vector<std::uint32_t> points;   // rank_points
  std::vector<AddedPoints> added;      // rank_points
};

struct PreviousLog {
  Bytes32 manifest{};
  std::uint64_t size = 0;
  Bytes32 root{};
};

struct Witnesses {
  std::uint32_t quorum = 0;
  std::vector<Official> members;
};

struct Manifest {
  std::string id;
  std::vector<std::string> languages;
  Text title;
  std::string opens, closes;
  std::optional<PreviousLog> previous;
  Official registrar;
  Ed25519PublicKey log_key;
  Witnesses witnesses;
  std::uint32_t threshold = 0;  // k
  std::vector<Official> trustees;
  std::uint32_t tolerated_corrupt = 0, tolerated_lost = 0;
  std::vector<Official> others;  // agreement signers besides the trustees
  Revote revote = Revote::kLast;
  std::uint32_t max_ballots = 0;
  std::uint64_t floor = 0;
  WeightPrivacy weights = WeightPrivacy::kSecret;
  std::uint32_t batch_seconds = 0;
  std::vector<Contest> contests;
  std::vector<Style> styles;
  std::vector<Unit> units;
  std::vector<Rule> results;

  /// N = trustees and others.
  [[nodiscard]] std::uint32_t agreement_signers() const;
  /// q = floor((N + k - 1 + c) / 2) + 1.
  [[nodiscard]] std::uint32_t agreement_quorum() const;
  [[nodiscard]] std::optional<ContestIndex> find_contest(std::string_view contest_id) const;
  [[nodiscard]] std::optional<StyleIndex> find_style(std::string_view style_id) const;
  /// The one unit of a contest and a style that holds it; looks through all units.
  [[nodiscard]] UnitIndex unit_of(ContestIndex contest, StyleIndex style) const;
  /// Whether a rank_points rule names the contest, so that its failing units are withheld and never
  /// merged.
  [[nodiscard]] bool counted_per_unit(ContestIndex contest) const;

  [[nodiscard]] const Contest& contest(ContestIndex index) const { return contests[index.value()]; }
  [[nodiscard]] const Style& style(StyleIndex index) const { return styles[index.value()]; }
  [[nodiscard]] const Unit& unit(UnitIndex index) const { return units[index.value()]; }
};

/// kMayBeMissing is for templates: the member `key` may be absent wherever one is required.
enum class KeyPolicy { kRequired, kMayBeMissing };

/// Reads and checks everything that section 2 asks. The error's `where` is the JSON path, for
/// example
/// "/contests/2/options/0/id", or the line and column of what is not JSON.
Result<Manifest> parse_manifest(ByteView json, KeyPolicy keys = KeyPolicy::kRequired);

/// Whether a tag may stand in `languages`: 2 to 3 lower-case letters, then any number of times a
/// hyphen and 2 to 8 letters or digits.
bool is_language_tag(std::string_view tag);

/// SHA-256 of the exact bytes.
Bytes32 manifest_hash(ByteView json);

/// The keys that a template may leave out; each list is as long as the manifest's.
struct ManifestKeys {
  Ed25519PublicKey registrar, log;
  std::vector<Ed25519PublicKey> witnesses, trustees, others;
};

/// The template with each missing `key` filled in and everything else, order included, kept. The
/// result is a manifest that parse_manifest accepts, or there is an error.
Result<std::string> complete_manifest(std::string_view template_json, const ManifestKeys& keys);

}  // namespace viche::ballot
