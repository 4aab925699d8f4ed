#include "bulletin/http/reports.h"

#include <map>
#include <nlohmann/json.hpp>

#include "bulletin/http/answers.h"
#include "bulletin/log/durable_file.h"

namespace viche::http {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostReports = 32;
constexpr std::size_t kLargestReport = std::size_t{1} << 20;

}  // namespace

Response reports_response(const fs::path& directory) {
  std::map<std::string, fs::path> paths;
  std::error_code error;
  if (!directory.empty()) {
    for (fs::directory_iterator place(directory, error), end; !error && place != end;
         place.increment(error)) {
      if (place->path().extension() == ".json") {
        paths.emplace(place->path().stem().string(), place->path());
      }
    }
  }
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const auto& [name, path] : paths) {
    if (all.size() == kMostReports) break;
    const Result<Bytes> bytes = log::read_file(path, kLargestReport);
    if (!bytes) continue;
    auto report = nlohmann::ordered_json::parse(bytes->begin(), bytes->end(), nullptr, false);
    if (report.is_object()) all.push_back({{"name", name}, {"report", std::move(report)}});
  }
  return uncached(kJsonType,
                  all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace viche::http
