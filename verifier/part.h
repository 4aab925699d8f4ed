#pragma once
// A part of a verification: the ballots of one range of the log, judged and summed, for a merge
// that judges everything else (verifier/part_set.h). docs/verifier.md describes the form.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "verifier/arithmetic.h"
#include "verifier/merkle.h"
#include "verifier/verify.h"

namespace viche::verifier {

/// Part `number` of `count`, from 1.
struct PartNumber {
  std::uint32_t number = 1;
  std::uint32_t count = 1;
  friend bool operator==(const PartNumber&, const PartNumber&) = default;
};

inline constexpr std::uint32_t kMostParts = 65'535;

/// `i/N` with 1 <= i <= N <= kMostParts.
Result<PartNumber> read_part_number(std::string_view text);

/// Entries first, ..., end - 1 of a log.
struct EntryRange {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  friend bool operator==(const EntryRange&, const EntryRange&) = default;
};

/// The ranges of all parts cover the log, in order; their lengths differ by one at most.
EntryRange range_of(const PartNumber& part, std::uint64_t size);

/// A ballot in which something is wrong.
struct PartFinding {
  std::uint64_t entry = 0;
  std::optional<std::string> fault;  // B3
  bool ciphertext = false;           // its points C_0, ..., C_n decode
  BallotVerdict verdict;             // B8 to B11; meaningless after a fault
};

struct PartReport {
  std::string record;  // where it was read
  Head head;           // the checkpoint's
  PartNumber part;
  std::uint64_t read = 0;     // entries of the range, up to a bundle that is missing or not framed
  Bytes32 root{};             // the Merkle root over them alone
  std::uint64_t ballots = 0;  // that were judged
  std::vector<PartFinding> findings;  // in the order of the log; all other ballots hold
  std::uint64_t summed = 0;           // casts in the sums
  /// Of each style (from 1), sum v C_0, ..., sum v C_n over the casts whose credential is in the
  /// roll with that style; v its weight there. Encoded points.
  std::map<std::uint16_t, std::vector<Bytes32>> sums;
};

/// Judges the ballots of a range. Reads the log's beginning, up to the opening, and the range. What
/// it reports depends on neither threads nor arithmetic. The Error says why there is no part: the
/// checkpoint has no size that could be read, or the machine could not read.
Result<PartReport> verify_part(const Options& options, const PartNumber& part,
                               const Arithmetic& arithmetic);

/// The part as a file: JSON that ends with a checksum. One spelling for each part.
std::string to_json(const PartReport& part);
/// Exactly what to_json gives.
Result<PartReport> read_part(std::string_view text);

}  // namespace viche::verifier
