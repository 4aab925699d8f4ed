#pragma once
// What viche-board is told: a toml file, the environment over it, the command line over both.
// docs/operations.md lists the settings.

#include <chrono>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "bulletin/http/server.h"
#include "bulletin/http/url.h"
#include "bulletin/service/service.h"

namespace viche::board_app {

struct Config {
  std::string directory, record;  // as `viche board init` made them
  http::ServerOptions server;     // without tls
  std::string certificate, key;   // both or none
  std::string app, reports;       // directories; may be empty
  std::size_t ballots_at_once = 1024;
  board::ServiceOptions service;  // without its functions
  std::chrono::milliseconds grace{10000}, hold{60000};
  std::map<std::string, http::Url> witness_urls;  // by the manifest's name
  std::chrono::milliseconds witness_timeout{1000};
  std::string witness_ca;
};

/// One setting: the same text means the same wherever it is given.
struct Setting {
  std::string_view name;  // "http.port": port in the table [http]
  std::string_view help;
  Result<void> (*apply)(Config&, std::string_view);

  [[nodiscard]] std::string flag() const;         // "--http-port"
  [[nodiscard]] std::string environment() const;  // "VICHE_BOARD_HTTP_PORT"
};
[[nodiscard]] std::span<const Setting> settings();

struct Value {
  std::string text;
  std::string place;  // where it was given, as a person finds it

  friend bool operator==(const Value&, const Value&) = default;
};
/// By a setting's name.
using Values = std::map<std::string, Value>;

/// Of a toml text: tables of strings and integers. Names are not looked at yet.
Result<Values> read_toml(std::string_view text);
/// Of environment strings "NAME=value"; those that do not begin with VICHE_BOARD_ are no concern.
Result<Values> read_environment(std::span<const char* const> variables);
/// Applies values over `config`; an error names the place of a setting that is unknown or wrong.
Result<void> apply_values(Config& config, const Values& values);
/// What no single setting can tell.
Result<void> check_config(const Config& config);

}  // namespace viche::board_app
