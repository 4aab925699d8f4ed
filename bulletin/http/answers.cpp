#include "bulletin/http/answers.h"

#include <nlohmann/json.hpp>

namespace viche::http {
namespace {

using nlohmann::ordered_json;

std::string dump(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

ordered_json receipt_json(const board::Receipt& receipt) {
  const board::Answer& answer = receipt.answer;
  if (answer.outcome == board::Outcome::kRefused) {
    return {{"outcome", "refused"},
            {"reason", board::reason_name(answer.code)},
            {"detail", answer.reason}};
  }
  return {{"outcome", answer.outcome == board::Outcome::kAppended ? "appended" : "known"},
          {"index", answer.index},
          {"proof", receipt.proof},
          {"cosignatures", receipt.cosigned.witnesses},
          {"quorum", receipt.cosigned.quorum}};
}

}  // namespace

Response uncached(std::string_view type, std::string body) {
  return {200, std::string(type), std::move(body), {{"Cache-Control", "no-store"}}};
}

Response receipt_response(board::Receipt receipt, unsigned retry_after) {
  const board::Answer& answer = receipt.answer;
  if (answer.outcome == board::Outcome::kRefused) {
    const bool again =
        answer.code == board::Reason::kBusy || answer.code == board::Reason::kStorage;
    return problem_response(problem_of(answer.code), answer.reason,
                            again ? RetryAfter(retry_after) : RetryAfter());
  }
  Response response = uncached(kTextType, std::move(receipt.proof));
  if (answer.outcome == board::Outcome::kAppended) response.status = 201;
  response.headers.emplace_back(kCosignaturesHeader,
                                std::to_string(receipt.cosigned.witnesses) +
                                    ";quorum=" + std::to_string(receipt.cosigned.quorum));
  return response;
}

Response receipts_response(std::span<const board::Receipt> receipts) {
  ordered_json all = ordered_json::array();
  for (const board::Receipt& receipt : receipts) all.push_back(receipt_json(receipt));
  return uncached(kJsonType, dump(all));
}

Response not_taken(board::Taken taken, unsigned retry_after) {
  switch (taken) {
    case board::Taken::kFull:
      return problem_response(problem::kOverloaded, "as much is waiting as the board takes",
                              retry_after);
    case board::Taken::kUnwritable:
      return problem_response(problem::kUnwritable, "nothing was taken; submit it again later",
                              retry_after);
    case board::Taken::kStopping:
      return problem_response(problem::kStopping, "nothing was taken; submit it again later",
                              retry_after);
    case board::Taken::kContradicted:
      return problem_response(problem::kContradicted,
                              "nothing was taken; the board's operators must resolve it",
                              retry_after);
    case board::Taken::kQueued:
      break;
  }
  return problem_response(problem::kInternal, "the board took it and did not answer");
}

}  // namespace viche::http
