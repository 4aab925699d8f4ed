#pragma once
// How often each base that all ballots share occurs in a sum over ballots.

#include <span>
#include <vector>

#include "ballot/election_context.h"
#include "crypto/group/multi_scalar.h"
#include "crypto/group/scalar.h"

namespace viche::ballot {

/// A base, by its place in ElectionContext::bases, and how often it occurs.
struct BaseFactor {
  std::size_t base;
  Scalar factor;
};

/// The factors of all bases of an election in a sum over ballots of any styles.
class BaseFactors {
 public:
  explicit BaseFactors(const ElectionContext& context)
      : context_(&context), factors_(context.bases().size()) {}

  void clear();
  /// Bases may occur more than once.
  void add(std::span<const BaseFactor> factors);
  /// Adds a term to `sum` for each base whose factor is not zero.
  void append_to(VartimeSum& sum) const;

 private:
  const ElectionContext* context_;
  std::vector<Scalar> factors_;  // in the order of ElectionContext::bases
};

}  // namespace viche::ballot
