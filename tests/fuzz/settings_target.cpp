// The settings of viche-board: a toml text, and the same values as environment variables.

#include <algorithm>

#include "apps/viche-board/config.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {

void read_settings(ByteView input) {
  const Result<board_app::Values> values = board_app::read_toml(as_text(input));
  if (!values) return;
  board_app::Config config;
  if (!board_app::apply_values(config, *values)) return;
  std::vector<std::string> variables{"HOME=/"};
  for (const board_app::Setting& setting : board_app::settings()) {
    const auto value = values->find(std::string(setting.name));
    if (value != values->end())
      variables.push_back(setting.environment() + "=" + value->second.text);
  }
  require(variables.size() == values->size() + 1, "a setting was taken that there is not");
  std::vector<const char*> pointers;
  for (const std::string& variable : variables) pointers.push_back(variable.c_str());
  const Result<board_app::Values> again = board_app::read_environment(pointers);
  require(again.ok(), "the environment refuses what the file may say");
  for (const auto& [name, value] : *values) {
    // A zero byte ends a variable.
    require(again->at(name).text == value.text.substr(0, value.text.find('\0')), "another value");
  }
}

}  // namespace viche::fuzz
