#pragma once
// What the groups of checks know in common while the log is read.

#include <optional>
#include <string>
#include <vector>

#include "verifier/arithmetic.h"
#include "verifier/checks.h"
#include "verifier/manifest.h"
#include "verifier/merkle.h"

namespace viche::verifier {

class PartSet;

struct Election {
  Election(Checks& counted, const Arithmetic& group, unsigned thread_count)
      : checks(counted), arithmetic(group), threads(thread_count) {}

  Checks& checks;
  const Arithmetic& arithmetic;
  unsigned threads;
  PartSet* parts = nullptr;  // where ballots were judged and summed before, if they were

  bool ballots_pass = false;  // they are followed by their trackers alone, and none is summed

  std::optional<Manifest> manifest;  // once M1 has passed and references are resolved
  std::optional<Bytes32> manifest_hash;
  Layout layout;

  bool keys_known = false;
  std::vector<std::vector<Element>> P;  // P_tj at [t - 1][j - 1]
  BallotBases bases;
  Bytes32 keys_root{};

  std::optional<Bytes32> fingerprint;  // `election`, once the opening has been read
  std::optional<Head> tally_head;      // the head at the seal
};

/// Decodes a list of points on all threads: as many as `bytes` holds, or the place of the first
/// that is none, in a list of which `before` points were decoded before.
Result<std::vector<Element>> decode_points(const Election& election, ByteView bytes,
                                           std::size_t before = 0);

/// H_p or K_p for p = 1..count, by tag; and H, whose tag has no index.
std::vector<Element> generators(const Arithmetic& arithmetic, std::string_view tag,
                                std::uint32_t count);
Element generator_H(const Arithmetic& arithmetic);

/// z G = R + c PK with c as section 1 says; the identity as R or PK is refused.
bool schnorr_holds(const Arithmetic& arithmetic, const Element& PK, ByteView message,
                   const Element& R, const Number& z);
/// c of a Schnorr signature.
Number schnorr_challenge(const Arithmetic& arithmetic, const Bytes32& R, const Bytes32& PK,
                         ByteView message);

}  // namespace viche::verifier
