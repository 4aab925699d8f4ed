#include "bench/report/verify.h"

#include <fstream>
#include <string>

#include "ballot/checker.h"
#include "bench/report/timing.h"

namespace viche::bench {
namespace {

std::size_t resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

/// Entries copied side by side.
class Block {
 public:
  void read(const std::vector<Bytes>& entries, std::size_t first, std::size_t count) {
    bytes_.clear();
    ends_.clear();
    for (std::size_t i = first; i < first + count; ++i) {
      append(bytes_, entries[i % entries.size()]);
      ends_.push_back(bytes_.size());
    }
    views_.clear();
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
      views_.push_back(ByteView(bytes_).subspan(begin, ends_[i] - begin));
    }
  }
  [[nodiscard]] std::span<const ByteView> views() const { return views_; }

 private:
  Bytes bytes_;
  std::vector<std::size_t> ends_;
  std::vector<ByteView> views_;
};

}  // namespace

std::optional<Stream> check_stream(const Sample& sample, const std::vector<Bytes>& entries,
                                   std::size_t ballots, unsigned threads, Clock clock) {
  SystemRandom random;
  ballot::Checker checker(sample.context(), random, threads);
  const std::size_t at_once = threads * (ballot::Checker::kChunkBytes / entries.front().size());
  Block block;
  std::size_t accepted = 0;
  const double spent = seconds(
      [&] {
        for (std::size_t first = 0; first < ballots; first += at_once) {
          block.read(entries, first, std::min(at_once, ballots - first));
          for (const ballot::Outcome& outcome : checker.check(block.views())) {
            if (outcome.accepted()) ++accepted;
          }
        }
      },
      clock);
  if (accepted != ballots) return std::nullopt;
  return Stream{ballots, spent, resident_kib()};
}

std::optional<double> check_with_bad(const Sample& sample, const std::vector<Bytes>& entries,
                                     std::size_t bad_every) {
  const auto is_bad = [&](std::size_t i) {
    return bad_every > 0 && i % bad_every == bad_every / 2;
  };
  std::vector<Bytes> spoilt = entries;
  for (std::size_t i = 0; i < spoilt.size(); ++i) {
    if (is_bad(i)) spoilt[i][spoilt[i].size() - 32] ^= 1;
  }
  const std::vector<ByteView> views(spoilt.begin(), spoilt.end());
  SystemRandom random;
  ballot::Checker checker(sample.context(), random, 1);
  std::vector<ballot::Outcome> outcomes;
  const double spent = best_seconds(2, [&] { outcomes = checker.check(views); });
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].accepted() == is_bad(i)) return std::nullopt;
  }
  return spent;
}

}  // namespace viche::bench
