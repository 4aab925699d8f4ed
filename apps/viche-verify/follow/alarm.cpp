#include "apps/viche-verify/follow/alarm.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "apps/viche-verify/output_file.h"

namespace viche::follow {

std::string_view word_of(AlarmKind kind) {
  switch (kind) {
    case AlarmKind::kFork:
      return "fork";
    case AlarmKind::kVanished:
      return "vanished";
    case AlarmKind::kTile:
      return "tile";
    case AlarmKind::kStale:
      return "stale";
    case AlarmKind::kEntry:
      return "entry";
    case AlarmKind::kElection:
      return "election";
  }
  return "";
}

std::string to_json(const Alarm& alarm, const std::string& url, std::uint64_t time) {
  using Json = nlohmann::ordered_json;
  Json evidence = Json::array();
  for (const auto& [name, bytes] : alarm.evidence) evidence.push_back(name);
  const Json json = {{"viche_alarm", 1},
                     {"alarm", word_of(alarm.kind)},
                     {"message", alarm.message},
                     {"url", url},
                     {"time", time},
                     {"size", alarm.judged.size},
                     {"root", to_hex(alarm.judged.root)},
                     {"entry", alarm.entry ? Json(*alarm.entry) : Json(nullptr)},
                     {"check", alarm.check.empty() ? Json(nullptr) : Json(alarm.check)},
                     {"evidence", evidence}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<std::string> keep(const Alarm& alarm, const std::string& json,
                         const std::string& directory) {
  namespace fs = std::filesystem;
  std::error_code fault;
  fs::create_directories(directory, fault);
  if (fault) return Error{fault.message(), directory};
  for (std::uint64_t number = 1;; ++number) {
    const std::string folder =
        directory + "/" + std::to_string(number) + "-" + std::string(word_of(alarm.kind));
    if (!fs::create_directory(folder, fault)) {
      if (fault) return Error{fault.message(), folder};
      continue;
    }
    for (const auto& [name, bytes] : alarm.evidence) {
      VICHE_TRY(verify_program::write_output(folder + "/" + name, bytes));
    }
    VICHE_TRY(verify_program::write_output(folder + "/alarm.json", json));
    verify_program::sync_folder_of(folder);
    return folder;
  }
}

}  // namespace viche::follow
