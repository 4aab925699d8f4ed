#pragma once
// One ballot's bytes: check B3, and the challenges and equations behind B8 to B11.

#include <optional>
#include <string>
#include <vector>

#include "verifier/election.h"
#include "verifier/log_reader.h"

namespace viche::verifier {

/// What the bytes of a cast or challenge say, judged without the rest of the log.
struct CheckedBallot {
  bool framed = false;               // style known, length right: the fields up to C_0 are there
  std::optional<std::string> fault;  // B3
  std::uint16_t style = 0;           // from 1
  Bytes32 K{}, prev{}, C_0{}, tracker{};
  bool encrypted = false;  // C_0, ..., C_n decode
  Ciphertext C;            // empty if they do not, or were decoded in a part
  BallotVerdict verdict;   // B8 to B11; meaningless if B3 failed
};

/// Judges ballots (entries of type cast or challenge) on all threads, or takes what the election's
/// parts found. The election has keys and a fingerprint.
std::vector<CheckedBallot> check_forms(const Election& election,
                                       std::span<const LogEntry* const> entries);

/// The ciphertexts alone, of ballots that have been judged before; empty for one that does not
/// decode.
std::vector<Ciphertext> read_ciphertexts(const Election& election,
                                         std::span<const ByteView> entries);

}  // namespace viche::verifier
