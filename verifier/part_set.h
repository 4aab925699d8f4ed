#pragma once
// All parts of a verification, for the merge: what they found on each ballot, and their sums.

#include <map>
#include <string>
#include <vector>

#include "verifier/ballot_fields.h"
#include "verifier/given.h"
#include "verifier/log_reader.h"
#include "verifier/part.h"

namespace viche::verifier {

/// Not for several threads at once.
class PartSet {
 public:
  /// `arithmetic` must outlive the set.
  explicit PartSet(const Arithmetic& arithmetic) : arithmetic_(arithmetic) {}

  /// Adds a part's file. An error if it is none, is of another log or another partition than those
  /// before, or was added before.
  Result<void> add(const Given& file);
  /// An error unless every part was added.
  Result<void> complete() const;

  /// The checkpoint's, of the record that all parts have read; where the first has read it.
  [[nodiscard]] const Head& head() const { return head_; }
  [[nodiscard]] const std::string& record() const { return record_; }

  /// The log has this entry, the next one.
  void reached(const LogEntry& entry);
  /// The finding on a ballot that is judged now, without its tracker and ciphertext; null if it
  /// holds. Each ballot once.
  const PartFinding* judged(std::uint64_t entry);
  /// A part's sums hold this cast.
  void summed(std::uint64_t entry);

  /// The sums of all parts: C_0, ..., C_n of style `style` (from 1), which has n positions; empty
  /// if no part has any. An error if they have another number of points.
  Result<std::vector<Element>> sum(std::uint16_t style, std::size_t n) const;

  /// Whether the parts have read and judged what was reached; `whole` says that every entry was.
  Result<void> matches(bool whole) const;

 private:
  struct Part {
    std::string name;
    PartReport report;  // its sums are in sums_
    EntryRange range;
    // What the merge has seen of it.
    std::uint64_t read = 0, ballots = 0, summed = 0;
    Frontier root;
  };

  Part* part_of(std::uint64_t entry);
  Result<void> add_sums(PartReport& report);
  [[nodiscard]] Result<void> matches(const Part& part, bool whole) const;

  const Arithmetic& arithmetic_;
  Head head_;
  std::string record_;
  std::uint32_t count_ = 0;
  std::map<std::uint32_t, Part> parts_;            // by number
  std::map<std::uint64_t, std::uint32_t> by_end_;  // ends of ranges that are not empty
  std::map<std::uint64_t, PartFinding> findings_;  // by entry
  std::map<std::uint16_t, std::vector<Element>> sums_;
};

}  // namespace viche::verifier
