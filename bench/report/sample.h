#pragma once
// Ballots to measure with: each holds one contest, one of N; slot keys are made up here.

#include <memory>
#include <vector>

#include "ballot/election_context.h"
#include "ballot/prover.h"

namespace viche::bench {

/// Voters of the sample, with their votes.
struct Voters {
  explicit Voters(std::size_t count, std::size_t n);

  std::vector<ballot::Credential> credentials;
  std::vector<Secret<std::vector<std::uint8_t>>> votes;
};

class Sample {
 public:
  /// Of several styles, every forty of them differ in their contest.
  explicit Sample(std::size_t options, std::size_t styles = 1);

  [[nodiscard]] std::size_t n() const { return context_->layout().largest_style(); }
  [[nodiscard]] const ballot::ElectionContext& context() const { return *context_; }
  /// The voters' signed casts, first in the chain of each; everything is done that devices do.
  [[nodiscard]] std::vector<Bytes> cast(const Voters& voters, RandomSource& random,
                                        ballot::StyleIndex style = {}) const;
  /// As many casts, of the styles in turn, each by a credential of its own, on up to `threads`
  /// threads.
  [[nodiscard]] std::vector<Bytes> casts(std::size_t count, unsigned threads) const;

 private:
  std::shared_ptr<const ballot::ElectionContext> context_;
  std::unique_ptr<const ballot::Prover> prover_;
};

}  // namespace viche::bench
