#include "apps/viche-board/config.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <functional>

#include "apps/common/cli.h"
#include "bulletin/log/text_codec.h"

namespace viche::board_app {
namespace {

constexpr std::string_view kPrefix = "VICHE_BOARD_";

Result<std::uint64_t> number(std::string_view text, std::uint64_t least, std::uint64_t most) {
  const Result<std::uint64_t> value = log::parse_decimal(text);
  if (!value || *value < least || *value > most) {
    return Error{"expected a number from " + std::to_string(least) + " to " + std::to_string(most) +
                     ", found \"" + std::string(text) + "\"",
                 ""};
  }
  return *value;
}

/// Sets the place that `place` gives to a number between the two.
template <auto place, std::uint64_t least, std::uint64_t most>
Result<void> set_number(Config& config, std::string_view text) {
  VICHE_ASSIGN(const std::uint64_t value, number(text, least, most));
  auto& target = place(config);
  target = std::remove_reference_t<decltype(target)>(value);
  return {};
}

template <auto place>
Result<void> set_text(Config& config, std::string_view text) {
  if (text.empty()) return Error{"is empty", ""};
  place(config) = text;
  return {};
}

/// "name=url name=url": a name has no spaces, but may have an equals sign.
Result<void> set_witness_urls(Config& config, std::string_view text) {
  config.witness_urls.clear();
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (word.empty()) continue;
    const std::size_t split = word.find("=http");
    if (split == std::string_view::npos || split == 0) {
      return Error{"expected NAME=URL, found \"" + std::string(word) + "\"", ""};
    }
    VICHE_ASSIGN(http::Url url, http::Url::parse(word.substr(split + 1)));
    const std::string name(word.substr(0, split));
    if (!config.witness_urls.emplace(name, std::move(url)).second) {
      return Error{"two URLs for " + name, ""};
    }
  }
  return {};
}

#define VICHE_PLACE(member) \
  [](Config & config) -> auto& { return config.member; }

constexpr std::uint64_t kDay = 86400000;
constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30;

constexpr std::array kSettings = {
    Setting{"board.directory", "The board's own directory, made by `viche board init`",
            set_text<VICHE_PLACE(directory)>},
    Setting{"board.record", "The published log: a directory of static files",
            set_text<VICHE_PLACE(record)>},
    Setting{"board.grace_ms", "How long a stop waits for responses to be taken",
            set_number<VICHE_PLACE(grace), 0, kDay>},
    Setting{"board.hold_ms", "How long SIGUSR1 keeps ballots out",
            set_number<VICHE_PLACE(hold), 1, kDay>},
    Setting{"http.address", "Numeric address to listen on", set_text<VICHE_PLACE(server.address)>},
    Setting{"http.port", "Port to listen on; 0 takes a free one",
            set_number<VICHE_PLACE(server.port), 0, 65535>},
    Setting{"http.app", "The built voter's app: a directory that is served at /",
            set_text<VICHE_PLACE(app)>},
    Setting{"http.reports", "A directory of verifiers' reports (JSON), served at /v1/reports",
            set_text<VICHE_PLACE(reports)>},
    Setting{"http.threads", "Threads for connections",
            set_number<VICHE_PLACE(server.threads), 1, 256>},
    Setting{"http.connections", "Most connections at once",
            set_number<VICHE_PLACE(server.connections), 1, 1000000>},
    Setting{"http.header_bytes", "Longest header of a request",
            set_number<VICHE_PLACE(server.header_limit), 512, 65536>},
    Setting{"http.body_bytes", "Longest body of a request",
            set_number<VICHE_PLACE(server.body_limit), 1024, kGibibyte>},
    Setting{"http.arriving_bytes", "Bodies that arrive at the same time, together",
            set_number<VICHE_PLACE(server.arriving_limit), 1024, 64 * kGibibyte>},
    Setting{"http.leaving_bytes", "Responses that are being taken at the same time, together",
            set_number<VICHE_PLACE(server.leaving_limit), 65536, 64 * kGibibyte>},
    Setting{"http.ballots_at_once", "Most ballots in one request",
            set_number<VICHE_PLACE(ballots_at_once), 1, 65536>},
    Setting{"http.pipelined", "Requests of one connection taken before the first is answered",
            set_number<VICHE_PLACE(server.pipelined), 1, 10000>},
    Setting{"http.request_ms", "Deadline for a whole request to arrive",
            set_number<VICHE_PLACE(server.request_timeout), 100, kDay>},
    Setting{"http.idle_ms", "How long a connection may rest between requests",
            set_number<VICHE_PLACE(server.idle_timeout), 100, kDay>},
    Setting{"http.response_ms", "Deadline for a client to take a response",
            set_number<VICHE_PLACE(server.response_timeout), 100, kDay>},
    Setting{"tls.certificate", "Certificate chain (PEM); with tls.key",
            set_text<VICHE_PLACE(certificate)>},
    Setting{"tls.key", "The certificate's private key (PEM)", set_text<VICHE_PLACE(key)>},
    Setting{"service.check_threads", "Threads for ballot proofs",
            set_number<VICHE_PLACE(service.check_threads), 1, 256>},
    Setting{"service.interval_ms", "How long ballots are collected into one batch",
            set_number<VICHE_PLACE(service.interval), 1, 3600000>},
    Setting{"service.batch_ballots", "Most ballots in one batch",
            set_number<VICHE_PLACE(service.batch_ballots), 1, 1000000>},
    Setting{"service.waiting_ballots", "Most ballots taken and not answered",
            set_number<VICHE_PLACE(service.waiting_ballots), 1, 100000000>},
    Setting{"service.waiting_bytes", "Their bytes at most",
            set_number<VICHE_PLACE(service.waiting_bytes), 65536, 64 * kGibibyte>},
    Setting{"service.batch_per_credential", "Ballots of one credential in a batch",
            set_number<VICHE_PLACE(service.batch_per_credential), 1, 1000>},
    Setting{"service.suspects_per_batch",
            "Ballots in a batch of credentials whose last ones had bad proofs",
            set_number<VICHE_PLACE(service.suspects_per_batch), 1, 1000000>},
    Setting{"witnesses.urls", "NAME=URL of each witness that is asked, with spaces between them",
            set_witness_urls},
    Setting{"witnesses.timeout_ms", "How long a checkpoint waits for its quorum",
            set_number<VICHE_PLACE(witness_timeout), 10, 60000>},
    Setting{"witnesses.ca_file", "Whom to believe the witnesses' certificates (PEM)",
            set_text<VICHE_PLACE(witness_ca)>},
};

#undef VICHE_PLACE

std::string changed(std::string_view name, std::string_view prefix, char joint, bool upper) {
  std::string text(prefix);
  for (const char c : name) {
    if (c == '.' || c == '_') {
      text += joint;
    } else {
      text += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
  }
  return text;
}

/// Of a name that there is not: the nearest one that there is.
Error no_setting(const std::string& name,
                 const std::function<std::string(const Setting&)>& name_of) {
  std::vector<std::string> names;
  for (const Setting& setting : kSettings) names.push_back(name_of(setting));
  const std::string nearest = app::nearest_name(name, names);
  return Error{nearest.empty() ? "is no setting" : "is no setting; did you mean " + nearest + "?",
               name};
}

bool is_numeric_address(std::string_view address) {
  const std::string host(address.substr(0, address.find('%')));  // without an interface
  in6_addr parsed{};
  return ::inet_pton(AF_INET, host.c_str(), &parsed) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), &parsed) == 1;
}

}  // namespace

