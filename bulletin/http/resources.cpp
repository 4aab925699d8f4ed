#include "bulletin/http/resources.h"

#include <nlohmann/json.hpp>

#include "bulletin/http/answers.h"
#include "bulletin/http/problem.h"
#include "bulletin/log/entry_lookup.h"
#include "bulletin/log/text_codec.h"

namespace viche::http {
namespace {

using nlohmann::ordered_json;

/// Names that programs act on.
std::string_view phase_name(log::Phase phase) {
  switch (phase) {
    case log::Phase::kManifest:
      return "manifest";
    case log::Phase::kCommit:
      return "commit";
    case log::Phase::kReveal:
      return "reveal";
    case log::Phase::kShare:
      return "share";
    case log::Phase::kConfirm:
      return "confirm";
    case log::Phase::kComplaint:
      return "complaint";
    case log::Phase::kRoll:
      return "roll";
    case log::Phase::kOpening:
      return "opening";
    case log::Phase::kVoting:
      return "voting";
    case log::Phase::kClosed:
      return "closed";
    case log::Phase::kSealed:
      return "sealed";
    case log::Phase::kFinished:
      return "finished";
  }
  return "unknown";
}

Response json_response(const ordered_json& json) {
  return uncached(kJsonType,
                  json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

ordered_json election_json(const board::ServiceStatus& status) {
  ordered_json json{{"origin", status.origin},
                    {"manifest_hash", to_hex(status.manifest_hash)},
                    {"phase", phase_name(status.phase)},
                    {"manifest", nullptr},
                    {"election", nullptr},
                    {"opening_index", nullptr},
                    {"keys", ordered_json::array()}};
  if (status.manifest) json["manifest"] = as_text(*status.manifest);
  if (status.election) json["election"] = to_hex(*status.election);
  if (status.opening_index) json["opening_index"] = *status.opening_index;
  if (status.context) {
    for (const Point& Y : status.context->Y()) json["keys"].push_back(to_hex(Y.encode()));
  }
  return json;
}

}  // namespace

Response status_response(const board::ServiceStatus& status) {
  const log::BallotCounts& counts = status.counts;
  return json_response({{"phase", phase_name(status.phase)},
                        {"description", status.description},
                        {"size", status.head.size},
                        {"root", to_hex(status.head.root)},
                        {"cast", counts.cast},
                        {"challenged", counts.challenged},
                        {"superseded", counts.superseded},
                        {"cancelled", counts.cancelled},
                        {"writable", status.writable},
                        {"quorum", status.quorum},
                        {"cosigned_by", status.cosigned_by},
                        {"contradicted_by", status.contradicted_by}});
}

Response ballot_response(Backend& backend, std::string_view tracker) {
  const Result<ballot::NotedTracker> noted = ballot::NotedTracker::parse(tracker);
  if (!noted) return problem_response(problem::kBadTracker, noted.error().reason);
  const Result<board::FoundBallot> found = backend.find_ballot(*noted);
  if (!found) return problem_response(problem::kInternal, found.error().reason);
  if (found->status == board::FoundBallot::Status::kUnknown) {
    return problem_response(problem::kUnknownBallot, "it is not in the published log");
  }
  ordered_json json{{"status", found->superseded_by ? "superseded" : "included"},
                    {"index", found->index},
                    {"superseded_by", nullptr},
                    {"entry", to_base64(found->entry)},
                    {"proof", found->proof},
                    {"cosignatures", found->cosigned.witnesses},
                    {"quorum", found->cosigned.quorum}};
  if (found->superseded_by) json["superseded_by"] = *found->superseded_by;
  return json_response(json);
}

Response credential_response(Backend& backend, std::string_view K) {
  const Result<Bytes32> bytes = bytes32_from_hex(K);
  if (!bytes) return problem_response(problem::kBadCredential, bytes.error().message());
  const Result<std::optional<board::FoundCredential>> found = backend.find_credential(*bytes);
  if (!found) return problem_response(problem::kInternal, found.error().reason);
  if (!*found) return problem_response(problem::kUnknownCredential, "it is not on the roll");
  const board::FoundCredential& credential = **found;
  ordered_json json{{"style", credential.style.value() + 1},
                    {"void", credential.voided},
                    {"ballots", credential.ballots},
                    {"effective_cast", nullptr},
                    {"latest", nullptr},
                    {"cosignatures", credential.cosigned.witnesses},
                    {"quorum", credential.cosigned.quorum}};
  if (credential.effective_cast) json["effective_cast"] = *credential.effective_cast;
  if (credential.latest) {
    json["latest"] = {{"index", credential.latest->index},
                      {"entry", to_base64(credential.latest->bytes)},
                      {"proof", credential.latest->proof}};
  }
  return json_response(json);
}

Response entry_response(Backend& backend, const std::filesystem::path& record,
                        std::string_view index) {
  const Result<std::uint64_t> number = log::parse_decimal(index);
  const log::TreeHead head = backend.status()->head;
  if (!number || *number >= head.size) {
    return problem_response(problem::kNotFound, "the published log has no such entry");
  }
  log::EntryLookup lookup(log::LogDirectory(record), head);
  const Result<ByteView> entry = lookup.entry(*number);
  if (!entry) return problem_response(problem::kInternal, entry.error().reason);
  return {200,
          "application/octet-stream",
          std::string(as_text(*entry)),
          {{"Cache-Control", "public, max-age=31536000, immutable"}}};
}

Response ElectionResource::respond(const board::ServiceStatus& status) {
  const std::lock_guard lock(mutex_);
  if (body_.empty() || status.phase != phase_ || status.manifest != manifest_ ||
      status.context != context_) {
    phase_ = status.phase;
    manifest_ = status.manifest;
    context_ = status.context;
    body_ = json_response(election_json(status)).body;
  }
  return {200, std::string(kJsonType), body_, {{"Cache-Control", "public, max-age=1"}}};
}

}  // namespace viche::http
