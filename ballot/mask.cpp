#include "ballot/mask.h"

#include "crypto/integer/linear.h"

namespace viche::ballot {

MaskBasis::MaskBasis(const ContestLayout& contest) {
  std::vector<std::vector<std::uint32_t>> rows;
  for (const Equation& equation : contest.equations) rows.push_back(equation.coefficient);
  for (const std::vector<Scalar>& dense : null_space(rows, contest.slots)) {
    std::vector<Entry>& sparse = vectors_.emplace_back();
    for (std::size_t slot = 0; slot < dense.size(); ++slot) {
      if (!dense[slot].is_zero()) sparse.push_back({static_cast<std::uint32_t>(slot), dense[slot]});
    }
  }
}

}  // namespace viche::ballot
