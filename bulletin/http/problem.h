#pragma once
// Errors as RFC 9457 problem details: {"type", "title", "status", "reason", "detail"}. `reason` is
// a word that programs act on, `type` the same as a URI, `detail` for people.

#include <optional>
#include <string>
#include <string_view>

#include "bulletin/http/message.h"
#include "bulletin/reason.h"

namespace viche::http {

/// Every way in which this interface refuses (docs/http-api.md lists them).
struct ProblemKind {
  unsigned status;
  std::string_view reason;
  std::string_view title;
};

namespace problem {
// Of the transport.
inline constexpr ProblemKind kBadRequest{400, "bad-request", "Not a request by HTTP/1.1"};
inline constexpr ProblemKind kTruncated{400, "truncated", "The request ends too early"};
inline constexpr ProblemKind kTimeout{408, "timeout", "The request took too long to arrive"};
inline constexpr ProblemKind kBodyTooLarge{413, "body-too-large", "The body is too large"};
inline constexpr ProblemKind kHeaderTooLarge{431, "header-too-large", "The header is too large"};
inline constexpr ProblemKind kOverloaded{503, "overloaded", "Too much at once: try again later"};
inline constexpr ProblemKind kInternal{500, "internal", "The board failed"};
// Of the resources.
inline constexpr ProblemKind kNotFound{404, "not-found", "There is nothing here"};
inline constexpr ProblemKind kMethod{405, "method-not-allowed", "Not with this method"};
inline constexpr ProblemKind kMediaType{415, "media-type", "Not with this Content-Type"};
inline constexpr ProblemKind kFraming{400, "framing", "The body is not framed entries"};
inline constexpr ProblemKind kTooMany{413, "too-many", "Too many ballots at once"};
inline constexpr ProblemKind kBadTracker{400, "bad-tracker", "Not a tracker"};
inline constexpr ProblemKind kUnknownBallot{404, "unknown-ballot", "No ballot has this tracker"};
inline constexpr ProblemKind kBadCredential{400, "bad-credential", "Not a credential"};
inline constexpr ProblemKind kUnknownCredential{404, "unknown-credential",
                                                "No such credential is on the roll"};
inline constexpr ProblemKind kStopping{503, "stopping", "The board is shutting down"};
inline constexpr ProblemKind kUnwritable{503, "unwritable", "The board cannot write its log"};
inline constexpr ProblemKind kContradicted{503, "contradicted", "The witnesses have another log"};
}  // namespace problem

/// The problem of a refused ballot or statement.
[[nodiscard]] ProblemKind problem_of(board::Reason reason);

/// Seconds after which to try again.
using RetryAfter = std::optional<unsigned>;
[[nodiscard]] Response problem_response(const ProblemKind& kind, std::string_view detail,
                                        RetryAfter retry_after = {});
/// The problem of a path that has only the methods `allowed`, as in the header Allow.
[[nodiscard]] Response wrong_method(const char* allowed);

}  // namespace viche::http
