// Writes a synthetic official election for `viche simulate`: many municipalities with a style each,
// one national race whose units are regions, a council of their own in every municipality, and
// voters of unequal weights. Names, numbers and shares are invented; equal arguments write equal
// files.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kCandidates = 8;  // of the national race
constexpr std::uint64_t kCouncil = 6;     // candidates of a council
constexpr std::uint64_t kSeats = 3;       // marks allowed, and elected
constexpr std::uint64_t kRegion = 20;     // municipalities in a region
constexpr std::uint64_t kLines = 60;      // different ballots in a municipality, before weights
constexpr std::uint64_t kHeaviest = 3;

struct Options {
  std::uint64_t styles = 400;
  std::uint64_t ballots = 2'000'000;
  std::uint64_t seed = 1;
  std::string out;
};

Json titled(const std::string& id, const std::string& title) {
  return {{"id", id}, {"title", {{"en", title}}}};
}

Json candidates(std::uint64_t count) {
  Json options = Json::array();
  for (std::uint64_t i = 1; i <= count; ++i) {
    options.push_back(titled(fmt::format("c{}", i), fmt::format("Candidate {}", i)));
  }
  return options;
}

Json contest(const std::string& id, const std::string& title, std::uint64_t most,
             std::uint64_t options) {
  Json made = titled(id, title);
  made.update({{"kind", "choose"}, {"blank", true}, {"min", 1}, {"max", most}});
  made["options"] = candidates(options);
  return made;
}

Json officials(const std::string& role, std::size_t count) {
  Json list = Json::array();
  for (std::size_t i = 1; i <= count; ++i)
    list.push_back({{"name", fmt::format("{} {}", role, i)}});
  return list;
}

std::string municipality(std::uint64_t i) { return fmt::format("m{}", i); }

Json unit(const std::string& id, const std::string& title, const std::string& contest,
          const Json& styles) {
  Json made = titled(id, title);
  made.update({{"contest", contest}, {"styles", styles}});
  return made;
}

Json manifest(const Options& options) {
  Json contests = Json::array({contest("nation", "National race", 1, kCandidates)});
  Json styles = Json::array();
  Json units = Json::array();
  Json results = Json::array();
  const auto result = [&](const std::string& id, const std::string& title, std::uint64_t seats) {
    Json made = titled(id, title);
    made.update({{"rule", "top"},
                 {"contests", Json::array({id})},
                 {"seats", seats},
                 {"threshold", nullptr}});
    results.push_back(made);
  };
  result("nation", "Elected by the nation", 1);
  for (std::uint64_t i = 1; i <= options.styles; ++i) {
    const std::string name = municipality(i);
    const std::string council = "council-" + name;
    const std::string title = fmt::format("Municipality {}", i);
    contests.push_back(contest(council, "Council of " + title, kSeats, kCouncil));
    Json style = titled(name, title);
    style.update({{"contests", Json::array({"nation", council})}, {"replacements", 0}});
    styles.push_back(style);
    units.push_back(unit(council, title, council, Json::array({name})));
    result(council, "Elected to the council of " + title, kSeats);
  }
  for (std::uint64_t first = 1; first <= options.styles; first += kRegion) {
    Json members = Json::array();
    for (std::uint64_t i = first; i < std::min(first + kRegion, options.styles + 1); ++i) {
      members.push_back(municipality(i));
    }
    const std::uint64_t region = first / kRegion + 1;
    units.push_back(unit(fmt::format("nation-{}", region), fmt::format("Region {}", region),
                         "nation", members));
  }
  Json made{{"viche", 1}, {"id", "synthetic"}, {"languages", Json::array({"en"})}};
  made["title"] = {{"en", "A synthetic official election"}};
  made.update({{"opens", "2026-03-01T06:00:00Z"},
               {"closes", "2026-03-01T18:00:00Z"},
               {"previous", nullptr},
               {"registrar", {{"name", "Election commission"}}},
               {"log", Json::object()},
               {"witnesses", {{"quorum", 1}, {"members", {{{"name", "witness.example/one"}}}}}},
               {"trustees", {{"threshold", 3}, {"members", officials("Trustee", 5)}}}});
  made["agreement"] = {
      {"tolerated_corrupt", 0}, {"tolerated_lost", 0}, {"others", officials("Observer", 2)}};
  made.update({{"revote", "last"},
               {"max_ballots", 20},
               {"floor", 5},
               {"weights", "secret"},
               {"batch_seconds", 5},
               {"contests", contests},
               {"styles", styles},
               {"units", units},
               {"results", results}});
  return made;
}

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  /// In [0, limit), low numbers more often.
  std::uint64_t below(std::uint64_t limit) {
    return std::min(engine_() % limit, engine_() % limit);
  }

 private:
  std::mt19937_64 engine_;
};

Json marks(Chance& chance, std::uint64_t most, std::uint64_t options) {
  if (chance.below(options + 1) == options) return "blank";
  std::vector<std::uint64_t> marked;
  for (std::uint64_t i = chance.below(most); i < most; ++i)
    marked.push_back(1 + chance.below(options));
  std::sort(marked.begin(), marked.end());
  marked.erase(std::unique(marked.begin(), marked.end()), marked.end());
  Json list = Json::array();
  for (const std::uint64_t i : marked) list.push_back(fmt::format("c{}", i));
  return list;
}

/// `ballots` over all municipalities and their lines, as evenly as whole numbers allow.
void write_votes(const Options& options, const std::string& file) {
  Chance chance(options.seed);
  std::ofstream out(file);
  out << "{\"viche_votes\": 1, \"ballots\": [";
  std::uint64_t written = 0;
  for (std::uint64_t i = 0; i < options.styles; ++i) {
    const auto until = [&](std::uint64_t parts, std::uint64_t part, std::uint64_t whole) {
      return whole / parts * part + whole % parts * part / parts;
    };
    const std::uint64_t here =
        until(options.styles, i + 1, options.ballots) - until(options.styles, i, options.ballots);
    for (std::uint64_t line = 0; line < kLines; ++line) {
      const std::uint64_t count = until(kLines, line + 1, here) - until(kLines, line, here);
      const Json ballot{{"style", municipality(i + 1)},
                        {"count", count},
                        {"weight", 1 + chance.below(kHeaviest)},
                        {"choices",
                         {{"nation", marks(chance, 1, kCandidates)},
                          {"council-" + municipality(i + 1), marks(chance, kSeats, kCouncil)}}}};
      if (count == 0) continue;
      out << (written == 0 ? "\n  " : ",\n  ") << ballot.dump();
      written += count;
    }
  }
  out << "\n]}\n";
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file);
}

void write_election(const Options& options) {
  std::filesystem::create_directories(options.out);
  const std::string file = options.out + "/manifest.json";
  std::ofstream out(file);
  out << manifest(options).dump(1) << '\n';
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file);
  write_votes(options, options.out + "/votes.json");
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Writes manifest.json and votes.json of a synthetic official election"};
  app.footer(
      "viche-bench-election --out synthetic\n"
      "viche simulate --manifest synthetic/manifest.json --votes synthetic/votes.json --out run");
  app.add_option("--out", options.out, "Directory to write to")->required();
  app.add_option("--styles", options.styles, "Municipalities, a ballot style each")
      ->check(CLI::Range(1, 60000))
      ->capture_default_str();
  app.add_option("--ballots", options.ballots, "Voters in the table of votes")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{4'000'000'000}))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Governs the votes")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    write_election(options);
  } catch (const std::exception& error) {
    std::cerr << "viche-bench-election: " << error.what() << '\n';
    return 1;
  }
}
