#pragma once
// What the program reports while it runs: one JSON object a line on standard error. Events of the
// program and totals; nothing about one request, and so no address, token or time of a voter.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace viche::app {

enum class Level { kInfo, kWarning, kError };

using LogValue = std::variant<std::string, std::uint64_t>;
/// {"time", "level", "event", ...}. Thread-safe: a line is one write.
void log_event(Level level, std::string_view event,
               std::initializer_list<std::pair<std::string_view, LogValue>> members = {});

}  // namespace viche::app
