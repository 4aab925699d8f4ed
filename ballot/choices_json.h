#pragma once
// Choices as part of a larger JSON text. Private to this folder.

#include "ballot/choices.h"
#include "ballot/json.h"

namespace viche::ballot {

/// As parse_choices.
Result<Choices> read_choices(const JsonNode& node, const Manifest& manifest, StyleIndex style);

}  // namespace viche::ballot
