#include "ballot/checker.h"

#include <array>

#include "ballot/ballot_chunk.h"
#include "crypto/group/batch.h"
#include "crypto/group/parallel.h"

namespace viche::ballot {
namespace {

/// Where consecutive pieces of the entries end: about as many bytes in each, the same number of
/// pieces for each thread, none much larger than `most` and none without need smaller than
/// kLeastBytes.
std::vector<std::size_t> chunk_ends(std::span<const ByteView> entries, unsigned threads,
                                    std::size_t most) {
  constexpr std::size_t kLeastBytes = std::size_t{64} << 10;
  std::size_t total = 0;
  for (const ByteView& entry : entries) total += entry.size();
  const std::size_t pieces = threads * (total / (threads * most) + 1);
  const std::size_t size = std::max(std::min(kLeastBytes, most), total / pieces + 1);
  std::vector<std::size_t> ends;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    bytes += entries[i].size();
    if (bytes < size && i + 1 < entries.size()) continue;
    ends.push_back(i + 1);
    bytes = 0;
  }
  return ends;
}

}  // namespace

std::string Verdict::message() const {
  if (accepted()) return "accepted";
  const std::array<std::pair<bool, const char*>, 4> conditions{
      {{equations, "L f = x b"}, {E1, "(E1)"}, {E2, "(E2)"}, {signature, "the signature"}}};
  std::string failed;
  std::size_t count = 0;
  for (const auto& [holds, name] : conditions) {
    if (holds) continue;
    failed += (count++ == 0 ? "" : ", ") + std::string(name);
  }
  return failed + (count == 1 ? " does not hold" : " do not hold");
}

Checker::Checker(const ElectionContext& context, RandomSource& random, unsigned threads,
                 std::size_t chunk_bytes)
    : context_(context), random_(random), threads_(threads), chunk_bytes_(chunk_bytes) {}

Checker::~Checker() = default;

std::vector<Outcome> Checker::check(std::span<const ByteView> entries, const Take& take) {
  std::vector<Outcome> outcomes(entries.size());
  const std::vector<std::size_t> ends = chunk_ends(entries, threads_, chunk_bytes_);
  parallel_for(threads_, ends.size(), [&](std::size_t chunk) {
    const std::size_t first = chunk == 0 ? 0 : ends[chunk - 1];
    check_chunk(entries, first, ends[chunk] - first, outcomes, take);
  });
  return outcomes;
}

void Checker::check_chunk(std::span<const ByteView> entries, std::size_t first, std::size_t count,
                          std::vector<Outcome>& outcomes, const Take& take) {
  std::unique_ptr<BallotChunk> chunk = idle_chunk();
  chunk->frame(entries, first, count, outcomes);
  std::vector<Scalar> weights;
  {
    const std::lock_guard lock(random_mutex_);
    weights = random_weights(3 * chunk->size(), random_);
  }
  chunk->check(weights);
  if (take) {
    const std::lock_guard lock(take_mutex_);
    take(chunk->styles(), outcomes);
  }
  const std::lock_guard lock(idle_mutex_);
  idle_.push_back(std::move(chunk));
}

std::unique_ptr<BallotChunk> Checker::idle_chunk() {
  const std::lock_guard lock(idle_mutex_);
  if (idle_.empty()) return std::make_unique<BallotChunk>(context_);
  std::unique_ptr<BallotChunk> chunk = std::move(idle_.back());
  idle_.pop_back();
  return chunk;
}

}  // namespace viche::ballot
