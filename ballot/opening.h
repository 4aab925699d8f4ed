#pragma once
// The opening (r, m) of a ballot: what a challenged ballot is checked with.

#include <string>
#include <string_view>
#include <vector>

#include "ballot/ballot.h"
#include "ballot/choices.h"
#include "ballot/election_context.h"
#include "ballot/noted_tracker.h"
#include "crypto/proof/secret.h"

namespace viche::ballot {

/// The encryption randomness r and the bits m. Whoever has it knows the vote. Move-only, wiped.
struct Opening {
  Secret<Scalar> r;
  Secret<std::vector<std::uint8_t>> m;  // 0 or 1 a position
};

/// An opening as a file: which ballot it opens, beside the opening itself.
struct NamedOpening {
  Bytes32 tracker{};
  std::string style;  // its id
  Opening opening;
};

/// {"viche_opening": 1, "tracker": hex, "style": id, "r": hex, "slots": [0 or 1, ...]}
/// (specification, section 12).
std::string format_opening(const Bytes32& tracker, const std::string& style,
                           const Opening& opening);
Result<NamedOpening> parse_opening(std::string_view json);

/// C_0 = r G and C_p = r Y_p + m_p G for every p, and m is what some choices encode to: these
/// choices, or an error that says what differs. The ballot's proof and signature are the checker's
/// business, its tracker that of check_noted_opening.
Result<Choices> check_opening(const ElectionContext& context, const Manifest& manifest,
                              const Ballot& ballot, const Opening& opening);

/// What a second device does with a challenged ballot's entry and the opening that the first device
/// gave out: the tracker that the voter noted before the decision, the entry's own and the one in
/// the opening must agree before anything else is looked at; then the type, the style and
/// check_opening. Without the noted tracker a device could show the opening of another, honest
/// ballot.
Result<Choices> check_noted_opening(const ElectionContext& context, const Manifest& manifest,
                                    const NotedTracker& noted, ByteView entry,
                                    const NamedOpening& named);

}  // namespace viche::ballot
