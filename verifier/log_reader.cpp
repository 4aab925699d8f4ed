#include "verifier/log_reader.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "verifier/tiles.h"

namespace viche::verifier {

Result<BundleReading> read_bundle_file(const RecordFiles& files, std::uint64_t number,
                                       std::uint64_t size) {
  const std::uint64_t width = tile_width(number, size);
  BundleReading reading;
  reading.name = bundle_path(number, width);
  VICHE_ASSIGN(std::optional<Bytes> bytes, files.read(reading.name, kMaxBundle));
  if (VICHE_FAULT(!bytes)) return reading;
  reading.found = true;
  reading.bundle.storage = std::move(*bytes);
  Bundle framed = read_bundle(reading.bundle.storage, width);
  reading.fault = std::move(framed.fault);
  reading.whole = framed.entries.size() == width;
  std::uint64_t index = number * kTileWidth;
  for (const ByteView entry : framed.entries) {
    reading.bundle.entries.push_back({index++, entry, leaf_hash(entry)});
  }
  return reading;
}

WindowLimit window_limit(unsigned threads) {
  constexpr std::size_t kEntries = 4096;
  constexpr std::size_t kBytes = std::size_t{4} << 20;
  constexpr unsigned kMostWindows = 16;
  const std::size_t windows = std::clamp(threads, 1U, kMostWindows);
  return {windows * kEntries, windows * kBytes};
}

LogReader::LogReader(RecordFiles files, std::uint64_t size, Checks& checks)
    : files_(std::move(files)), size_(size), checks_(checks) {
  checks_.expect(CheckId::R4, tile_count(size));
  checks_.expect(CheckId::R6, hash_tile_count(size));
}

Result<std::optional<LogBundle>> LogReader::next() {
  if (broken_ || complete()) return std::optional<LogBundle>();
  VICHE_ASSIGN(BundleReading reading, read_bundle_file(files_, entries_read_ / kTileWidth, size_));
  if (!reading.found) {
    checks_.require(CheckId::R4, entries_read_, false, reading.name + " is missing");
    broken_ = true;
    return std::optional<LogBundle>();
  }
  const std::string message =
      reading.fault ? reading.fault->at(reading.name).message() : std::string();
  checks_.require(CheckId::R4, entries_read_, !reading.fault, message);
  for (const LogEntry& entry : reading.bundle.entries) {
    ++entries_read_;
    VICHE_TRY(add_leaf(entry.leaf));
  }
  broken_ = !reading.whole;
  return std::optional<LogBundle>(std::move(reading.bundle));
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
  VICHE_ASSIGN(const std::optional<Bytes> found, files_.read(name, expected.size()));
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
    VICHE_ASSIGN(const BundleReading reading, read_bundle_file(files_, number, size_));
    for (; i < indexes.size() && indexes[i] / kTileWidth == number; ++i) {
      const std::uint64_t place = indexes[i] % kTileWidth;
      if (place >= reading.bundle.entries.size()) continue;
      const LogEntry& entry = reading.bundle.entries[static_cast<std::size_t>(place)];
      entries.push_back({entry.index, Bytes(entry.bytes.begin(), entry.bytes.end()), entry.leaf});
    }
  }
  return entries;
}

}  // namespace viche::verifier
