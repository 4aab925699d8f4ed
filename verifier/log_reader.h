#pragma once
// Streams the entries of a record in order and checks its files on the way: R4 and R6.

#include <optional>
#include <string>
#include <vector>

#include "verifier/checks.h"
#include "verifier/files.h"
#include "verifier/merkle.h"

namespace viche::verifier {

struct LogEntry {
  std::uint64_t index = 0;
  ByteView bytes;  // empty only if the bundle frames an entry of no bytes, which R4 has refused
  Bytes32 leaf{};
};

struct LogBundle {
  Bytes storage;  // what the entries' bytes view
  std::vector<LogEntry> entries;
};

/// An entry that owns its bytes.
struct KeptEntry {
  std::uint64_t index = 0;
  Bytes bytes;
  Bytes32 leaf{};
};

/// What the file of a bundle holds.
struct BundleReading {
  std::string name;
  bool found = false;
  std::optional<Error> fault;  // of R4, if it was found
  bool whole = false;          // framed to its last entry: the entries behind it have known numbers
  LogBundle bundle;
};

/// Reads bundle `number` of a log of this size. The Error is the machine's.
Result<BundleReading> read_bundle_file(const RecordFiles& files, std::uint64_t number,
                                       std::uint64_t size);

/// How much of a log is worked on together: some bundles for each thread, as far as memory allows.
struct WindowLimit {
  std::size_t entries = 0;
  std::size_t bytes = 0;
};
WindowLimit window_limit(unsigned threads);

class LogReader {
 public:
  /// `checks` must outlive the reader.
  LogReader(RecordFiles files, std::uint64_t size, Checks& checks);

  /// The next bundle; nothing at the end, or after a bundle that is missing or could not be framed
  /// to its end: the entries behind it have no known number. The Error is the machine's.
  Result<std::optional<LogBundle>> next();

  /// To be called after the last bundle: the partial tiles. Does nothing if the entries ended too
  /// early.
  Result<void> finish();

  /// Whether every entry of the size has been read.
  [[nodiscard]] bool complete() const { return entries_read_ == size_; }

  /// Reads entries again by their numbers, which ascend; those that are not there any more are left
  /// out.
  Result<std::vector<KeptEntry>> read_again(const std::vector<std::uint64_t>& indexes) const;

 private:
  Result<void> add_leaf(const Bytes32& leaf);
  Result<void> check_tile(unsigned level);

  RecordFiles files_;
  std::uint64_t size_;
  Checks& checks_;
  std::uint64_t entries_read_ = 0;
  bool broken_ = false;
  std::vector<std::vector<Bytes32>> tiles_;  // [level]: the hashes of the tile that is being filled
  std::vector<std::uint64_t> tiles_finished_;  // [level]
};

}  // namespace viche::verifier
