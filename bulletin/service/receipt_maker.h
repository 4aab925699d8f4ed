#pragma once
// What can be proved from a published log's files under one of its checkpoints.

#include <filesystem>
#include <string>
#include <utility>

#include "bulletin/log/merkle.h"
#include "bulletin/log/tile_reader.h"

namespace viche::board {

/// Of a published log: its head and the signed note that says so.
struct PublishedHead {
  log::TreeHead head;
  std::string checkpoint;

  friend bool operator==(const PublishedHead&, const PublishedHead&) = default;
};

/// An entry that is proved to be in the tree of a head.
struct ProvedEntry {
  Bytes bytes;
  std::string receipt;
};

/// Makes receipts under one checkpoint; cheapest by ascending index. Not thread-safe, but files may
/// be added to the log meanwhile.
class ReceiptMaker {
 public:
  ReceiptMaker(const std::filesystem::path& directory, PublishedHead published)
      : directory_(directory),
        published_(std::move(published)),
        tree_(directory_, published_.head.size) {}
  ReceiptMaker(const ReceiptMaker&) = delete;
  ReceiptMaker& operator=(const ReceiptMaker&) = delete;

  /// C2SP tlog-proof of the entry with this index. Errors: there is none, or a tile cannot be read.
  Result<std::string> receipt(std::uint64_t index);
  /// The entry too, and the proof in its receipt leads from it to the head. Errors: as above, or
  /// a file is not of this tree.
  Result<ProvedEntry> entry(std::uint64_t index);

  [[nodiscard]] const PublishedHead& published() const { return published_; }

 private:
  log::LogDirectory directory_;
  PublishedHead published_;
  log::TileHashReader tree_;
};

}  // namespace viche::board
