#pragma once
// Checkpoints and receipts that the caller kept: checks R8 and R9.

#include <map>
#include <string>
#include <vector>

#include "verifier/log_reader.h"
#include "verifier/receipt.h"

namespace viche::verifier {

/// A checkpoint or receipt that the caller was given, by the name under which it is reported.
struct Given {
  std::string name;
  std::string text;
};

class GivenInputs {
 public:
  GivenInputs(const std::vector<Given>& checkpoints, const std::vector<Given>& receipts,
              Checks& checks);

  /// The log has reached this size: its root is kept if somebody asks for it.
  void reached(const Frontier& frontier);
  /// The log holds this entry: its leaf is kept if a receipt names it.
  void reached(const LogEntry& entry, bool is_ballot);

  /// Judges all of them, when the log has been read. `head` is the record's checkpoint's.
  void check(const Manifest& manifest, const Bytes32& manifest_hash, const Arithmetic& arithmetic,
             const Head& head);

 private:
  struct Leaf {
    Bytes32 hash{};
    bool is_ballot = false;
  };
  struct Context {
    const Manifest& manifest;
    std::string origin;
    const Arithmetic& arithmetic;
    Head head;
  };

  /// R8 of one checkpoint; the number of its witnesses.
  Result<std::size_t> check_checkpoint(const Checkpoint& checkpoint, const Context& context) const;
  Result<void> check_receipt(const Receipt& receipt, const Context& context) const;

  struct NamedCheckpoint {
    std::string name;
    CheckpointReading reading;
  };
  struct NamedReceipt {
    std::string name;
    Result<Receipt> receipt;
  };

  Checks& checks_;
  std::vector<NamedCheckpoint> checkpoints_;
  std::vector<NamedReceipt> receipts_;
  std::map<std::uint64_t, std::optional<Bytes32>> roots_;  // by size
  std::map<std::uint64_t, std::optional<Leaf>> leaves_;    // by index
};

}  // namespace viche::verifier
