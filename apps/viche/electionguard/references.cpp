#include "apps/viche/electionguard/references.h"

#include <algorithm>

#include "ballot/json.h"

namespace viche::app::electionguard {

Item* References::find(std::string_view id) const {
  const auto found = items_.find(id);
  return found == items_.end() ? nullptr : found->second;
}

bool References::check(const Placed& reference, bool if_sound, const std::string& outcome,
                       Report& report) const {
  const std::string name = what_ + " " + ballot::json_quote(reference.value);
  const Item* item = find(reference.value);
  if (item == nullptr) {
    std::vector<std::string_view> known;
    for (const auto& [id, known_item] : items_) known.push_back(id);
    std::sort(known.begin(), known.end());
    report.fault(reference.path,
                 "there is no " + name + ballot::nearest_hint(reference.value, known), outcome);
    return false;
  }
  if (item->sound) return true;
  if (if_sound) report.consequence(reference.path, "the " + name + " is left out", outcome);
  return false;
}

}  // namespace viche::app::electionguard
