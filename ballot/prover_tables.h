#pragma once
// What making ballots needs of an election, prepared once.

#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "ballot/election_context.h"
#include "ballot/mask.h"
#include "ballot/proof.h"
#include "ballot/ristretto.h"

namespace viche::ballot {

/// For one style.
struct ProverTables {
  ProverBases<Ristretto> bases;
  std::vector<std::pair<std::shared_ptr<const MaskBasis>, std::size_t>> masks;  // and offset
  std::size_t n = 0;

  /// How many secret scalars a ballot needs: r, s, and one for each dimension of the masks.
  [[nodiscard]] std::size_t draws() const;

  /// A ballot's secrets (proof.h) from as many drawn scalars, or a batch's (ristretto_lanes.h).
  template <class Group>
  ProverSecrets<Group> secrets(const Secret<std::vector<typename Group::Scalar>>& drawn,
                               Secret<std::vector<typename Group::Bit>> m) const {
    using Scalar = typename Group::Scalar;
    Secret<std::vector<Scalar>> a{std::vector<Scalar>(n)};
    std::span<const Scalar> factors = std::span(drawn.expose()).subspan(2);
    for (const auto& [basis, offset] : masks) {
      basis->template add_mask<Group>(factors.first(basis->dimension()),
                                      std::span(a.expose_mutable()).subspan(offset));
      factors = factors.subspan(basis->dimension());
    }
    return {Secret<Scalar>(Scalar(drawn.expose()[0])), Secret<Scalar>(Scalar(drawn.expose()[1])),
            std::move(m), std::move(a)};
  }
};

/// For these styles. They share the multiples of what they have in common.
std::map<StyleIndex, ProverTables> make_prover_tables(const ElectionContext& context,
                                                      std::span<const StyleIndex> styles);

}  // namespace viche::ballot
