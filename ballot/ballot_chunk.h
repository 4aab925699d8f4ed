#pragma once
// Some thousand entries of ballots, checked by one thread with one multi-scalar multiplication.
//
// The ballots are ordered by their number of positions n, then by style, and those of one n are
// processed in lockstep, 64 at a time, whatever their styles. The weighted sum over all of them
// vanishes if all are good, and else with probability at most 2^-128. If it does not, the bad ones
// are searched for (find_bad.h): each is overlooked with probability at most 2^-128 for each of the
// dozen sums that it is in.

#include <span>
#include <vector>

#include "ballot/ballot_group.h"
#include "ballot/checker.h"
#include "crypto/group/multi_scalar.h"

namespace viche::ballot {

/// Keeps its memory for the next chunk. One thread at a time.
class BallotChunk {
 public:
  explicit BallotChunk(const ElectionContext& context);

  /// Frames entries[first] to entries[first + count - 1]; what is no ballot is refused in its
  /// outcome. Entries and outcomes must live until the next call; of these, the chunk touches its
  /// own only.
  void frame(std::span<const ByteView> entries, std::size_t first, std::size_t count,
             std::span<Outcome> outcomes);
  /// How many ballots were framed.
  [[nodiscard]] std::size_t size() const { return ballots_.size(); }
  /// Decodes and checks the ballots framed, with three fresh random weights for each.
  void check(std::span<const Scalar> weights);
  /// The ballots checked, by style.
  [[nodiscard]] std::span<const StyleBallots> styles() const { return styles_; }

 private:
  /// Ballots of one n. They are terms of sum_: point p of ballot i is number first_term + p * size
  /// + i.
  struct Section {
    std::size_t first, size;  // of ballots_
    std::size_t first_term;
  };
  /// Ballots of a section that are processed in lockstep.
  struct Group {
    std::size_t section;
    std::size_t first, count;  // of ballots_
    BallotGroup::Mask decodable = 0;
    std::vector<BaseFactor> shared;  // in its weighted sum
  };

  void divide();
  void show_styles();
  [[nodiscard]] std::size_t first_term(const Group& group) const;
  void judge(Group& group, const VartimeSum::Terms& terms);

  template <class Take>
  void for_groups(std::size_t first, std::size_t count, const Take& take);
  [[nodiscard]] Point sum_of(std::size_t first, std::size_t count);
  void add_part(const Group& group, std::size_t from, std::size_t count);
  void split(const Group& group);
  void check_each(const Group& group, std::size_t from, std::size_t count);

  const ElectionContext& context_;
  std::span<Outcome> outcomes_;
  std::span<const Scalar> weights_;   // three for each of ballots_
  std::vector<BallotView> ballots_;   // framed, ordered by n and style
  std::vector<std::size_t> entries_;  // their places among the entries
  std::vector<Section> sections_;
  std::vector<StyleBallots> styles_;
  std::vector<Group> groups_;
  BallotGroup group_;
  const Group* split_ = nullptr;  // of which group each_shared_ is
  std::vector<std::vector<BaseFactor>> each_shared_;
  VartimeSum sum_, part_;
  BaseFactors shared_;
};

}  // namespace viche::ballot
