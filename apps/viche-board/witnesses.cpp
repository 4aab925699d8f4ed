#include "apps/viche-board/witnesses.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "apps/common/cli.h"
#include "apps/common/log_lines.h"
#include "bulletin/http/witness_client.h"
#include "bulletin/log/durable_file.h"
#include "crypto/group/hash.h"

namespace viche::board_app {
namespace {

using app::Level;
using app::log_event;
namespace fs = std::filesystem;

/// How much longer than it is waited for a witness may take to answer at all.
constexpr int kAnswerWaits = 5;

/// Keeps what contradicts the log; a second time is the same file.
Result<void> keep_contradiction(const fs::path& directory, const board::WitnessEvent& event) {
  const log::WitnessReply& reply = event.reply;
  const nlohmann::ordered_json kept{{"witness", event.witness},
                                    {"contradiction", board::outcome_name(reply.outcome)},
                                    {"request", reply.request},
                                    {"status", static_cast<int>(reply.answer->status)},
                                    {"answer", reply.answer->body}};
  const std::string text =
      kept.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  VICHE_TRY(log::create_directories_durably(directory));
  return log::write_file_durably(directory / (to_hex(sha256(as_bytes(text))) + ".json"),
                                 as_bytes(text));
}

void report(const fs::path& directory, const board::WitnessEvent& event) {
  using Kind = board::WitnessEvent::Kind;
  switch (event.kind) {
    case Kind::kFailing:
      log_event(Level::kWarning, "a witness fails",
                {{"witness", event.witness}, {"reason", event.reply.detail}});
      return;
    case Kind::kAnswering:
      log_event(Level::kInfo, "a witness answers again", {{"witness", event.witness}});
      return;
    case Kind::kContradicting:
      break;
  }
  log_event(Level::kError, "a witness contradicts the log",
            {{"witness", event.witness}, {"reason", event.reply.detail}});
  if (const Result<void> kept = keep_contradiction(directory, event); !kept) {
    log_event(Level::kError, "the contradiction cannot be kept",
              {{"reason", kept.error().message()}});
  }
}

/// The witness with this name; null if there is none.
const log::VerifierKey* witness_named(const log::LogPolicy& policy, const std::string& name) {
  const auto found = std::find_if(policy.keys().begin() + 1, policy.keys().end(),
                                  [&](const log::VerifierKey& key) { return key.name == name; });
  return found == policy.keys().end() ? nullptr : &*found;
}

}  // namespace

Result<void> check_witnesses(const Config& config, const log::LogPolicy& policy) {
  for (const auto& [name, url] : config.witness_urls) {
    if (witness_named(policy, name) == nullptr) {
      return Error{"the manifest has no witness " + name, "witnesses.urls"};
    }
  }
  return {};
}

std::unique_ptr<board::WitnessPool> make_witnesses(const Config& config,
                                                   const log::LogPolicy& policy) {
  if (config.witness_urls.empty()) return nullptr;
  if (const Result<void> named = check_witnesses(config, policy); !named) {
    throw app::UsageError(named.error().message());
  }
  http::ClientOptions client;
  client.deadline = kAnswerWaits * config.witness_timeout;
  client.body_limit = log::kMaxCheckpointSize;
  if (!config.witness_ca.empty()) client.ca_file = config.witness_ca;
  std::vector<board::WitnessPeer> peers;
  for (const auto& [name, url] : config.witness_urls) {
    peers.push_back({*witness_named(policy, name), http::witness_transport(url, client)});
  }
  board::WitnessPoolOptions options;
  options.wait = config.witness_timeout;
  options.on_event = [directory = fs::path(config.directory) / kContradictions](
                         const board::WitnessEvent& event) { report(directory, event); };
  return std::make_unique<board::WitnessPool>(policy, std::move(peers), config.record,
                                              std::move(options));
}

}  // namespace viche::board_app
