#pragma once
// The election of the test vectors, as the engine and as the verifier know it: the targets that
// need an election to read something read it in this one.

#include <memory>
#include <vector>

#include "bulletin/log/checkpoint.h"
#include "tests/vectors/election.h"
#include "verifier/election.h"

namespace viche::fuzz {

struct Setting {
  Setting();

  test::VectorElection election{2026};
  std::vector<Bytes> entries;  // of its whole log
  std::string checkpoint;      // of its record
  std::unique_ptr<verifier::Arithmetic> arithmetic;
  verifier::Manifest manifest;
  verifier::Layout layout;

  [[nodiscard]] const log::ElectionState& state() const { return election.state(); }
  /// The verifier's view of the election after its opening, keys included.
  [[nodiscard]] verifier::Election verifier_election(verifier::Checks& checks) const;
  /// The log's key and the witness, with no quorum.
  [[nodiscard]] const log::LogPolicy& policy() const { return *policy_; }
  /// The key of signer 0, 1, ... (specification, section 4.2).
  [[nodiscard]] const Ed25519Signer& signer(std::uint16_t number) const;

 private:
  verifier::BallotBases bases_;
  std::vector<std::vector<verifier::Element>> P_;
  std::unique_ptr<log::LogPolicy> policy_;
};

/// Made on first use.
const Setting& setting();

}  // namespace viche::fuzz
