#include "verifier/log_reader.h"

#include "crypto/group/condition.h"
#include "verifier/files.h"
#include "verifier/tiles.h"

namespace viche::verifier {

LogReader::LogReader(std::string directory, std::uint64_t size, Checks& checks)
    : directory_(std::move(directory)), size_(size), checks_(checks) {
  checks_.expect(CheckId::R4, tile_count(size));
  checks_.expect(CheckId::R6, hash_tile_count(size));
}

std::string LogReader::bundle_file(std::uint64_t number) const {
  return bundle_path(number, tile_width(number, size_));
}

Result<std::optional<LogBundle>> LogReader::next() {
  if (broken_ || complete()) return std::optional<LogBundle>();
  const std::uint64_t number = entries_read_ / kTileWidth;
  const std::uint64_t width = tile_width(number, size_);
  const std::string name = bundle_file(number);
  VICHE_ASSIGN(std::optional<Bytes> bytes, read_file(directory_ + "/" + name, kMaxBundle));
  if (VICHE_FAULT(!bytes)) {
    checks_.require(CheckId::R4, entries_read_, false, name + " is missing");
    broken_ = true;
    return std::optional<LogBundle>();
  }
  LogBundle bundle;
  bundle.storage = std::move(*bytes);
  const Bundle framed = read_bundle(bundle.storage, width);
  const std::string message = framed.fault ? framed.fault->at(name).message() : std::string();
  checks_.require(CheckId::R4, entries_read_, !framed.fault, message);
  for (const ByteView entry : framed.entries) {
    bundle.entries.push_back({entries_read_++, entry, leaf_hash(entry)});
    VICHE_TRY(add_leaf(bundle.entries.back().leaf));
  }
  broken_ = framed.entries.size() < width;
  return std::optional<LogBundle>(std::move(bundle));
}

Result<void> LogReader::add_leaf(const Bytes32& leaf) {
  Bytes32 hash = leaf;
  for (unsigned level = 0;; ++level) {
    if (level == tiles_.size()) {
      tiles_.emplace_back();
      tiles_finished_.push_back(0);
    }
    tiles_[level].push_back(hash);
    if (tiles_[level].size() < kTileWidth) return {};
    VICHE_TRY(check_tile(level));
    hash = merkle_root(tiles_[level]);
    tiles_[level].clear();
    ++tiles_finished_[level];
  }
}

Result<void> LogReader::check_tile(unsigned level) {
  const std::vector<Bytes32>& hashes = tiles_[level];
  const std::string name = hash_tile_path(level, tiles_finished_[level], hashes.size());
  Bytes expected;
  for (const Bytes32& hash : hashes) append(expected, hash);
  VICHE_ASSIGN(const std::optional<Bytes> found,
               read_file(directory_ + "/" + name, expected.size()));
  const bool same = VICHE_HOLDS(found.has_value()) && VICHE_HOLDS(*found == expected);
  checks_.require(CheckId::R6, std::nullopt, same,
                  name + (found ? " is not what the entries give" : " is missing"));
  return {};
}

Result<void> LogReader::finish() {
  if (!complete()) return {};
  for (unsigned level = 0; level < tiles_.size(); ++level) {
    if (!tiles_[level].empty()) VICHE_TRY(check_tile(level));
  }
  return {};
}

Result<std::vector<KeptEntry>> LogReader::read_again(
    const std::vector<std::uint64_t>& indexes) const {
  std::vector<KeptEntry> entries;
  for (std::size_t i = 0; i < indexes.size();) {
    const std::uint64_t number = indexes[i] / kTileWidth;
    const std::uint64_t first = number * kTileWidth;
    VICHE_ASSIGN(const std::optional<Bytes> bytes,
                 read_file(directory_ + "/" + bundle_file(number), kMaxBundle));
    const Bundle framed =
        read_bundle(bytes ? ByteView(*bytes) : ByteView(), tile_width(number, size_));
    for (; i < indexes.size() && indexes[i] / kTileWidth == number; ++i) {
      const std::uint64_t place = indexes[i] - first;
      if (place >= framed.entries.size()) continue;
      const ByteView entry = framed.entries[static_cast<std::size_t>(place)];
      entries.push_back({indexes[i], Bytes(entry.begin(), entry.end()), leaf_hash(entry)});
    }
  }
  return entries;
}

}  // namespace viche::verifier
