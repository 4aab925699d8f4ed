#include "bench/night/one_of_ten.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace viche::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kActs = 10;

std::string act(std::uint64_t i) { return fmt::format("act-{}", i); }

Json titled(const std::string& id, const std::string& title) {
  return {{"id", id}, {"title", {{"en", title}}}};
}

Json members(const std::string& role, std::size_t count) {
  Json list = Json::array();
  for (std::size_t i = 1; i <= count; ++i) {
    list.push_back({{"name", fmt::format("{} {}", role, i)}});
  }
  return list;
}

}  // namespace

std::string one_of_ten_manifest() {
  Json contest = titled("final", "Who wins?");
  contest.update({{"kind", "choose"}, {"blank", false}, {"min", 1}, {"max", 1}});
  contest["options"] = Json::array();
  for (std::uint64_t i = 1; i <= kActs; ++i) {
    contest["options"].push_back(titled(act(i), fmt::format("Act {}", i)));
  }
  Json style = titled("viewer", "Viewer");
  style.update({{"contests", {"final"}}, {"replacements", 0}});
  Json unit = titled("everybody", "Everybody");
  unit.update({{"contest", "final"}, {"styles", {"viewer"}}});
  Json result = titled("winner", "The winner");
  result.update({{"rule", "top"}, {"contests", {"final"}}, {"seats", 1}, {"threshold", nullptr}});
  Json manifest{{"viche", 1}, {"id", "night"}, {"languages", {"en"}}};
  manifest["title"] = {{"en", "A night"}};
  manifest.update(
      {{"opens", "2026-05-16T19:00:00Z"},
       {"closes", "2026-05-16T22:00:00Z"},
       {"previous", nullptr},
       {"registrar", {{"name", "Broadcaster"}}},
       {"log", Json::object()},
       {"witnesses", {{"quorum", 1}, {"members", {{{"name", "witness.example/one"}}}}}},
       {"trustees", {{"threshold", 2}, {"members", members("Trustee", 3)}}},
       {"agreement",
        {{"tolerated_corrupt", 0}, {"tolerated_lost", 0}, {"others", members("Observer", 1)}}},
       {"revote", "last"},
       {"max_ballots", 20},
       {"floor", 1},
       {"weights", "secret"},
       {"batch_seconds", 5},
       {"contests", {contest}},
       {"styles", {style}},
       {"units", {unit}},
       {"results", {result}}});
  return manifest.dump(1);
}

std::string one_of_ten_votes(std::uint64_t voters) {
  Json ballots = Json::array();
  std::uint64_t left = voters;
  for (std::uint64_t i = 1; i <= kActs && left > 0; ++i) {
    const std::uint64_t count = i == kActs ? left : (left + 2) / 3;
    ballots.push_back(
        {{"style", "viewer"}, {"count", count}, {"choices", {{"final", Json::array({act(i)})}}}});
    left -= count;
  }
  return Json{{"viche_votes", 1}, {"ballots", ballots}}.dump();
}

}  // namespace viche::bench
