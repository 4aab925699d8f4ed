#include "ballot/manifest.h"

#include <algorithm>

#include "crypto/group/hash.h"

namespace viche::ballot {
namespace {

template <class IndexType, class Item>
std::optional<IndexType> find_id(const std::vector<Item>& items, std::string_view id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [id](const Item& item) { return item.id == id; });
  if (found == items.end()) return std::nullopt;
  return IndexType(static_cast<std::size_t>(found - items.begin()));
}

}  // namespace

std::optional<OptionIndex> Contest::find_option(std::string_view option_id) const {
  return find_id<OptionIndex>(options, option_id);
}

std::uint32_t Manifest::agreement_signers() const {
  return static_cast<std::uint32_t>(trustees.size() + others.size());
}

std::uint32_t Manifest::agreement_quorum() const {
  return (agreement_signers() + threshold - 1 + tolerated_corrupt) / 2 + 1;
}

std::optional<ContestIndex> Manifest::find_contest(std::string_view contest_id) const {
  return find_id<ContestIndex>(contests, contest_id);
}

std::optional<StyleIndex> Manifest::find_style(std::string_view style_id) const {
  return find_id<StyleIndex>(styles, style_id);
}

UnitIndex Manifest::unit_of(ContestIndex contest, StyleIndex style) const {
  for (std::size_t i = 0; i < units.size(); ++i) {
    const Unit& unit = units[i];
    if (unit.contest == contest &&
        std::find(unit.styles.begin(), unit.styles.end(), style) != unit.styles.end()) {
      return UnitIndex(i);
    }
  }
  broken_invariant("a contest and a style without a unit");
}

bool Manifest::counted_per_unit(ContestIndex contest) const {
  return std::any_of(results.begin(), results.end(), [contest](const Rule& rule) {
    return rule.kind == RuleKind::kRankPoints &&
           std::find(rule.contests.begin(), rule.contests.end(), contest) != rule.contests.end();
  });
}

Bytes32 manifest_hash(ByteView json) { return sha256(json); }

}  // namespace viche::ballot