std::string Setting::flag() const { return changed(name, "--", '-', false); }
std::string Setting::environment() const { return changed(name, kPrefix, '_', true); }

std::span<const Setting> settings() { return kSettings; }

Result<Values> read_environment(std::span<const char* const> variables) {
  Values values;
  for (const std::string_view variable : variables) {
    if (!variable.starts_with(kPrefix)) continue;
    const std::size_t equals = variable.find('=');
    const std::string name(variable.substr(0, equals));
    const auto setting =
        std::find_if(kSettings.begin(), kSettings.end(),
                     [&](const Setting& candidate) { return candidate.environment() == name; });
    if (setting == kSettings.end()) return no_setting(name, &Setting::environment);
    values.emplace(setting->name, Value{std::string(variable.substr(equals + 1)), name});
  }
  return values;
}

Result<void> apply_values(Config& config, const Values& values) {
  for (const auto& [name, value] : values) {
    const auto setting =
        std::find_if(kSettings.begin(), kSettings.end(),
                     [&wanted = name](const Setting& s) { return s.name == wanted; });
    if (setting == kSettings.end()) {
      return no_setting(name, [](const Setting& s) { return std::string(s.name); }).at(value.place);
    }
    if (const Result<void> applied = setting->apply(config, value.text); !applied) {
      return applied.error().at(value.place);
    }
  }
  return {};
}

Result<void> check_config(const Config& config) {
  if (config.directory.empty()) return Error{"is missing", "board.directory"};
  if (config.record.empty()) return Error{"is missing", "board.record"};
  if (!is_numeric_address(config.server.address)) {
    return Error{"\"" + config.server.address + "\" is not a numeric address", "http.address"};
  }
  if (config.certificate.empty() != config.key.empty()) {
    return Error{"certificate and key go together", "tls"};
  }
  if (config.ballots_at_once > config.service.batch_ballots) {
    return Error{"is more than service.batch_ballots", "http.ballots_at_once"};
  }
  if (config.service.waiting_ballots < config.service.batch_ballots) {
    return Error{"is less than service.batch_ballots", "service.waiting_ballots"};
  }
  if (config.server.body_limit > config.server.arriving_limit) {
    return Error{"is more than http.arriving_bytes", "http.body_bytes"};
  }
  return {};
}

}  // namespace viche::board_app
