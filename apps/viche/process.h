#pragma once
// Runs other programs, as separate processes that share files only.

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace viche::app {

struct ProcessResult {
  int exit_code = 0;       // 128 + signal if a signal ended it
  double seconds = 0;      // by the clock, of run_process
  double cpu_seconds = 0;  // of all its threads
  long peak_memory_kib = 0;
};

/// Runs `program` with `arguments` and waits. Both output streams go to `log_file`, appended, after
/// a line with the command; each line of standard output goes to `on_line` too, if there is one.
/// Input is empty. An EnvironmentError if it cannot be started.
ProcessResult run_process(const std::filesystem::path& program,
                          const std::vector<std::string>& arguments,
                          const std::filesystem::path& log_file,
                          const std::function<void(const std::string&)>& on_line = {});

/// Starts `program` in the same way and does not wait, with both output streams in the log file
/// alone: its process id.
int start_process(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                  const std::filesystem::path& log_file);
/// What became of such a process, told once; nothing as long as it runs.
[[nodiscard]] std::optional<ProcessResult> ended_process(int process);

/// The last lines of a text file, each indented; empty if it cannot be read.
[[nodiscard]] std::string tail_of(const std::filesystem::path& file, std::size_t lines);

/// The path of the running program.
[[nodiscard]] std::filesystem::path own_path();

/// The command as a person could type it.
[[nodiscard]] std::string command_line(const std::filesystem::path& program,
                                       const std::vector<std::string>& arguments);

}  // namespace viche::app
