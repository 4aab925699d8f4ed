#pragma once
// Ballots to measure with: one contest, one of N, slot keys made up here.

#include <memory>
#include <vector>

#include "ballot/election_context.h"
#include "ballot/prover.h"

namespace viche::bench {

class Sample {
 public:
  explicit Sample(std::size_t options);

  [[nodiscard]] std::size_t n() const { return context_->layout().largest_style(); }
  [[nodiscard]] const ballot::ElectionContext& context() const { return *context_; }
  /// A signed cast for option `vote`; everything is done that a voter's device does.
  [[nodiscard]] Bytes cast(const ballot::Credential& credential, std::size_t vote,
                           RandomSource& random) const;
  /// As many casts, each by a credential of its own, on all threads given.
  [[nodiscard]] std::vector<Bytes> casts(std::size_t count, unsigned threads) const;

 private:
  std::shared_ptr<const ballot::ElectionContext> context_;
  std::unique_ptr<const ballot::Prover> prover_;
};

}  // namespace viche::bench
