#include "bulletin/http/witness_api.h"

#include <nlohmann/json.hpp>

#include "bulletin/http/answers.h"
#include "bulletin/http/problem.h"

namespace viche::http {
namespace {

using nlohmann::ordered_json;

ordered_json fork_json(const log::Fork& fork) {
  ordered_json proof = ordered_json::array();
  for (const log::Hash& hash : fork.other.proof) proof.push_back(to_base64(hash));
  return {{"origin", fork.seen.text.substr(0, fork.seen.text.find('\n'))},
          {"size", fork.other.old_size},
          {"seen", fork.seen.encode()},
          {"other", fork.other.checkpoint.encode()},
          {"proof", std::move(proof)}};
}

}  // namespace

Response WitnessApi::answer(const Request& request) {
  const bool reads = request.method == Method::kGet || request.method == Method::kHead;
  if (request.path == "/add-checkpoint") {
    return request.method == Method::kPost ? add_checkpoint(request.body) : wrong_method("POST");
  }
  if (request.path == "/forks") return reads ? forks() : wrong_method("GET, HEAD");
  if (request.path == "/healthz") {
    return reads ? uncached(kTextType, "ok\n") : wrong_method("GET, HEAD");
  }
  return problem_response(problem::kNotFound, "there are /add-checkpoint, /forks and /healthz");
}

Response WitnessApi::add_checkpoint(ByteView body) {
  const std::lock_guard lock(mutex_);
  const Result<log::WitnessAnswer> decided = witness_.add_checkpoint(as_text(body));
  if (!decided) {
    failed_(decided.error());
    return problem_response(problem::kInternal, "the witness cannot use its state");
  }
  const bool conflict = decided->status == log::WitnessStatus::kConflict;
  Response response = uncached(conflict ? log::kSizeType : kTextType, decided->body);
  response.status = static_cast<unsigned>(decided->status);
  return response;
}

Response WitnessApi::forks() {
  const std::lock_guard lock(mutex_);
  ordered_json all = ordered_json::array();
  for (const log::Fork& fork : state_.forks()) all.push_back(fork_json(fork));
  return uncached(kJsonType,
                  all.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace viche::http
