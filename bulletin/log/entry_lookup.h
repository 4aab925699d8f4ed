#pragma once
// Single entries of a published log by their index, each proved to be in it: cheap for one that
// follows another nearby.

#include <optional>

#include "bulletin/log/merkle.h"
#include "bulletin/log/tile_reader.h"

namespace viche::log {

/// Keeps the last bundle read and the leaf hashes of its entries, which are proved against the head
/// once for all of them. Not thread-safe.
class EntryLookup {
 public:
  EntryLookup(LogDirectory directory, const TreeHead& head)
      : directory_(std::move(directory)), head_(head), tree_(directory_, head.size) {}
  EntryLookup(const EntryLookup&) = delete;
  EntryLookup& operator=(const EntryLookup&) = delete;
  ~EntryLookup() = default;

  /// The entry, proved to be in the tree of the head; valid until the next call. Errors: there is
  /// no such entry, or a file is missing, malformed, or not of this tree.
  Result<ByteView> entry(std::uint64_t index);

 private:
  /// The entries of one tile and their leaf hashes, proved.
  struct Leaves {
    std::uint64_t begin;
    EntryBundle bundle;
    std::vector<Hash> hashes;
  };
  Result<Leaves> read(std::uint64_t tile_index);

  LogDirectory directory_;
  TreeHead head_;
  TileHashReader tree_;
  std::optional<Leaves> leaves_;
};

}  // namespace viche::log
