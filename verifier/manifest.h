#pragma once
// The manifest: docs/protocol.md section 2, and checks M1 to M3.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/group/bytes.h"
#include "verifier/arithmetic.h"

namespace viche::verifier {

/// One string for each language, in the order of `languages`.
using Text = std::vector<std::pair<std::string, std::string>>;

struct Signer {
  std::string name;
  Bytes32 key{};
};

struct Contest {
  enum class Kind : std::uint8_t { kChoose, kScore, kRank };

  std::string id;
  Kind kind = Kind::kChoose;
  bool blank = false;
  std::vector<std::string> options;  // their ids
  Text title;
  std::vector<Text> option_titles;
  std::uint64_t min = 0, max = 0;                             // choose
  std::uint64_t max_score = 0, min_total = 0, max_total = 0;  // score
  std::vector<std::uint64_t> points;                          // rank
};

struct Style {
  std::string id;
  std::vector<std::string> contest_ids;
  std::uint64_t replacements = 0;
  std::vector<std::uint32_t> contests;  // resolved, from 0
};

struct Unit {
  std::string id;
  Text title;
  std::string contest_id;
  std::vector<std::string> style_ids;
  std::uint32_t contest = 0;          // resolved, from 0
  std::vector<std::uint32_t> styles;  // resolved, from 0
};

/// A result rule, section 9.
struct Rule {
  enum class Kind : std::uint8_t { kTop, kDhondt, kSainteLague, kRankPoints };

  std::string id;
  Text title;
  Kind kind = Kind::kTop;
  std::vector<std::string> contest_ids;
  std::uint64_t seats = 0;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> threshold;
  std::vector<std::uint64_t> points;
  std::vector<std::pair<std::string, std::uint64_t>> added;  // option id, points
  std::vector<std::uint32_t> contests;                       // resolved, from 0
};

struct Manifest {
  enum class Revote : std::uint8_t { kLast, kFirst };

  std::uint64_t version = 0;
  std::string id;
  std::vector<std::string> languages;
  Text title;
  Signer registrar;
  Bytes32 log_key{};
  std::uint64_t quorum = 0;
  std::vector<Signer> witnesses;
  std::uint64_t threshold = 0;  // k
  std::vector<Signer> trustees;
  std::uint64_t tolerated_corrupt = 0, tolerated_lost = 0;
  std::vector<Signer> others;
  Revote revote = Revote::kLast;
  std::uint64_t max_ballots = 0;
  std::uint64_t floor = 0;
  bool secret_weights = false;
  std::uint64_t batch_seconds = 0;
  std::vector<Contest> contests;
  std::vector<Style> styles;
  std::vector<Unit> units;
  std::vector<Rule> rules;

  /// The key of a signer of section 4.2 (0 registrar, then trustees, then others), if there is one
  /// of this number.
  [[nodiscard]] const Bytes32* signer_key(std::uint16_t signer) const;
  [[nodiscard]] std::uint16_t trustee_count() const {
    return static_cast<std::uint16_t>(trustees.size());
  }
  [[nodiscard]] std::uint16_t agreement_signers() const {
    return static_cast<std::uint16_t>(trustees.size() + others.size());
  }
  /// q.
  [[nodiscard]] std::uint64_t agreement_quorum() const;
};

/// M1: JSON of the members and types of section 2. References are not resolved yet. `arithmetic`
/// judges keys.
Result<Manifest> read_manifest(ByteView bytes, const Arithmetic& arithmetic);

/// The part of M2 without which nothing can be computed: counts and parameters that sections 2 and
/// 3 limit, and references, which it resolves.
Result<void> resolve(Manifest& manifest);

/// The rest of M2: limits of single values, distinctness, coverage.
Result<void> check_limits(const Manifest& manifest);

/// M3: N - (n - k) - d >= q.
Result<void> check_agreement(const Manifest& manifest);

}  // namespace viche::verifier
