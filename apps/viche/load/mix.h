#pragma once
// What is asked of a board, one thing after another: the ballots of files and, in fixed proportion
// to them, altered copies, repeated posts and what voters' devices read.

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "apps/viche/load/ballot_files.h"

namespace viche::load {

enum class Kind {
  kBallot,
  kAltered,   // a copy of the ballot that comes next, with one bit flipped: to be refused
  kRepeated,  // bytes that were accepted before: to be known, with the same index
  kRead,
};

struct Arrival {
  Kind kind = Kind::kBallot;
  ByteView framed;               // of all but reads
  std::uint64_t credential = 0;  // kBallot: 64 bits of K, never 0
  std::uint32_t flipped = 0;     // kAltered: a bit of the entry
  std::uint64_t index = 0;       // kRepeated: the index that it has
  std::string_view path;         // kRead: what is asked for; a tracker's ballot if empty
  std::int64_t due = 0;          // nanoseconds from the start
  std::int64_t sent = 0;
  unsigned attempts = 0;
};

/// How many of each come with one ballot, on average.
struct Proportions {
  double altered = 0, repeated = 0, reads = 0;

  [[nodiscard]] double all() const { return 1 + altered + repeated + reads; }
};

class Mix {
 public:
  /// The seed governs which bits are flipped and which ballots are repeated.
  Mix(BallotFiles& files, const Proportions& proportions, std::uint64_t seed);

  /// The next arrival; nothing after the last, or while what is left waits for a ballot that is
  /// accepted. An error of the files.
  Result<std::optional<Arrival>> next();
  /// Whether nothing is left.
  [[nodiscard]] bool exhausted() const {
    return ended_ && !ahead_ && !repeat_owed() && !read_owed();
  }
  /// Whether all that is left are repeats of ballots that were accepted, and none was.
  [[nodiscard]] bool stuck() const {
    return ended_ && !ahead_ && !read_owed() && accepted_.empty();
  }
  /// No more of them.
  void end() { ended_ = true, ahead_.reset(); }

  /// This ballot was accepted.
  void accepted(ByteView framed, std::uint64_t index);

 private:
  struct Accepted {
    ByteView framed;
    std::uint64_t index;
  };

  Result<void> look_ahead();
  [[nodiscard]] bool repeat_owed() const;
  [[nodiscard]] bool read_owed() const;
  const Accepted& any();

  BallotFiles* files_;
  Proportions proportions_;
  std::mt19937_64 random_;
  std::optional<ByteView> ahead_;  // the ballot that comes next
  bool ended_ = false;
  std::uint64_t seen_ = 0, ballots_ = 0;  // ballots that were ahead; that came
  std::uint64_t altered_ = 0, repeated_ = 0, reads_ = 0;
  std::vector<Accepted> accepted_;  // some of them
};

}  // namespace viche::load
