#pragma once
// What a board's answer to one ballot says, as far as a load needs it while it runs.

#include <cstdint>
#include <optional>
#include <string_view>

#include "apps/viche/load/answer_parser.h"

namespace viche::load {

/// The index in a receipt; nothing if there is none.
[[nodiscard]] std::optional<std::uint64_t> index_in(const Answer& answer);
/// The reason of a problem (docs/http-api.md); "unknown" if there is none.
[[nodiscard]] std::string_view reason_in(const Answer& answer);

}  // namespace viche::load
