#pragma once
// Checkpoints as C2SP signed notes: docs/protocol.md section 10.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "verifier/arithmetic.h"
#include "verifier/files.h"
#include "verifier/manifest.h"
#include "verifier/merkle.h"

namespace viche::verifier {

/// A signature line: (em dash) name base64(key id || signature).
struct SignatureLine {
  std::string name;
  Bytes key_id;  // 4 bytes
  Bytes signature;
};

struct Checkpoint {
  std::string body;  // the three lines that are signed, with the final newline
  std::string origin;
  Head head;
  std::vector<SignatureLine> lines;
};

/// What of a checkpoint could be read. `fault` is empty if all of it is in its one spelling;
/// otherwise `checkpoint` holds the body if that could be read, and the lines that could.
struct CheckpointReading {
  std::optional<Checkpoint> checkpoint;
  bool first_line_read = false;  // whether lines[0] is the note's first signature line
  std::optional<Error> fault;
};

CheckpointReading read_checkpoint(std::string_view text);
/// The record's `checkpoint`; a fault too if there is no such file. The Error is the machine's.
Result<CheckpointReading> read_record_checkpoint(const RecordFiles& files);

/// viche/v1/ and the manifest's hash in hexadecimal.
std::string origin_of(const Bytes32& manifest_hash);

/// The first 4 bytes of SHA-256(name || 0A || type || key).
Bytes key_id(std::string_view name, std::uint8_t type, const Bytes32& key);

inline constexpr std::uint8_t kEd25519 = 1;
inline constexpr std::uint8_t kCosignature = 4;

/// A line by the log: its origin as name, type 01, and a signature of the body.
Result<void> check_log_line(const Checkpoint& checkpoint, const SignatureLine& line,
                            const Bytes32& log_key, const Arithmetic& arithmetic);

/// The number of the witness whose cosignature (type 04) the line is, in the manifest's order from
/// 0.
Result<std::size_t> check_witness_line(const Checkpoint& checkpoint, const SignatureLine& line,
                                       const std::vector<Signer>& witnesses,
                                       const Arithmetic& arithmetic);

/// A checkpoint that somebody kept: signed by the log, whatever lines of unknown keys it holds. A
/// line of a known key (name and key id) refuses it if its signature is bad or the key has another
/// line. Returns the number of witnesses.
Result<std::size_t> check_kept_checkpoint(const Checkpoint& checkpoint, const Manifest& manifest,
                                          const std::string& origin, const Arithmetic& arithmetic);

/// A plain decimal number without leading zero.
std::optional<std::uint64_t> read_decimal(std::string_view text);

}  // namespace viche::verifier
