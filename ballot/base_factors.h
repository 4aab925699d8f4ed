#pragma once
// How often each base that all ballots share occurs in a sum over ballots.

#include <span>
#include <vector>

#include "ballot/election_context.h"
#include "crypto/group/multi_scalar.h"
#include "crypto/group/scalar.h"

namespace viche::ballot {

/// The factors of G, H, H_p, K_p, Y_j(p) in a sum over ballots of one style, p = 1..n.
struct StyleFactors {
  Scalar G, H;
  std::vector<Scalar> H_p, K_p, Y_p;  // p at [p - 1]
};

/// The factors of all bases of an election in a sum over ballots of any styles.
class BaseFactors {
 public:
  explicit BaseFactors(const ElectionContext& context)
      : context_(&context), factors_(context.bases().size()) {}

  void clear();
  void add(const StyleLayout& style, const StyleFactors& factors);
  /// Adds a term to `sum` for each base whose factor is not zero.
  void append_to(VartimeSum& sum) const;

 private:
  const ElectionContext* context_;
  std::vector<Scalar> factors_;  // in the order of ElectionContext::bases
};

}  // namespace viche::ballot
