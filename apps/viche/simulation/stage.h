#pragma once
// Where a simulation plays: its directory, and the programs it runs there as separate processes.

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "apps/viche/process.h"
#include "crypto/group/result.h"

namespace viche::app {

class Stage {
 public:
  /// The directory must be missing or empty. `program` is this program; `viche-verify` lies beside
  /// it.
  Stage(std::filesystem::path directory, std::filesystem::path program);

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  [[nodiscard]] std::filesystem::path record() const { return directory_ / "record"; }
  [[nodiscard]] std::filesystem::path keys() const { return directory_ / "keys"; }
  [[nodiscard]] std::filesystem::path outbox() const { return directory_ / "outbox"; }
  [[nodiscard]] std::filesystem::path receipts() const { return directory_ / "receipts"; }
  [[nodiscard]] std::filesystem::path verifier() const;
  [[nodiscard]] std::filesystem::path board_program() const;
  /// The present step's log file, with this in its name too.
  [[nodiscard]] std::filesystem::path log_of(const std::string& what) const;

  /// Removes the statements and lists that were posted: they are in the record.
  void clear_outbox() const;

  /// Announces a step, whose processes share the log file logs/<number>-<name>.log.
  void begin(const std::string& name, const std::string& announcement);

  /// Runs `viche` with these arguments. An error, with the end of its log, unless it succeeds.
  Result<void> viche(const std::vector<std::string>& arguments,
                     const std::function<void(const std::string&)>& on_line = {});
  /// Runs `viche` with each of these arguments, up to `at_once` side by side. The error of the
  /// first in order that fails.
  Result<void> viche_each(std::span<const std::vector<std::string>> commands, std::size_t at_once);
  /// The same, however it ends; gives its exit code.
  ProcessResult try_viche(const std::vector<std::string>& arguments,
                          const std::function<void(const std::string&)>& on_line);
  /// Runs any program; gives its exit code.
  ProcessResult run(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                    const std::function<void(const std::string&)>& on_line = {});
  /// Runs `viche`, which prints one line: that line.
  Result<std::string> ask(const std::vector<std::string>& arguments);

 private:
  /// `viche` with a log file of its own.
  Result<void> viche(const std::vector<std::string>& arguments, const std::filesystem::path& log,
                     const std::function<void(const std::string&)>& on_line) const;

  std::filesystem::path directory_;
  std::filesystem::path program_;
  std::string step_;
  std::filesystem::path log_;
  int number_ = 0;
};

}  // namespace viche::app
