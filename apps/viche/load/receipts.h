#pragma once
// The receipts that a board gave, kept until there is time to verify them.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bulletin/log/checkpoint.h"

namespace viche::load {

class Receipts {
 public:
  /// `policy`: whom a checkpoint must be signed by. Beyond `most_bytes` the oldest receipt is
  /// verified for each that comes.
  Receipts(log::LogPolicy policy, std::size_t most_bytes)
      : policy_(std::move(policy)), most_bytes_(most_bytes) {}

  /// The text that was given for this entry, whose bytes stay where they are.
  void add(ByteView entry, std::string_view text);
  /// Verifies all that are kept.
  void verify_all(unsigned threads);

  [[nodiscard]] std::uint64_t verified() const { return verified_; }
  /// Those that do not prove their entry.
  [[nodiscard]] std::uint64_t failed() const { return failed_; }

 private:
  /// Receipts of one batch share the checkpoint, which is kept once.
  struct Kept {
    ByteView entry;
    std::string lines;  // up to the checkpoint
    std::size_t checkpoint = 0;
  };
  struct Checkpoint {
    std::string note;
    std::optional<log::TreeHead> head;  // if the policy accepts it
  };

  std::size_t number_of(std::string_view note);
  [[nodiscard]] bool proves(const Kept& kept) const;
  void count(bool proved) { ++(proved ? verified_ : failed_); }

  log::LogPolicy policy_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::deque<Kept> kept_;
  std::vector<Checkpoint> checkpoints_;
  std::unordered_map<std::string, std::size_t> numbers_;  // of checkpoints
  std::uint64_t verified_ = 0, failed_ = 0;
};

}  // namespace viche::load
