#include "apps/viche-board/preflight.h"

#include <unistd.h>

#include <exception>
#include <filesystem>

#include "apps/common/board_directory.h"
#include "apps/viche-board/witnesses.h"
#include "bulletin/http/app_files.h"
#include "bulletin/http/certificate.h"
#include "bulletin/log/log_reader.h"

namespace viche::board_app {
namespace {

namespace fs = std::filesystem;
using Time = std::chrono::system_clock::time_point;

constexpr auto kSoon = std::chrono::hours(14 * 24);

Result<void> check_writable(const fs::path& path) {
  if (::access(path.c_str(), W_OK) == 0) return {};
  return Error{"cannot be written by this user", path.string()};
}

Result<void> check_store(const fs::path& directory) {
  const fs::path store = directory / app::kStoreFile;
  if (!fs::exists(store)) {
    return Error{
        "is missing: `viche board init` makes a new board, `viche board restore` one "
        "whose store is lost",
        store.string()};
  }
  VICHE_TRY(check_writable(directory));
  return check_writable(store);
}

/// A record that is missing will be made, in a directory that is there.
Result<void> check_record(const fs::path& record, const log::LogPolicy& policy) {
  if (!fs::exists(record)) {
    fs::path parent = fs::absolute(record).parent_path();
    while (!fs::exists(parent)) parent = parent.parent_path();
    return check_writable(parent);
  }
  if (!fs::is_directory(record)) return Error{"is no directory", record.string()};
  VICHE_TRY(check_writable(record));
  if (!fs::exists(record / log::kCheckpointFile)) return {};
  VICHE_ASSIGN(const log::LogPolicy log_alone, policy.with_quorum(0));
  VICHE_TRY(log::LogReader::open(record, log_alone));
  return {};
}

Result<void> check_board(const Config& config) {
  const fs::path directory(config.directory);
  if (!fs::is_directory(directory)) {
    return Error{"there is no such directory; `viche board init` makes it", config.directory};
  }
  VICHE_ASSIGN(const app::BoardIdentity identity,
               app::read_identity(directory / app::kManifestFile, directory / app::kLogKeyFile));
  VICHE_TRY(check_store(directory));
  VICHE_TRY(check_witnesses(config, identity.policy));
  return check_record(config.record, identity.policy);
}

std::string day_of(Time time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc);
  return text;
}

/// Within `margin` before its end too.
std::optional<std::string> time_fault(const Config& config, Time now, std::chrono::hours margin) {
  if (config.certificate.empty()) return std::nullopt;
  const auto validity = http::certificate_validity(config.certificate);
  if (!validity) return validity.error().message();
  const auto say = [&](const char* what, Time when) {
    return config.certificate + ": the certificate " + what + day_of(when);
  };
  if (now < validity->from) return say("is valid only from ", validity->from);
  if (now >= validity->until) return say("has expired on ", validity->until);
  if (now >= validity->until - margin) return say("expires on ", validity->until);
  return std::nullopt;
}

}  // namespace

Result<void> check_tls(const Config& config) {
  if (config.certificate.empty()) return {};
  VICHE_TRY(http::check_tls_files({config.certificate, config.key}));
  if ((fs::status(config.key).permissions() & fs::perms::others_read) != fs::perms::none) {
    return Error{"everybody may read this key; run: chmod o-rwx", config.key};
  }
  return {};
}

/// What is served beside the interface.
Result<void> check_pages(const Config& config) {
  if (!config.app.empty()) VICHE_TRY(http::AppFiles::read(config.app));
  if (!config.reports.empty() && !fs::is_directory(config.reports)) {
    return Error{"there is no such directory", config.reports};
  }
  return {};
}

std::vector<std::string> find_obstacles(const Config& config, Time now) {
  std::vector<std::string> found;
  const auto passes = [&](const auto& check) {
    try {
      const Result<void> good = check(config);
      if (!good) found.push_back(good.error().message());
      return good.ok();
    } catch (const std::exception& error) {  // of a file that cannot be read
      found.emplace_back(error.what());
      return false;
    }
  };
  passes(check_board);
  passes(check_pages);
  if (passes(check_tls)) {
    if (const auto fault = time_fault(config, now, {})) found.push_back(*fault);
  }
  return found;
}

std::optional<std::string> certificate_warning(const Config& config, Time now) {
  return time_fault(config, now, kSoon);
}

}  // namespace viche::board_app
