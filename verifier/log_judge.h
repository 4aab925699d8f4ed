#pragma once
// The log's entries in their order: each goes to the group of checks that judges it.

#include <memory>
#include <vector>

#include "verifier/given.h"
#include "verifier/log_reader.h"
#include "verifier/official.h"

namespace viche::verifier {

class LogJudge {
 public:
  /// All three must outlive the judge.
  LogJudge(Election& election, GivenInputs& given)
      : election_(election), given_(given), officials_(election), statements_(election.checks) {}

  /// The next entries of the log; the ballots among them are checked on all threads. `log` is what
  /// entries are read from again. The Error is the machine's.
  Result<void> take(std::vector<LogBundle> bundles, const LogReader& log);
  /// The log has ended.
  void finish();

  /// The log so far.
  [[nodiscard]] const Frontier& frontier() const { return frontier_; }
  Officials& officials() { return officials_; }
  [[nodiscard]] const Officials& officials() const { return officials_; }

 private:
  class Window;
  Result<void> take(Window& window, std::size_t place, const LogReader& log);
  void take_ballot(Window& window, std::size_t place, Type type);

  Election& election_;
  GivenInputs& given_;
  Officials officials_;
  StatementReader statements_;
  Frontier frontier_;
  Head before_statement_;
};

}  // namespace viche::verifier
