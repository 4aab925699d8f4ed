#include "apps/viche-verify/follow/metrics.h"

namespace viche::follow {
namespace {

void add(std::string& text, const char* name, const char* type, const char* help,
         std::uint64_t value) {
  const std::string whole = std::string("viche_follow_") + name;
  text += "# HELP " + whole + " " + help + "\n# TYPE " + whole + " " + type + "\n" + whole + " " +
          std::to_string(value) + "\n";
}

}  // namespace

std::string metrics_text(const FollowStatus& status, const std::optional<AlarmKind>& alarm,
                         std::uint64_t now) {
  std::string text;
  add(text, "judged_entries", "gauge", "Entries of the log that were judged.", status.judged.size);
  add(text, "judged_ballots", "gauge", "Ballots that were judged.", status.ballots);
  add(text, "remembered_checkpoints", "gauge", "Checkpoints that are remembered.", status.seen);
  add(text, "checkpoint_time_seconds", "gauge", "Time of the newest checkpoint, since 1970.",
      status.young);
  add(text, "time_seconds", "gauge", "When this was written, since 1970.", now);
  add(text, "polls_total", "counter", "Times that the log was looked at.", status.polls);
  add(text, "failed_polls_total", "counter", "Times that it could not be read or judged.",
      status.failed_polls);
  add(text, "rechecked_tiles_total", "counter", "Old tiles fetched again and found the same.",
      status.rechecked);
  add(text, "ended", "gauge", "Whether the log holds a result.", status.ended ? 1 : 0);
  text +=
      "# HELP viche_follow_alarm Whether this alarm was raised.\n# TYPE viche_follow_alarm gauge\n";
  for (const AlarmKind kind : kAlarmKinds) {
    text += "viche_follow_alarm{alarm=\"" + std::string(word_of(kind)) + "\"} " +
            (alarm == kind ? "1" : "0") + "\n";
  }
  return text;
}

}  // namespace viche::follow
