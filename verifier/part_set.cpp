#include "verifier/part_set.h"

#include "crypto/group/condition.h"

namespace viche::verifier {

Result<void> PartSet::add(const Given& file) {
  Result<PartReport> read = read_part(file.text);
  if (!read) return read.error().at(file.name);
  const PartNumber number = read->part;
  if (parts_.empty()) {
    head_ = read->head;
    record_ = read->record;
    count_ = number.count;
  }
  if (VICHE_FAULT(read->head != head_)) return Error{"is a part of another log", file.name};
  if (VICHE_FAULT(number.count != count_)) {
    return Error{"is one of " + std::to_string(number.count) + " parts, the first of " +
                     std::to_string(count_),
                 file.name};
  }
  const auto there = parts_.find(number.number);
  if (VICHE_FAULT(there != parts_.end())) {
    return Error{"is part " + std::to_string(number.number) + ", as is " + there->second.name,
                 file.name};
  }
  const EntryRange range = range_of(number, head_.size);
  // A finding of another's range would stand in the way of the one that is due there.
  std::uint64_t from = range.first;
  for (const PartFinding& finding : read->findings) {
    if (VICHE_FAULT(finding.entry < from) || VICHE_FAULT(finding.entry >= range.end)) {
      return Error{"has a finding on entry " + std::to_string(finding.entry) +
                       ", out of order or beyond its range",
                   file.name};
    }
    from = finding.entry + 1;
  }
  const Result<void> added = add_sums(*read);
  if (!added) return added.error().at(file.name);
  Part part;
  part.name = file.name;
  part.range = range;
  for (PartFinding& finding : read->findings) findings_.emplace(finding.entry, std::move(finding));
  read->findings.clear();
  part.report = std::move(*read);
  if (part.range.first < part.range.end) by_end_[part.range.end] = number.number;
  parts_.emplace(number.number, std::move(part));
  return {};
}

Result<void> PartSet::add_sums(PartReport& report) {
  for (const auto& [style, points] : report.sums) {
    std::vector<Element>& sum = sums_[style];
    const bool first = sum.empty();
    if (!first && VICHE_FAULT(sum.size() != points.size())) {
      return Error{"another number of points than in other parts",
                   "style " + std::to_string(style)};
    }
    sum.resize(points.size());
    for (std::size_t p = 0; p < points.size(); ++p) {
      const std::optional<Element> point = arithmetic_.decode(points[p]);
      if (VICHE_FAULT(!point)) {
        return Error{"a sum is not the encoding of a point", "style " + std::to_string(style)};
      }
      sum[p] = first ? *point : arithmetic_.add(sum[p], *point);
    }
  }
  report.sums.clear();
  return {};
}

Result<void> PartSet::complete() const {
  std::string missing;
  for (std::uint32_t number = 1; number <= count_; ++number) {
    if (parts_.contains(number)) continue;
    missing += (missing.empty() ? "" : ", ") + std::to_string(number);
  }
  if (VICHE_FAULT(parts_.empty())) return Error{"there is no part", ""};
  if (VICHE_FAULT(!missing.empty())) {
    return Error{"of " + std::to_string(count_) + " parts these are missing: " + missing, ""};
  }
  return {};
}

PartSet::Part* PartSet::part_of(std::uint64_t entry) {
  const auto found = by_end_.upper_bound(entry);
  return found == by_end_.end() ? nullptr : &parts_.at(found->second);
}

void PartSet::reached(const LogEntry& entry) {
  Part* part = part_of(entry.index);
  if (part == nullptr) return;
  ++part->read;
  part->root.add(entry.leaf);
}

const PartFinding* PartSet::judged(std::uint64_t entry) {
  if (Part* part = part_of(entry)) ++part->ballots;
  const auto found = findings_.find(entry);
  return found == findings_.end() ? nullptr : &found->second;
}

void PartSet::summed(std::uint64_t entry) {
  if (Part* part = part_of(entry)) ++part->summed;
}

Result<std::vector<Element>> PartSet::sum(std::uint16_t style, std::size_t n) const {
  const auto found = sums_.find(style);
  if (found == sums_.end()) return std::vector<Element>();
  if (VICHE_FAULT(found->second.size() != n + 1)) {
    return Error{"the parts' sums do not have the style's number of points",
                 "style " + std::to_string(style)};
  }
  return found->second;
}

Result<void> PartSet::matches(bool whole) const {
  for (const auto& [number, part] : parts_) {
    const Result<void> match = matches(part, whole);
    if (!match) return match.error().at(part.name);
  }
  return {};
}

Result<void> PartSet::matches(const Part& part, bool whole) const {
  // A record that breaks off before a range is not read in it; the part that was has no say.
  if (!whole && part.read == 0) return {};
  if (VICHE_FAULT(part.read != part.report.read) ||
      VICHE_FAULT(part.root.root() != part.report.root)) {
    return Error{"has read other entries than are in the record", ""};
  }
  if (VICHE_FAULT(part.ballots != part.report.ballots)) {
    return Error{"has judged " + std::to_string(part.report.ballots) + " ballots of " +
                     std::to_string(part.ballots),
                 ""};
  }
  if (VICHE_FAULT(part.summed != part.report.summed)) {
    return Error{"has summed " + std::to_string(part.report.summed) + " casts of " +
                     std::to_string(part.summed),
                 ""};
  }
  return {};
}

}  // namespace viche::verifier
