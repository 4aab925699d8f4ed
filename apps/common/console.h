#pragma once
// What the program says. Data go to standard output, everything else to standard error.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace viche::app {

/// A line of data on standard output.
void print(std::string_view line);
/// A message on standard error.
void say(std::string_view line);
/// `viche: line`, in red on a terminal that wants colour.
void say_error(std::string_view line);
/// The command that usually comes next.
void suggest(std::string_view command);

/// May standard output be coloured: a terminal, and NO_COLOR unset?
[[nodiscard]] bool stdout_wants_colour();
[[nodiscard]] std::string bold(std::string_view text, bool wanted);

/// Whether all data reached standard output, as far as is known.
[[nodiscard]] bool stdout_is_good();

/// A word as a shell reads it back: quoted where it must be.
[[nodiscard]] std::string shell_word(std::string_view word);

/// 20000 -> "20,000".
[[nodiscard]] std::string grouped(std::uint64_t number);

/// One line on standard error that is rewritten as work goes on: only on a terminal, and only after
/// the first second. Not for several threads at once.
class Progress {
 public:
  /// `what` is a phrase such as "encrypting ballots"; `total` in whatever unit is counted.
  Progress(std::string what, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::uint64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  std::uint64_t total_;
  bool terminal_;
  bool drawn_ = false;
  Clock::time_point start_;
  Clock::time_point last_;
};

}  // namespace viche::app
