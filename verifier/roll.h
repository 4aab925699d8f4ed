#pragma once
// Roll, admissions, voids, opening and credentials: docs/protocol.md section 6, checks V1 to V3, V5
// and V6, and the opening's head (E6).

#include <map>
#include <unordered_map>

#include "verifier/election.h"
#include "verifier/statement.h"

namespace viche::verifier {

/// What the log has said of one credential so far.
struct Credential {
  std::uint16_t style = 0;  // from 1
  std::uint32_t weight = 0;
  std::uint32_t entries = 0;  // casts and challenges
  std::uint32_t casts = 0;
  bool is_void = false;
  bool from_roll = false;       // not by an admission, nor as a replacement
  bool cancelled = false;       // by a cancellation
  std::uint64_t last_cast = 0;  // its entry, if casts > 0
  Bytes32 last_cast_leaf{};
  Bytes32 latest{};           // leaf hash of the latest entry; zero if there is none
  std::vector<Bytes32> C_0s;  // of all entries

  /// Whether its last cast counts (section 8.1).
  [[nodiscard]] bool counts() const { return casts > 0 && !is_void && !cancelled; }
};

/// Hashes credentials for a table; keyed, since whoever makes credentials could otherwise make them
/// collide.
class CredentialHash {
 public:
  CredentialHash();
  std::size_t operator()(const Bytes32& K) const;

 private:
  std::array<std::uint8_t, 16> key_{};
};

using Credentials = std::unordered_map<Bytes32, Credential, CredentialHash>;

class Roll {
 public:
  explicit Roll(Election& election) : election_(election) {}

  /// The roll or an admission: E5 of its body is returned, V1 is counted, and records that pass
  /// enter the credentials.
  Result<void> records(const Statement& statement, const Signed& parts, bool takes_effect);

  /// A void: E5 of its body is returned, V5 and V6 are counted, K becomes void and K' is admitted.
  Result<void> void_credential(const Statement& statement, const Signed& parts, bool takes_effect);

  /// The opening: E5 is returned, E6 and V3 are counted, the fingerprint is set.
  Result<void> opening(const Statement& statement, const Signed& parts, bool takes_effect,
                       const Head& before);

  /// V2, when the log is read: v_max * V <= 2^40.
  void finish();

  Credentials& credentials() { return credentials_; }
  const Credentials& credentials() const { return credentials_; }

 private:
  /// V5, and K becomes void; what K was, if it was admitted.
  const Credential* make_void(const Statement& statement, const Bytes32& K);

  Election& election_;
  Credentials credentials_;
  std::map<std::uint16_t, std::uint64_t> voids_;  // of each style
  std::uint64_t total_weight_ = 0;
  bool seen_roll_ = false;
};

/// K of a list of credentials is decoded and refused if it is the identity: `stride` bytes each, K
/// first.
Result<void> check_credentials(const Election& election, ByteView body, std::size_t stride);

}  // namespace viche::verifier
