#include "ballot/prover_tables.h"

#include <algorithm>

namespace viche::ballot {
namespace {

/// G, and every Y_j of some styles.
class Keys {
 public:
  Keys(const ElectionContext& context, std::span<const StyleIndex> styles)
      : bases_(all(context, styles, places_)) {}

  [[nodiscard]] FixedBases of(const StyleLayout& style) const {
    std::vector<std::size_t> places{0};
    for (const SlotIndex j : style.slots) places.push_back(places_.at(j));
    return bases_.at(places);
  }

 private:
  using Places = std::map<SlotIndex, std::size_t>;

  static FixedBases all(const ElectionContext& context, std::span<const StyleIndex> styles,
                        Places& places) {
    std::vector<Point> points{Point::base()};
    for (const StyleIndex style : styles) {
      for (const SlotIndex j : context.layout().style(style).slots) {
        if (places.emplace(j, points.size()).second) points.push_back(context.Y(j));
      }
    }
    return FixedBases(points);
  }

  Places places_;  // before bases_, whose making fills it
  FixedBases bases_;
};

/// H, K_p and H_p up to the largest of some styles.
class Commitments {
 public:
  Commitments(const Generators& generators, std::size_t largest)
      : largest_(largest), bases_(all(generators, largest)) {}

  [[nodiscard]] FixedBases of(const StyleLayout& style) const {
    std::vector<std::size_t> places{0};
    for (std::size_t p = 1; p <= style.n(); ++p) places.push_back(p);
    for (std::size_t p = 1; p <= style.n(); ++p) places.push_back(largest_ + p);
    return bases_.at(places);
  }

 private:
  static FixedBases all(const Generators& generators, std::size_t largest) {
    std::vector<Point> points{generators.H()};
    for (std::size_t p = 1; p <= largest; ++p) points.push_back(generators.K(p));
    for (std::size_t p = 1; p <= largest; ++p) points.push_back(generators.H(p));
    return FixedBases(points);
  }

  std::size_t largest_;
  FixedBases bases_;
};

}  // namespace

std::size_t ProverTables::draws() const {
  std::size_t draws = 2;
  for (const auto& [basis, offset] : masks) draws += basis->dimension();
  return draws;
}

std::map<StyleIndex, ProverTables> make_prover_tables(const ElectionContext& context,
                                                      std::span<const StyleIndex> styles) {
  std::map<StyleIndex, ProverTables> tables;
  if (styles.empty()) return tables;
  const Layout& layout = context.layout();
  std::size_t largest = 0;
  for (const StyleIndex style : styles) largest = std::max(largest, layout.style(style).n());
  const Keys keys(context, styles);
  const Commitments commitments(context.generators(), largest);
  std::map<ContestIndex, std::shared_ptr<const MaskBasis>> bases;
  for (const StyleIndex index : styles) {
    const StyleLayout& style = layout.style(index);
    ProverTables prepared{{keys.of(style), commitments.of(style)}, {}, style.n()};
    for (const StyleLayout::Part& part : style.parts) {
      std::shared_ptr<const MaskBasis>& basis = bases[part.contest];
      if (!basis) basis = std::make_shared<const MaskBasis>(layout.contest(part.contest));
      prepared.masks.emplace_back(basis, part.offset);
    }
    tables.emplace(index, std::move(prepared));
  }
  return tables;
}

}  // namespace viche::ballot
