// The run of one part.

#include <algorithm>

#include "crypto/group/condition.h"
#include "verifier/files.h"
#include "verifier/log_reader.h"
#include "verifier/note.h"
#include "verifier/official.h"
#include "verifier/part.h"
#include "verifier/tiles.h"

namespace viche::verifier {
namespace {

class PartRun {
 public:
  PartRun(const Options& options, const PartNumber& part, const Arithmetic& arithmetic)
      : options_(options),
        files_(options.directory, options.fetch),
        election_(checks_, arithmetic, options.threads),
        officials_(election_),
        statements_(checks_),
        tally_(files_, 0, checks_) {
    report_.part = part;
    report_.record = options.name.empty() ? options.directory : options.name;
  }

  Result<PartReport> run() {
    VICHE_TRY(check_directory(options_.directory));
    VICHE_ASSIGN(const CheckpointReading reading, read_record_checkpoint(files_));
    if (VICHE_FAULT(!reading.checkpoint)) return reading.fault->at("checkpoint");
    report_.head = reading.checkpoint->head;
    range_ = range_of(report_.part, report_.head.size);
    VICHE_TRY(read_log());
    report_.root = root_.root();
    if (sums_) {
      for (std::size_t style = 1; style <= election_.layout.styles.size(); ++style) {
        const auto number = static_cast<std::uint16_t>(style);
        for (const Element& point : sums_->of(number)) {
          report_.sums[number].push_back(election_.arithmetic.encode(point));
        }
      }
    }
    return std::move(report_);
  }

 private:
  /// Nothing of what comes behind an opening that has taken effect changes what ballots are judged
  /// by.
  [[nodiscard]] bool opened() const { return election_.fingerprint.has_value(); }

  Result<void> read_log() {
    const WindowLimit limit = window_limit(options_.threads);
    std::uint64_t number = 0;
    for (bool more = true; more;) {
      std::vector<LogBundle> window;
      std::size_t entries = 0;
      std::size_t bytes = 0;
      while (more && entries < limit.entries && bytes < limit.bytes) {
        if (opened()) number = std::max(number, range_.first / kTileWidth);
        more = number * kTileWidth < range_.end;
        if (!more) break;
        VICHE_ASSIGN(BundleReading reading, read_bundle_file(files_, number++, report_.head.size));
        more = reading.whole;
        if (!reading.found) break;
        // Before the opening one bundle at a time: where it stands decides which comes next.
        entries += opened() ? reading.bundle.entries.size() : limit.entries;
        bytes += reading.bundle.storage.size();
        window.push_back(std::move(reading.bundle));
      }
      VICHE_TRY(judge(window));
      if (options_.progress) options_.progress(report_.read, range_.end - range_.first);
    }
    return {};
  }

  Result<void> judge(const std::vector<LogBundle>& window) {
    std::vector<const LogEntry*> ballots;
    for (const LogBundle& bundle : window) {
      for (const LogEntry& entry : bundle.entries) {
        const Result<Type> type = read_type(entry.bytes);
        if (!opened()) VICHE_TRY(take_beginning(entry, type));
        if (entry.index < range_.first || entry.index >= range_.end) continue;
        ++report_.read;
        root_.add(entry.leaf);
        const bool checkable = election_.keys_known && opened();
        if (checkable && type && is_ballot(*type)) ballots.push_back(&entry);
      }
    }
    const std::vector<CheckedBallot> checked =
        ballots.empty() ? std::vector<CheckedBallot>() : check_forms(election_, ballots);
    for (std::size_t i = 0; i < checked.size(); ++i) report(*ballots[i], checked[i]);
    if (sums_) sums_->flush();
    return {};
  }

  /// What says by which keys ballots are judged, and who is in the roll: statements alone.
  Result<void> take_beginning(const LogEntry& entry, const Result<Type>& type) {
    std::optional<Statement> statement;
    if (type && is_statement(*type)) {
      statement = statements_.take(*type, entry.index, entry.bytes);
      if (statements_.began()) before_statement_ = {log_.size(), log_.root()};
    } else {
      statements_.interrupt();
    }
    log_.add(entry.leaf);
    if (!statement) return {};
    return officials_.statement(*statement, before_statement_, {log_.size(), log_.root()}, tally_);
  }

  void report(const LogEntry& entry, const CheckedBallot& checked) {
    ++report_.ballots;
    const BallotVerdict& verdict = checked.verdict;
    const bool holds =
        !checked.fault && verdict.equations && verdict.E1 && verdict.E2 && verdict.signature;
    if (!holds) {
      report_.findings.push_back({entry.index, checked.fault, checked.encrypted, verdict});
    }
    const std::optional<std::uint32_t> weight =
        summed_weight(officials_.roll().credentials(), entry, checked);
    if (!weight) return;
    ++report_.summed;
    if (!sums_) sums_.emplace(election_, election_.layout.styles.size());
    sums_->note(checked.style, *weight, checked.C);
  }

  const Options& options_;
  RecordFiles files_;
  Checks checks_;  // of what the merge judges: nobody reads them here
  Election election_;
  Officials officials_;
  StatementReader statements_;
  LogReader tally_;  // no ballot is counted here, and none is read again
  PartReport report_;
  EntryRange range_;
  Frontier log_, root_;  // of the log's beginning; of the range
  Head before_statement_;
  std::optional<Sums> sums_;
};

}  // namespace

Result<PartNumber> read_part_number(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::optional<std::uint64_t> number = read_decimal(text.substr(0, slash));
  const std::optional<std::uint64_t> count =
      read_decimal(text.substr(std::min(slash + 1, text.size())));
  if (VICHE_FAULT(!number || !count) || VICHE_FAULT(*number < 1) || VICHE_FAULT(*number > *count) ||
      VICHE_FAULT(*count > kMostParts)) {
    return Error{"not i/N with 1 <= i <= N <= " + std::to_string(kMostParts), std::string(text)};
  }
  return PartNumber{static_cast<std::uint32_t>(*number), static_cast<std::uint32_t>(*count)};
}

EntryRange range_of(const PartNumber& part, std::uint64_t size) {
  // floor(size * i / N) without the product: the rest is below 2^16, and so is i.
  const auto boundary = [&](std::uint64_t i) {
    return size / part.count * i + size % part.count * i / part.count;
  };
  return {boundary(part.number - 1U), boundary(part.number)};
}

Result<PartReport> verify_part(const Options& options, const PartNumber& part,
                               const Arithmetic& arithmetic) {
  return PartRun(options, part, arithmetic).run();
}

}  // namespace viche::verifier
