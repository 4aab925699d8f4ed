#include "apps/viche/simulation/stage.h"

#include <fmt/format.h>

#include <future>
#include <utility>

#include "apps/common/cli.h"
#include "apps/common/console.h"
#include "apps/common/files.h"

namespace viche::app {

Stage::Stage(fs::path directory, fs::path program)
    : directory_(std::move(directory)), program_(std::move(program)) {
  std::error_code error;
  if (fs::exists(directory_) &&
      (!fs::is_directory(directory_) || !fs::is_empty(directory_, error))) {
    throw EnvironmentError(directory_.string() +
                           ": exists and is not an empty directory; nothing is overwritten");
  }
  if (!fs::exists(verifier()))
    throw EnvironmentError(verifier().string() + ": the verifier is not here");
  make_directory(directory_ / "logs");
  make_directory(receipts());
  make_directory(outbox());
  make_private_directory(keys());
}

fs::path Stage::verifier() const { return program_.parent_path() / "viche-verify"; }

fs::path Stage::board_program() const { return program_.parent_path() / "viche-board"; }
fs::path Stage::log_of(const std::string& what) const {
  return log_.parent_path() / fmt::format("{}-{}.log", log_.stem().string(), what);
}

void Stage::clear_outbox() const { fs::remove_all(outbox()); }

void Stage::begin(const std::string& name, const std::string& announcement) {
  step_ = name;
  log_ = directory_ / "logs" / fmt::format("{:02}-{}.log", ++number_, name);
  say(announcement);
}

ProcessResult Stage::run(const fs::path& program, const std::vector<std::string>& arguments,
                         const std::function<void(const std::string&)>& on_line) {
  return run_process(program, arguments, log_, on_line);
}

ProcessResult Stage::try_viche(const std::vector<std::string>& arguments,
                               const std::function<void(const std::string&)>& on_line) {
  return run(program_, arguments, on_line);
}

Result<void> Stage::viche(const std::vector<std::string>& arguments, const fs::path& log,
                          const std::function<void(const std::string&)>& on_line) const {
  const ProcessResult result = run_process(program_, arguments, log, on_line);
  if (result.exit_code == 0) return {};
  return Error{
      fmt::format("`{}` ended with status {}; the end of {}:\n{}", command_line("viche", arguments),
                  result.exit_code, log.string(), tail_of(log, 12)),
      "step " + step_};
}

Result<void> Stage::viche(const std::vector<std::string>& arguments,
                          const std::function<void(const std::string&)>& on_line) {
  return viche(arguments, log_, on_line);
}

Result<void> Stage::viche_each(std::span<const std::vector<std::string>> commands,
                               std::size_t at_once) {
  // Programs that write side by side would mix their lines in one file.
  std::vector<std::future<Result<void>>> running;
  std::vector<Result<void>> results;
  const auto wait_for_next = [&] { results.push_back(running[results.size()].get()); };
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (i - results.size() == at_once) wait_for_next();
    running.push_back(std::async(
        std::launch::async, [this, &command = commands[i], log = log_of(std::to_string(i + 1))] {
          return viche(command, log, {});
        }));
  }
  while (results.size() < commands.size()) wait_for_next();
  for (Result<void>& result : results) VICHE_TRY(std::move(result));
  return {};
}

Result<std::string> Stage::ask(const std::vector<std::string>& arguments) {
  std::string answer;
  VICHE_TRY(viche(arguments, [&](const std::string& line) { answer = line; }));
  return answer;
}

}  // namespace viche::app
