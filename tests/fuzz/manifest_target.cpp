// Manifests: the engine and the verifier accept the same ones (sections 2, 3 and 9) and lay them
// out to the same slots, equations and rows.

#include "ballot/layout.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"
#include "verifier/layout.h"
#include "verifier/manifest.h"

namespace viche::fuzz {
namespace {

using verifier::Term;

struct VerifierReading {
  verifier::Manifest manifest;
  verifier::Layout layout;
};

/// M1 to M3.
Result<VerifierReading> read_by_verifier(ByteView json) {
  VerifierReading reading;
  VICHE_ASSIGN(reading.manifest, verifier::read_manifest(json, *setting().arithmetic));
  VICHE_TRY(verifier::resolve(reading.manifest));
  VICHE_ASSIGN(reading.layout, verifier::lay_out(reading.manifest));
  VICHE_TRY(verifier::check_limits(reading.manifest));
  VICHE_TRY(verifier::check_agreement(reading.manifest));
  return reading;
}

void require_terms(const std::vector<std::uint32_t>& dense, const std::vector<Term>& sparse,
                   const char* what) {
  std::vector<std::uint32_t> unfolded(dense.size());
  for (const Term& term : sparse) {
    require(term.slot < unfolded.size(), what);
    unfolded[term.slot] = term.weight;
  }
  require(dense == unfolded, what);
}

void require_equal(const ballot::ContestLayout& engine, const verifier::ContestLayout& other) {
  require(engine.slots == other.slots && engine.first_slot.value() == other.first_slot, "slots");
  require(engine.equations.size() == other.equations.size(), "the number of equations");
  for (std::size_t i = 0; i < engine.equations.size(); ++i) {
    require(engine.equations[i].right == other.equations[i].right, "an equation's right side");
    require_terms(engine.equations[i].coefficient, other.equations[i].terms, "an equation");
  }
  require(engine.rows.size() == other.rows.size(), "the number of rows");
  for (std::size_t i = 0; i < engine.rows.size(); ++i) {
    require(engine.rows[i].largest == other.rows[i].largest, "a row's largest value");
    require_terms(engine.rows[i].weight, other.rows[i].terms, "a row");
  }
}

void require_equal(const ballot::StyleLayout& engine, const verifier::StyleLayout& other) {
  require(engine.n() == other.slots.size(), "the positions of a style");
  for (std::size_t p = 0; p < engine.n(); ++p) {
    require(engine.slots[p].value() == other.slots[p], "a position's slot");
  }
  require(engine.equations.size() == other.equations.size(), "the number of a style's equations");
  for (std::size_t i = 0; i < engine.equations.size(); ++i) {
    std::vector<std::uint32_t> dense(engine.n());
    for (const auto& term : engine.equations[i].terms) dense[term.position] = term.coefficient;
    require(engine.equations[i].right == other.equations[i].right, "a style's right side");
    require_terms(dense, other.equations[i].terms, "a style's equation");
  }
}

void require_equal(const ballot::Manifest& engine, const verifier::Manifest& other) {
  require(engine.id == other.id && engine.languages == other.languages, "id or languages");
  require(
      engine.registrar.key.bytes == other.registrar.key && engine.log_key.bytes == other.log_key,
      "the registrar's or the log's key");
  require(engine.witnesses.quorum == other.quorum &&
              engine.witnesses.members.size() == other.witnesses.size(),
          "witnesses");
  require(engine.trustees.size() == other.trustees.size() && engine.threshold == other.threshold,
          "trustees");
  require(engine.agreement_quorum() == other.agreement_quorum(), "the agreement quorum");
  require(engine.max_ballots == other.max_ballots && engine.floor == other.floor, "limits");
  require(engine.units.size() == other.units.size(), "units");
  for (std::size_t u = 0; u < engine.units.size(); ++u) {
    require(engine.units[u].contest.value() == other.units[u].contest &&
                engine.units[u].styles.size() == other.units[u].styles.size(),
            "a unit");
  }
  require(engine.results.size() == other.rules.size(), "rules");
}

}  // namespace

void read_manifest(ByteView input) {
  if (input.size() > 16'384) return;
  const auto engine = ballot::parse_manifest(input);
  const auto other = read_by_verifier(input);
  const std::string reason = !engine.ok()  ? engine.error().message()
                             : !other.ok() ? other.error().message()
                                           : "";
  if (!agree(engine.ok(), other.ok(), "a manifest (" + reason + ")")) return;
  require_equal(*engine, other->manifest);
  const ballot::Layout layout(*engine);
  require(layout.global_slots() == other->layout.slots, "J");
  require(layout.largest_style() == other->layout.longest_style, "the longest style");
  require(layout.largest_row_value() == other->layout.largest_row, "v_max");
  for (std::size_t c = 0; c < layout.contests().size(); ++c) {
    require_equal(layout.contests()[c], other->layout.contests[c]);
  }
  for (std::size_t s = 0; s < layout.styles().size(); ++s) {
    require_equal(layout.styles()[s], other->layout.styles[s]);
  }
}

}  // namespace viche::fuzz
