#pragma once
// Ballots to measure with: one contest, one of N, slot keys made up here.

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
  explicit Sample(std::size_t options);

  [[nodiscard]] std::size_t n() const { return context_->layout().largest_style(); }
  [[nodiscard]] const ballot::ElectionContext& context() const { return *context_; }
  /// The voters' signed casts, first in the chain of each; everything is done that devices do.
  [[nodiscard]] std::vector<Bytes> cast(const Voters& voters, RandomSource& random) const;
  /// As many casts, each by a credential of its own, on up to `threads` threads.
  [[nodiscard]] std::vector<Bytes> casts(std::size_t count, unsigned threads) const;

 private:
  std::shared_ptr<const ballot::ElectionContext> context_;
  std::unique_ptr<const ballot::Prover> prover_;
};

}  // namespace viche::bench
