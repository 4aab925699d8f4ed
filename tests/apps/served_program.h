#pragma once
// A program of this build that serves on a port of its own, which its first log line names.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/apps/program.h"

namespace viche::test {

class ServedProgram {
 public:
  /// Runs the command, a path and its arguments; returns when it is ready.
  explicit ServedProgram(const std::vector<std::string>& command);
  ServedProgram(const ServedProgram&) = delete;
  ServedProgram& operator=(const ServedProgram&) = delete;
  /// Kills it if it runs still.
  ~ServedProgram();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int process() const { return process_; }
  void signal(int number) const;
  /// SIGTERM, and its exit status.
  int stop();
  /// What it has written to standard error.
  [[nodiscard]] std::string log() const;

 protected:
  static void kill_while_starting(const std::vector<std::string>& command,
                                  std::chrono::milliseconds after);

 private:
  Scratch scratch_;
  int process_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace viche::test
