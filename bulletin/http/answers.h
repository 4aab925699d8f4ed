#pragma once
// What a submission is answered: a receipt as C2SP tlog-proof text, JSON for several, or a problem.

#include <span>
#include <string>

#include "bulletin/http/problem.h"
#include "bulletin/service/service.h"

namespace viche::http {

inline constexpr std::string_view kTextType = "text/plain; charset=utf-8";
inline constexpr std::string_view kJsonType = "application/json";

/// 200 with this body, which no cache may keep.
[[nodiscard]] Response uncached(std::string_view type, std::string body);

/// How many cosignatures by the manifest's witnesses the checkpoint of a receipt has, and how many
/// make the quorum: "1;quorum=2" (an item of RFC 8941).
inline constexpr std::string_view kCosignaturesHeader = "Viche-Cosignatures";

/// 201 (appended) or 200 (known) with the proof, or the problem of the refusal; `retry_after` goes
/// with those that may be submitted again.
[[nodiscard]] Response receipt_response(board::Receipt receipt, unsigned retry_after);
/// 200 and a JSON array: {"outcome", "index", "proof", "cosignatures", "quorum"} or {"outcome",
/// "reason", "detail"} each.
[[nodiscard]] Response receipts_response(std::span<const board::Receipt> receipts);
/// 503 for what was not taken.
[[nodiscard]] Response not_taken(board::Taken taken, unsigned retry_after);

}  // namespace viche::http
