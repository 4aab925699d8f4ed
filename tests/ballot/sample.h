#pragma once
// Manifests and elections for the tests of ballot/.

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ballot/checker.h"
#include "ballot/credential.h"
#include "ballot/election_context.h"
#include "ballot/manifest.h"
#include "ballot/prover.h"
#include "crypto/group/random.h"

namespace viche::test {

using Json = nlohmann::ordered_json;

/// "name/1" -> an Ed25519 public key, the same each time.
std::string sample_key(const std::string& name);

Json choose(const std::string& id, int options, int min, int max, bool blank);
Json score(const std::string& id, int options, int max_score, int min_total, int max_total,
           bool blank);
Json rank(const std::string& id, int options, const std::vector<int>& points, bool blank);

/// The one style, and the first, of the manifests made here.
inline constexpr ballot::StyleIndex kStyle{0};

/// A manifest with these contests, one style "all" that holds all of them and one unit a contest.
Json sample_manifest(const std::vector<Json>& contests);
/// The same, with styles given by their lists of contests; style i is "s<i>".
Json sample_manifest(const std::vector<Json>& contests,
                     const std::vector<std::vector<std::string>>& styles);

ballot::Manifest parse(const Json& manifest);
/// The layout of this contest, the only one of its manifest.
ballot::ContestLayout lay_out(const Json& contest);

/// Every list of bits of `n` positions for which L m = b, for small n.
std::vector<std::vector<std::uint8_t>> legal_bits(const ballot::StyleLayout& style);

/// An election whose slot keys are made up here, with credentials and a prover.
struct SampleElection {
  explicit SampleElection(const Json& json, std::uint8_t election_byte = 7);

  ballot::Manifest manifest;
  std::vector<Scalar> secret_keys;  // of Y_j
  std::shared_ptr<const ballot::ElectionContext> context;
  ballot::Prover prover;

  [[nodiscard]] const ballot::Layout& layout() const { return context->layout(); }
  /// A signed entry.
  [[nodiscard]] Bytes cast(ballot::StyleIndex style, const std::vector<std::uint8_t>& m,
                           const ballot::Credential& credential, RandomSource& random) const;
  [[nodiscard]] ballot::Ballot decode(ByteView entry) const;
};

/// The verdict on one entry, which decodes.
ballot::Verdict check(const ballot::ElectionContext& context, ByteView entry);

/// The bytes of a file of the source tree.
std::string read_source_file(const std::string& path);

}  // namespace viche::test
