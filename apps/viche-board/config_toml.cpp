#include <toml++/toml.h>

#include "apps/viche-board/config.h"

namespace viche::board_app {
namespace {

std::string line_of(const toml::source_region& source) {
  return "line " + std::to_string(source.begin.line);
}
Error at_line(const toml::source_region& source, std::string reason) {
  return Error{std::move(reason), line_of(source)};
}

}  // namespace

Result<Values> read_toml(std::string_view text) {
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return at_line(error.source(), std::string(error.description()));
  }
  Values values;
  for (const auto& [table_name, table] : root) {
    if (!table.is_table()) {
      return at_line(table.source(), std::string(table_name.str()) + " stands outside any table");
    }
    for (const auto& [name, value] : *table.as_table()) {
      const std::string full = std::string(table_name.str()) + "." + std::string(name.str());
      const std::string place = line_of(value.source()) + ": " + full;
      if (const auto* integer = value.as_integer()) {
        values.emplace(full, Value{std::to_string(integer->get()), place});
      } else if (const auto* string = value.as_string()) {
        values.emplace(full, Value{string->get(), place});
      } else {
        return at_line(value.source(), full + " is neither a string nor an integer");
      }
    }
  }
  return values;
}

}  // namespace viche::board_app
