#include "apps/viche-verify/follow_command.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <thread>

#include "apps/viche-verify/commands.h"
#include "apps/viche-verify/follow/follow.h"
#include "apps/viche-verify/follow/metrics.h"
#include "apps/viche-verify/group.h"
#include "apps/viche-verify/output_file.h"

namespace viche::verify_program {
namespace {

using follow::Alarm;
using follow::Follow;

std::uint64_t now_in_seconds() { return static_cast<std::uint64_t>(std::time(nullptr)); }

/// The fault of whoever should have been told, which takes nothing from the alarm.
void tell(const Arguments& arguments, const std::string& json) {
  if (!arguments.webhook) return;
  const auto posted = [&]() -> Result<void> {
    VICHE_ASSIGN(const fetch::Url url, fetch::Url::parse(*arguments.webhook));
    VICHE_ASSIGN(const fetch::Server server, fetch::Server::find(url, arguments.ca.value_or("")));
    fetch::Patience patience;
    patience.silence = std::chrono::seconds(arguments.timeout);
    fetch::HttpClient client(server, patience);
    constexpr std::size_t kMaxAnswer = std::size_t{1} << 16;
    constexpr int kTries = 3;
    Result<void> last = Error{"", ""};
    for (int i = 0; i < kTries; ++i) {
      const Result<fetch::Answer> answer = client.post(json, kMaxAnswer);
      if (answer && answer->status / 100 == 2) return {};
      last = answer ? Error{"it answers with status " + std::to_string(answer->status), ""}
                    : answer.error();
      std::this_thread::sleep_for(std::chrono::milliseconds(200) * (i + 1));
    }
    return last;
  }();
  if (!posted) complain(kAlarm, posted.error().at("--webhook").message());
}

int raise(const Arguments& arguments, const Alarm& alarm, std::uint64_t now) {
  const std::string json = follow::to_json(alarm, arguments.record, now);
  const Result<std::string> kept = follow::keep(alarm, json, *arguments.state + "/alarms");
  complain(kAlarm, "ALARM: " + std::string(follow::word_of(alarm.kind)) + ": " + alarm.message);
  complain(kAlarm, kept ? "the evidence is in " + *kept
                        : "the evidence could not be kept: " + kept.error().message());
  tell(arguments, json);
  return kAlarm;
}

/// Whether the metrics could be written; said once.
void write_metrics(const Arguments& arguments, const follow::FollowStatus& status,
                   const std::optional<Alarm>& alarm, bool& said) {
  if (!arguments.metrics) return;
  const auto kind = alarm ? std::optional(alarm->kind) : std::nullopt;
  const Result<void> written =
      replace_file(*arguments.metrics, follow::metrics_text(status, kind, now_in_seconds()));
  if (written || said) return;
  said = true;
  complain(kUnreadable, written.error().at("--metrics").message());
}

void say(const follow::FollowStatus& status) {
  std::fprintf(stderr, "viche-verify: %llu entries, %llu ballots judged, root %s\n",
               static_cast<unsigned long long>(status.judged.size),
               static_cast<unsigned long long>(status.ballots), to_hex(status.judged.root).c_str());
}

}  // namespace

int follow_log(const Arguments& arguments) {
  const Result<Bytes32> fingerprint = bytes32_from_hex(*arguments.fingerprint);
  if (!fingerprint) return complain(kUsage, fingerprint.error().at("--fingerprint").message());
  follow::FollowOptions options;
  Result<fetch::Url> url = fetch::Url::parse(arguments.record);
  if (!url) return complain(kUsage, url.error().message());
  options.url = std::move(*url);
  options.ca = arguments.ca.value_or("");
  options.directory = *arguments.state;
  options.fingerprint = *fingerprint;
  options.threads = arguments.threads;
  options.stale_after = arguments.stale_after;
  options.recheck = arguments.recheck;
  options.patience.silence = std::chrono::seconds(arguments.timeout);
  options.patience.exchange = 12 * options.patience.silence;
  const Group group(arguments);
  Result<std::unique_ptr<Follow>> opened =
      Follow::open(std::move(options), *group.arithmetic, now_in_seconds());
  if (!opened) return complain(kUnreadable, opened.error().message());
  Follow& follow = **opened;
  bool said = false;
  verifier::Head shown;
  for (;;) {
    Result<std::optional<Alarm>> alarm = follow.poll(now_in_seconds());
    if (!alarm) complain(kUnreadable, alarm.error().message());
    std::optional<Alarm> found = alarm ? std::move(*alarm) : std::nullopt;
    const follow::FollowStatus& status = follow.status();
    if (!found && !status.ended) found = follow.stale(now_in_seconds());
    write_metrics(arguments, status, found, said);
    if (found) return raise(arguments, *found, now_in_seconds());
    if (status.judged != shown) say(status);
    shown = status.judged;
    if (alarm && status.ended) break;
    if (arguments.once) return alarm ? kVerified : kUnreadable;
    std::this_thread::sleep_for(std::chrono::seconds(arguments.interval));
  }
  Arguments whole = arguments;
  whole.mirror = *arguments.state + "/record";
  return verify_record(whole);
}

int compare_states(const Arguments& arguments) {
  const Group group(arguments);
  const Result<follow::Comparison> comparison =
      follow::compare(arguments.states[0], arguments.states[1], *group.arithmetic);
  if (!comparison) return complain(kUnreadable, comparison.error().message());
  if (comparison->fork) {
    std::fputs(follow::to_json(*comparison->fork, "", now_in_seconds()).c_str(), stdout);
    for (const auto& [name, note] : comparison->fork->evidence) {
      std::printf("\n%s\n%s", name.c_str(), note.c_str());
    }
    return complain(kAlarm, "FORK: " + comparison->fork->message);
  }
  std::printf("%llu checkpoints compared: one log\n",
              static_cast<unsigned long long>(comparison->compared));
  if (comparison->beyond == 0) return kVerified;
  return complain(kUnreadable,
                  std::to_string(comparison->beyond) +
                      " checkpoints are larger than the other's log and not compared yet");
}

}  // namespace viche::verify_program
