#include "apps/viche/simulation/board_process.h"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "apps/viche/process.h"

namespace viche::app {
namespace {

constexpr std::chrono::milliseconds kLook(20);

/// The port that the board's log names, 0 if it does not yet.
std::uint16_t port_in_log(const std::filesystem::path& log_file) {
  std::ifstream log(log_file);
  for (std::string line; std::getline(log, line);) {
    const nlohmann::json event = nlohmann::json::parse(line, nullptr, false);
    if (event.is_object() && event.value("event", "") == "serving") {
      return event.value("port", std::uint16_t{0});
    }
  }
  return 0;
}

/// The most memory that a living process has had. (wait4 tells that of the parent, if it was more
/// when the process began.)
long peak_memory_kib(int process) {
  std::ifstream status(fmt::format("/proc/{}/status", process));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
  }
  return 0;
}

}  // namespace

BoardProcess::BoardProcess(BoardProcess&& other) noexcept
    : process_(std::exchange(other.process_, 0)),
      log_file_(std::move(other.log_file_)),
      port_(other.port_) {}

BoardProcess::~BoardProcess() {
  if (process_ == 0) return;
  ::kill(process_, SIGKILL);
  while (!ended_process(process_)) std::this_thread::sleep_for(kLook);
}

Error BoardProcess::ended(int exit_code) const {
  return {fmt::format("viche-board ended with status {}; the end of {}:\n{}", exit_code,
                      log_file_.string(), tail_of(log_file_, 12)),
          "board"};
}

Result<BoardProcess> BoardProcess::start(const std::filesystem::path& program,
                                         const std::vector<std::string>& settings,
                                         const std::filesystem::path& log_file) {
  BoardProcess board(start_process(program, settings, log_file), log_file);
  VICHE_TRY(board.wait_until_served());
  return board;
}

Result<void> BoardProcess::wait_until_served() {
  while ((port_ = port_in_log(log_file_)) == 0) {
    if (const auto result = ended_process(process_)) {
      process_ = 0;
      return ended(result->exit_code);
    }
    std::this_thread::sleep_for(kLook);
  }
  return {};
}

Result<BoardUsage> BoardProcess::stop() {
  BoardUsage usage;
  ::kill(process_, SIGTERM);
  while (true) {
    usage.peak_memory_kib = std::max(usage.peak_memory_kib, peak_memory_kib(process_));
    if (const auto result = ended_process(process_)) {
      process_ = 0;
      usage.cpu_seconds = result->cpu_seconds;
      if (result->exit_code != 0) return ended(result->exit_code);
      return usage;
    }
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace viche::app
