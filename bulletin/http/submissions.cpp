#include "bulletin/http/submissions.h"

#include <memory>

#include "bulletin/http/answers.h"
#include "bulletin/http/problem.h"
#include "bulletin/log/framing.h"

namespace viche::http {
namespace {

/// A statement of the largest number of parts that one body can hold.
constexpr std::size_t kMaxParts = 65535;

}  // namespace

std::optional<std::vector<Bytes>> Submissions::entries_of(const Request& request, std::size_t limit,
                                                          const Respond& respond) {
  if (!request.content_type.empty() && request.content_type != "application/octet-stream") {
    respond(problem_response(problem::kMediaType,
                             "entries are sent as application/octet-stream, each as its length "
                             "(two bytes, the larger one first) and its bytes"));
    return std::nullopt;
  }
  Result<std::vector<Bytes>> entries = log::split_entries(request.body, limit + 1);
  if (!entries) {
    respond(problem_response(problem::kFraming, entries.error().message()));
    return std::nullopt;
  }
  if (entries->size() > limit) {
    respond(problem_response(problem::kTooMany,
                             "at most " + std::to_string(limit) + " entries are taken at once"));
    return std::nullopt;
  }
  return std::move(*entries);
}

void Submissions::ballots(Request request, Respond respond) {
  std::optional<std::vector<Bytes>> entries = entries_of(request, ballots_at_once_, respond);
  if (!entries) return;
  const bool array = entries->size() > 1 || request.accept == kJsonType;
  // The service drops its copy unless it queues the ballots.
  const auto shared = std::make_shared<Respond>(std::move(respond));
  const board::Taken taken = backend_.submit_ballots(
      std::move(*entries), [shared, array, this](std::vector<board::Receipt> receipts) {
        (*shared)(array ? receipts_response(receipts)
                        : receipt_response(std::move(receipts.front()), jitter_.seconds()));
      });
  if (taken != board::Taken::kQueued) (*shared)(not_taken(taken, jitter_.seconds()));
}

void Submissions::statement(const Request& request, const Respond& respond) {
  std::optional<std::vector<Bytes>> parts = entries_of(request, kMaxParts, respond);
  if (!parts) return;
  const board::Taken taken =
      backend_.submit_statement(std::move(*parts), [respond, this](board::Receipt receipt) {
        respond(receipt_response(std::move(receipt), jitter_.seconds()));
      });
  if (taken != board::Taken::kQueued) respond(not_taken(taken, jitter_.seconds()));
}

}  // namespace viche::http
