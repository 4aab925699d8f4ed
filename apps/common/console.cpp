#include "apps/common/console.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace viche::app {
namespace {

bool wants_colour(int descriptor) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(descriptor) == 1 && (no_colour == nullptr || *no_colour == '\0') &&
         (terminal == nullptr || std::strcmp(terminal, "dumb") != 0);
}

void write_line(std::FILE* stream, std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stream);
  std::fputc('\n', stream);
  std::fflush(stream);
}

std::string remaining_time(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s left", seconds);
  return fmt::format("{:.0f} min left", seconds / 60);
}

}  // namespace

void print(std::string_view line) { write_line(stdout, line); }
void say(std::string_view line) { write_line(stderr, line); }
void say_error(std::string_view line) {
  write_line(stderr,
             fmt::format("{}: {}", wants_colour(2) ? "\033[31mviche\033[0m" : "viche", line));
}
void suggest(std::string_view command) { say(fmt::format("next: {}", command)); }

bool stdout_wants_colour() { return wants_colour(1); }
std::string bold(std::string_view text, bool wanted) {
  return wanted ? fmt::format("\033[1m{}\033[0m", text) : std::string(text);
}

bool stdout_is_good() {
  std::cout.flush();  // the help texts
  return std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

std::string shell_word(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,@+%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

Progress::Progress(std::string what, std::uint64_t total)
    : what_(std::move(what)),
      total_(total),
      terminal_(isatty(2) == 1),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::update(std::uint64_t done) {
  if (!terminal_ || total_ == 0) return;
  const Clock::time_point now = Clock::now();
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  if (elapsed < 1 || now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  drawn_ = true;
  const double part = std::min(1.0, static_cast<double>(done) / static_cast<double>(total_));
  const auto filled = static_cast<std::size_t>(part * 30);
  const std::string left = part > 0 ? remaining_time(elapsed * (1 - part) / part) : "";
  fmt::print(stderr, "\r\033[K{} [{}{}] {}/{}  {}", what_, std::string(filled, '#'),
             std::string(30 - filled, '.'), grouped(done), grouped(total_), left);
  std::fflush(stderr);
}

}  // namespace viche::app
