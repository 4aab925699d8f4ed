#include "apps/common/log_lines.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

namespace viche::app {
namespace {

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text.data();
}

constexpr std::array<const char*, 3> kLevels = {"info", "warning", "error"};

}  // namespace

void log_event(Level level, std::string_view event,
               std::initializer_list<std::pair<std::string_view, LogValue>> members) {
  nlohmann::ordered_json line{
      {"time", utc_now()}, {"level", kLevels[static_cast<std::size_t>(level)]}, {"event", event}};
  for (const auto& [name, value] : members) {
    std::visit([&, key = std::string(name)](const auto& v) { line[key] = v; }, value);
  }
  const std::string text =
      line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace viche::app
