#include "bulletin/http/api.h"

#include <nlohmann/json.hpp>

#include "bulletin/http/answers.h"
#include "bulletin/http/metrics_text.h"
#include "bulletin/http/problem.h"
#include "bulletin/http/reports.h"
#include "bulletin/http/static_files.h"

namespace viche::http {
namespace {

constexpr std::string_view kBallots = "/v1/ballots";
constexpr std::string_view kEntries = "/v1/entries";
constexpr std::string_view kOneBallot = "/v1/ballots/";
constexpr std::string_view kOneCredential = "/v1/credentials/";
constexpr std::string_view kOneEntry = "/v1/entries/";
constexpr std::string_view kHealth = "/healthz";
constexpr std::string_view kReady = "/readyz";
constexpr std::string_view kMetrics = "/metrics";
constexpr std::chrono::milliseconds kMetricsLifetime(250);
constexpr std::size_t kWeightAside = std::size_t{64} << 10;

}  // namespace

Api::Api(Backend& backend, ApiOptions options)
    : backend_(backend),
      options_(std::move(options)),
      jitter_(options_.seed),
      submissions_(backend_, jitter_, options_.ballots_at_once),
      metrics_(
          [this] {
            return metrics_text(*backend_.status(), backend_.metrics(),
                                counters_ ? counters_() : ServerCounters{});
          },
          kMetricsLifetime),
      side_(options_.aside_limit) {}

void Api::handle(Request request, Respond respond) {
  const bool posts = request.path == kBallots || request.path == kEntries;
  if (posts) {
    if (request.method != Method::kPost) return respond(wrong_method("POST"));
    if (request.path == kBallots) {
      return submissions_.ballots(std::move(request), std::move(respond));
    }
    return aside(std::move(request), std::move(respond), &Api::take_statement);
  }
  // Whoever watches the board hears of it however much is read.
  if (request.path == kHealth || request.path == kReady || request.path == kMetrics) {
    return read(request, respond);
  }
  aside(std::move(request), std::move(respond), &Api::read);
}

void Api::aside(Request request, Respond respond,
                void (Api::*work)(const Request&, const Respond&)) {
  const std::size_t weight = kWeightAside + request.body.size();
  const auto kept =
      std::make_shared<const std::pair<Request, Respond>>(std::move(request), std::move(respond));
  const bool taken =
      side_.submit(weight, [this, kept, work] { (this->*work)(kept->first, kept->second); });
  if (taken) return;
  kept->second(problem_response(problem::kOverloaded, "too much is being read", jitter_.seconds()));
}

void Api::read(const Request& request, const Respond& respond) {
  Response response = get(request);
  const bool reads = request.method == Method::kGet || request.method == Method::kHead;
  if (!reads && response.status != problem::kNotFound.status) response = wrong_method("GET, HEAD");
  respond(std::move(response));
}

Response Api::get(const Request& request) {
  const std::string_view path = request.path;
  if (path == "/checkpoint" || path.starts_with("/tile/")) {
    return serve_record(options_.record, path);
  }
  if (path.starts_with(kOneBallot)) {
    return ballot_response(backend_, path.substr(kOneBallot.size()));
  }
  if (path.starts_with(kOneCredential)) {
    return credential_response(backend_, path.substr(kOneCredential.size()));
  }
  if (path.starts_with(kOneEntry)) {
    return entry_response(backend_, options_.record, path.substr(kOneEntry.size()));
  }
  if (path == "/v1/reports") return reports_response(options_.reports);
  if (path == "/v1/election") return election_.respond(*backend_.status());
  if (path == "/v1/status") return status_response(*backend_.status());
  if (path == kHealth) return uncached(kTextType, "ok\n");
  if (path == kReady) return ready();
  if (path == "/version") return version();
  if (path == kMetrics) {
    return uncached("text/plain; version=0.0.4; charset=utf-8", metrics_.text());
  }
  if (options_.app != nullptr) {
    if (std::optional<Response> file = options_.app->respond(request)) return std::move(*file);
  }
  return problem_response(problem::kNotFound, "docs/http-api.md lists the paths");
}

Response Api::version() const {
  nlohmann::ordered_json json{
      {"name", "viche-board"}, {"version", options_.version}, {"kernel", options_.kernel}};
  if (options_.app != nullptr) {
    json["app"] = nlohmann::ordered_json::object();
    for (const auto& [path, hash] : options_.app->hashes()) json["app"][path] = to_hex(hash);
  }
  return uncached(kJsonType,
                  json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

Response Api::ready() {
  if (stopping_) {
    return problem_response(problem::kStopping, "it finishes what it took", jitter_.seconds());
  }
  const std::shared_ptr<const board::ServiceStatus> status = backend_.status();
  if (status->contradicted) {
    return problem_response(problem::kContradicted, "reading goes on", jitter_.seconds());
  }
  if (!status->writable) {
    return problem_response(problem::kUnwritable, "reading goes on", jitter_.seconds());
  }
  return uncached(kTextType, "ready\n");
}

}  // namespace viche::http
