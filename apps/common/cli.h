#pragma once
// The frame of the program `viche`: verbs in groups, exit codes, what goes to which stream.

#include <CLI/CLI.hpp>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "crypto/group/result.h"

namespace viche::app {

/// Documented in `viche --help`.
enum class Exit : int {
  kOk = 0,
  kRefused = 1,      // the data were read and refused, or a result differs from what it should be
  kUsage = 2,        // the command line is wrong
  kEnvironment = 3,  // a file, the board's store or standard output could not be read or written
};

/// A failure of the environment; the program ends with Exit::kEnvironment.
class EnvironmentError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An option's value that CLI11 takes, but that makes no sense; ends with Exit::kUsage.
class UsageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An Error is data refused: Exit::kRefused.
using Action = std::function<Result<Exit>()>;

/// The tree of verbs. Options are bound to variables that the action owns (a shared_ptr it
/// captures).
class Verbs {
 public:
  Verbs(std::string name, std::string description, std::string examples);

  /// A word that only holds verbs, such as `viche key`.
  CLI::App& group(std::string_view name, std::string_view description, std::string_view examples);
  /// A verb of a group or of the program itself. `examples`: one command a line, each with what it
  /// is for.
  CLI::App& verb(CLI::App& parent, std::string_view name, std::string_view description,
                 std::string_view examples, Action action);
  CLI::App& root() { return root_; }

  /// Parses, runs the verb that was named and turns whatever it meets into an exit code.
  int run(int argc, const char* const* argv);

 private:
  int run_verb(int argc, const char* const* argv);
  int explain_usage(std::string reason, int argc, const char* const* argv);

  CLI::App root_;
  const Action* chosen_ = nullptr;
};

/// The candidate that is fewest edits away from `word`, if that is near enough to be a typo; else
/// empty.
[[nodiscard]] std::string nearest_name(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace viche::app
