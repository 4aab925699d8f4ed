#pragma once
// The ids of one list, and references to them.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "apps/viche/electionguard/report.h"
#include "apps/viche/electionguard/source.h"

namespace viche::app::electionguard {

/// Reports each item whose id an earlier one of its list has, and leaves it out.
template <class T>
void refuse_duplicate_ids(std::vector<T>& items, const std::string& outcome, Report& report) {
  std::unordered_map<std::string_view, const Item*> seen;
  for (T& item : items) {
    if (item.id.empty()) continue;
    const auto [first, is_new] = seen.emplace(item.id, &item);
    if (is_new) continue;
    report.fault(item.path + "/object_id",
                 "the id \"" + item.id + "\" is that of " + first->second->path + " already",
                 outcome);
    item.sound = false;
  }
}

class References {
 public:
  /// `what` is the kind of the items, for messages: "candidate". The list must outlive this.
  template <class T>
  References(std::string what, std::vector<T>& items) : what_(std::move(what)) {
    for (T& item : items) {
      if (!item.id.empty()) items_.emplace(item.id, &item);
    }
  }

  /// Whether the reference names something sound. If not, reports it: a fault if there is no such
  /// id, else, `if_sound` the place that refers to it, a consequence. `outcome` says what becomes
  /// of that place.
  bool check(const Placed& reference, bool if_sound, const std::string& outcome,
             Report& report) const;
  /// What a reference names; null if there is no such id.
  [[nodiscard]] Item* find(std::string_view id) const;

 private:
  std::string what_;
  std::unordered_map<std::string_view, Item*> items_;
};

}  // namespace viche::app::electionguard
