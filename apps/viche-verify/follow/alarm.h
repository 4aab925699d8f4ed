#pragma once
// What a follower calls out about, with the evidence that it keeps.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/group/bytes.h"
#include "verifier/merkle.h"

namespace viche::follow {

enum class AlarmKind : std::uint8_t { kFork, kVanished, kTile, kStale, kEntry, kElection };
inline constexpr std::array kAlarmKinds{AlarmKind::kFork,  AlarmKind::kVanished,
                                        AlarmKind::kTile,  AlarmKind::kStale,
                                        AlarmKind::kEntry, AlarmKind::kElection};

/// "fork", "vanished", "tile", "stale", "entry", "election".
std::string_view word_of(AlarmKind kind);

struct Alarm {
  AlarmKind kind = AlarmKind::kFork;
  std::string message;
  verifier::Head judged;               // the log that the follower has judged
  std::optional<std::uint64_t> entry;  // of a bad entry
  std::string check;                   // its number, or empty
  std::vector<std::pair<std::string, std::string>> evidence;  // files: name, bytes
};

/// The alarm as JSON, version 1: docs/verifier.md. `time` in seconds since 1970.
std::string to_json(const Alarm& alarm, const std::string& url, std::uint64_t time);

/// Keeps alarm.json and the evidence in a new folder below `directory`; its path. Durable.
Result<std::string> keep(const Alarm& alarm, const std::string& json, const std::string& directory);

}  // namespace viche::follow
