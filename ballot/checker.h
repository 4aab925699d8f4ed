#pragma once
// Checks many ballots at once, from the bytes of their entries to a verdict on each.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ballot/ballot.h"
#include "ballot/election_context.h"
#include "crypto/group/curve/addend.h"
#include "crypto/group/random.h"

namespace viche::ballot {

/// Which of the four conditions of section 7 a ballot meets.
struct Verdict {
  bool equations = false;  // L f = x b
  bool E1 = false;
  bool E2 = false;
  bool signature = false;

  [[nodiscard]] bool accepted() const { return equations && E1 && E2 && signature; }
  /// "L f = x b and (E1) do not hold", or "accepted".
  [[nodiscard]] std::string message() const;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// What the check of an entry says.
struct Outcome {
  std::optional<Error> refusal;  // decode_ballot's, if it is no ballot
  Verdict verdict;               // meaningless after a refusal

  [[nodiscard]] bool accepted() const { return !refusal && verdict.accepted(); }
  [[nodiscard]] std::string message() const {
    return refusal ? refusal->message() : verdict.message();
  }
};

/// The ballots of one style among the entries of a chunk, decoded.
struct StyleBallots {
  StyleIndex style;
  std::span<const std::size_t> entries;     // places of the ballots among the entries checked
  std::span<const edwards::Addend> points;  // BallotView::point p of ballot i at [p * stride + i]
  std::size_t stride;
};

class BallotChunk;

/// Checks entries in chunks, each one multi-scalar multiplication (ballot_chunk.h). Each ballot
/// gets three fresh 128-bit weights (E1, E2, signature), drawn after all bytes are fixed. Verdicts
/// do not depend on chunks, threads or kernel. Memory, kept between calls: for each thread a
/// chunk's, 15 MiB, half as much again once a ballot was bad, three times as much where ballots
/// have a thousand positions; for each entry of a call its outcome. Variable time: public data
/// only.
class Checker {
 public:
  /// A chunk of this size costs least: a caller that reads a long log hands over one for each
  /// thread at a time.
  static constexpr std::size_t kChunkBytes = std::size_t{4} << 20;

  /// `context` and `random` must outlive the checker; one thread at a time draws from `random`.
  /// `threads` is at least 1. A chunk has about `chunk_bytes` of entries, or fewer if there are not
  /// as many for each thread.
  Checker(const ElectionContext& context, RandomSource& random, unsigned threads,
          std::size_t chunk_bytes = kChunkBytes);
  Checker(const Checker&) = delete;
  Checker& operator=(const Checker&) = delete;
  ~Checker();

  /// Told of each chunk when it has been checked, with the outcomes of all entries, of which those
  /// of the chunk are final. From any thread, one call at a time, in no order.
  using Take = std::function<void(std::span<const StyleBallots>, std::span<const Outcome>)>;

  /// One outcome an entry.
  std::vector<Outcome> check(std::span<const ByteView> entries, const Take& take = {});

 private:
  void check_chunk(std::span<const ByteView> entries, std::size_t first, std::size_t count,
                   std::vector<Outcome>& outcomes, const Take& take);
  std::unique_ptr<BallotChunk> idle_chunk();

  const ElectionContext& context_;
  RandomSource& random_;
  unsigned threads_;
  std::size_t chunk_bytes_;
  std::mutex random_mutex_, take_mutex_, idle_mutex_;
  std::vector<std::unique_ptr<BallotChunk>> idle_;
};

}  // namespace viche::ballot
