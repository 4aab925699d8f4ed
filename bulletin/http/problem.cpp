#include "bulletin/http/problem.h"

#include <nlohmann/json.hpp>

namespace viche::http {

ProblemKind problem_of(board::Reason reason) {
  const auto kind = [&](unsigned status, std::string_view title) {
    return ProblemKind{status, board::reason_name(reason), title};
  };
  switch (reason) {
    case board::Reason::kMalformed:
      return kind(400, "Not an entry of this election");
    case board::Reason::kNotOpen:
      return kind(409, "Ballots are not taken now");
    case board::Reason::kNotRegistered:
      return kind(403, "The credential is not on the roll");
    case board::Reason::kNotEntitled:
      return kind(403, "The credential may not have this ballot");
    case board::Reason::kNotNext:
      return kind(409, "Another ballot of the credential came first");
    case board::Reason::kBadProof:
      return kind(422, "The proof or signature does not hold");
    case board::Reason::kStatement:
      return kind(422, "The statement is not legal here");
    case board::Reason::kBusy:
      return kind(429, "Too many ballots of one credential at once");
    case board::Reason::kStorage:
      return kind(503, "The log could not be written");
    case board::Reason::kNone:
      break;
  }
  return problem::kInternal;
}

Response problem_response(const ProblemKind& kind, std::string_view detail,
                          RetryAfter retry_after) {
  const nlohmann::ordered_json body{{"type", "urn:viche:problem:" + std::string(kind.reason)},
                                    {"title", kind.title},
                                    {"status", kind.status},
                                    {"reason", kind.reason},
                                    {"detail", detail}};
  Response response{kind.status,
                    "application/problem+json",
                    body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n",
                    {{"Cache-Control", "no-store"}}};
  if (retry_after) response.headers.emplace_back("Retry-After", std::to_string(*retry_after));
  return response;
}

Response wrong_method(const char* allowed) {
  Response response = problem_response(problem::kMethod, std::string("this path has ") + allowed);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

}  // namespace viche::http
