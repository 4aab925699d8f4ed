#pragma once
// A log that grows while it is verified: every entry is judged once, when it appears.

#include <optional>
#include <string>
#include <vector>

#include "verifier/log_judge.h"

namespace viche::verifier {

/// The first thing found wrong, by the order of the log.
struct FoundFault {
  CheckId check{};
  Failure failure;
};

/// Memory is proportional to the roll and the re-votes.
class Follower {
 public:
  enum class Proofs : std::uint8_t { kJudged, kPassedOver };

  /// `arithmetic` must outlive the follower. With kPassedOver ballots' points, equations and
  /// signatures are taken to hold, for who asks about one ballot alone; the log must then not be
  /// taken further than its seal.
  Follower(const Arithmetic& arithmetic, unsigned threads, Proofs proofs = Proofs::kJudged);

  /// The next entries of the log, whose files up to them are in `files` under the names that a
  /// record of `size` entries has. The Error is the machine's.
  Result<void> take(std::vector<LogBundle> bundles, const RecordFiles& files, std::uint64_t size);

  /// What has been judged.
  [[nodiscard]] const Frontier& frontier() const { return judge_.frontier(); }
  [[nodiscard]] std::optional<FoundFault> fault() const;
  [[nodiscard]] std::uint64_t ballots() const { return checks_[CheckId::B3].passed; }

  /// The manifest if it is well-formed, otherwise null; its hash.
  [[nodiscard]] const Manifest* manifest() const { return judge_.officials().manifest(); }
  [[nodiscard]] const std::optional<Bytes32>& manifest_hash() const {
    return election_.manifest_hash;
  }
  [[nodiscard]] const std::optional<Bytes32>& fingerprint() const { return election_.fingerprint; }
  [[nodiscard]] const Election& election() const { return election_; }
  /// What the log has said of K so far; null if it was not admitted.
  [[nodiscard]] const Credential* credential(const Bytes32& K) const;
  /// Whether the result is in the log.
  [[nodiscard]] bool ended() const { return judge_.officials().order().result_end().has_value(); }

 private:
  Checks checks_;
  Election election_;
  GivenInputs given_;
  LogJudge judge_;
};

/// The newest time (seconds since 1970) that a valid cosignature of a witness states; nothing
/// without one.
std::optional<std::uint64_t> newest_cosignature(const Checkpoint& checkpoint,
                                                const Manifest& manifest,
                                                const Arithmetic& arithmetic);

/// The roots of a record's first n entries for each n of `sizes`, from its bundles alone, as far as
/// they go: those that are cut off, missing or of an unknown width end the list. Nothing in the
/// directory is proven.
Result<std::map<std::uint64_t, Bytes32>> roots_of_bundles(const std::string& directory,
                                                          const std::vector<std::uint64_t>& sizes);

}  // namespace viche::verifier
