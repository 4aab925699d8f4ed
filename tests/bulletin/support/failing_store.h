#pragma once
// A store whose disk can be full: it reads, and every write fails as long as it is.

#include <atomic>

#include "bulletin/store/log_store.h"

namespace viche::store::test {

/// Another store's calls, one by one; `full` may be set at any time between two of them.
class FailingStore final : public LogStore {
 public:
  explicit FailingStore(LogStore& store) : store_(store) {}

  std::atomic<bool> full = false;

  Result<LogState> state() override { return store_.state(); }
  Result<void> stage(const log::TreeHead& before, std::span<const Bytes> entries,
                     std::span<const log::HashTile> tiles, const log::TreeHead& after) override {
    if (full) return no_space();
    return store_.stage(before, entries, tiles, after);
  }
  Result<void> load(const log::TreeHead& before, std::span<const Bytes> entries,
                    std::span<const log::HashTile> tiles, const log::TreeHead& after) override {
    if (full) return no_space();
    return store_.load(before, entries, tiles, after);
  }
  Result<bool> swap_checkpoint(std::optional<std::uint64_t> expected, const log::TreeHead& next,
                               std::string_view note) override {
    if (full) return no_space();
    return store_.swap_checkpoint(expected, next, note);
  }
  Result<void> store_cosigned(const log::TreeHead& head, std::string_view note) override {
    if (full) return no_space();
    return store_.store_cosigned(head, note);
  }
  Result<std::vector<Bytes>> entries(std::uint64_t first, std::uint64_t count) override {
    return store_.entries(first, count);
  }
  Result<std::vector<log::Hash>> hashes(const log::Tile& tile) override {
    return store_.hashes(tile);
  }

 private:
  static Error no_space() { return Error{"database or disk is full", "store"}; }

  LogStore& store_;
};

}  // namespace viche::store::test
