// The program `viche-board`: one election's public board, served over HTTP.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/common/log_lines.h"
#include "apps/viche-board/preflight.h"
#include "apps/viche-board/serve.h"
#include "crypto/group/kernel/kernel.h"
#include "crypto/group/random.h"

namespace viche::board_app {
namespace {

using app::Exit;
using app::Level;
using app::log_event;

Result<Values> file_values(const std::string& path) {
  const Bytes bytes = app::read_input(path, std::size_t{1} << 20);
  Result<Values> values = read_toml(as_text(bytes));
  if (!values) return values.error().at(path);
  return values;
}

Result<Values> environment_values() {
  std::vector<const char*> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) variables.push_back(*variable);
  return read_environment(variables);
}

Result<Config> load(const std::string& file, const Values& flags) {
  Config config;
  if (!file.empty()) {
    VICHE_ASSIGN(const Values values, file_values(file));
    if (const Result<void> applied = apply_values(config, values); !applied) {
      return applied.error().at(file);
    }
  }
  VICHE_ASSIGN(const Values values, environment_values());
  VICHE_TRY(apply_values(config, values));
  VICHE_TRY(apply_values(config, flags));
  VICHE_TRY(check_config(config));
  return config;
}

void say_wrong(std::string_view what) { app::say("viche-board: " + std::string(what)); }

Exit check(const Config& config) {
  const std::vector<std::string> obstacles =
      find_obstacles(config, std::chrono::system_clock::now());
  for (const std::string& obstacle : obstacles) say_wrong(obstacle);
  if (!obstacles.empty()) return Exit::kUsage;
  const auto warning = certificate_warning(config, std::chrono::system_clock::now());
  if (warning) app::say("warning: " + *warning);
  app::print("the settings are good");
  return Exit::kOk;
}

int run(int argc, const char* const* argv) {
  CLI::App command(
      "The public board of one election over HTTP. Settings: command line over environment over "
      "file.\n"
      "Exit status: 0 stopped in order, 1 the log is refused, 2 a wrong setting, 3 a file, the "
      "store or the port could not be used.",
      "viche-board");
  std::string file;
  bool check_only = false;
  Values given;
  command.add_option("--config", file, "A toml file");
  command.add_flag("--check-config", check_only,
                   "Read all settings and the files that they name, say what is wrong, and end");
  command.set_version_flag("--version",
                           std::string(VICHE_VERSION ", kernel ") + kernel::active().name);
  for (const Setting& setting : settings()) {
    command
        .add_option_function<std::string>(
            setting.flag(),
            [&given, &setting](const std::string& text) {
              given[std::string(setting.name)] = {text, setting.flag()};
            },
            std::string(setting.help) + " (" + setting.environment() + ")")
        ->take_last();
  }
  try {
    command.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return command.exit(error) == 0 ? 0 : static_cast<int>(Exit::kUsage);
  }
  try {
    const Result<Config> config = load(file, given);
    if (!config) {
      say_wrong(config.error().message());
      return static_cast<int>(Exit::kUsage);
    }
    if (check_only) return static_cast<int>(check(*config));
    if (const Result<void> tls = check_tls(*config); !tls) {
      say_wrong(tls.error().message());
      return static_cast<int>(Exit::kUsage);
    }
    const Result<Exit> served = serve(*config);
    if (served) return static_cast<int>(*served);
    log_event(Level::kError, "refused", {{"reason", served.error().message()}});
    return static_cast<int>(Exit::kRefused);
  } catch (const app::UsageError& error) {
    app::say_error(error.what());
    return static_cast<int>(Exit::kUsage);
  } catch (const std::exception& error) {
    log_event(Level::kError, "failed", {{"reason", std::string(error.what())}});
    return static_cast<int>(Exit::kEnvironment);
  }
}

}  // namespace
}  // namespace viche::board_app

int main(int argc, char** argv) {
  viche::board_app::block_signals();
  viche::initialize();
  return viche::board_app::run(argc, argv);
}
