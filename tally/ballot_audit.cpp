#include "tally/ballot_audit.h"

#include <algorithm>
#include <optional>
#include <string>

#include "ballot/parallel.h"

namespace viche::tally {
namespace {

constexpr std::size_t kBlockBallots = 1024;
constexpr std::size_t kBlockBytes = std::size_t{16} << 20;

std::string entry_name(std::uint64_t index) { return "entry " + std::to_string(index); }

}  // namespace

BallotAudit::BallotAudit(const ballot::Manifest& manifest,
                         std::shared_ptr<const ballot::ElectionContext> context, unsigned threads,
                         RandomSource& random)
    : context_(std::move(context)),
      threads_(threads),
      random_(&random),
      sums_(manifest, context_->layout()) {}

Result<void> BallotAudit::take(std::uint64_t index, ByteView entry, std::uint32_t weight) {
  waiting_.push_back({index, weight, Bytes(entry.begin(), entry.end())});
  waiting_bytes_ += entry.size();
  if (waiting_.size() < kBlockBallots && waiting_bytes_ < kBlockBytes) return {};
  return flush();
}

Result<std::vector<ballot::Ballot>> BallotAudit::decode(std::span<const Waiting> waiting) const {
  std::vector<ballot::Ballot> ballots(waiting.size());
  std::vector<std::optional<Error>> errors(waiting.size());
  ballot::parallel_for(
      waiting.size(), threads_, waiting.size(), [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          auto decoded = ballot::decode_ballot(waiting[i].entry, context_->layout());
          if (decoded) {
            ballots[i] = std::move(*decoded);
          } else {
            errors[i] = decoded.error().at(entry_name(waiting[i].index));
          }
        }
      });
  for (std::optional<Error>& error : errors) {
    if (error) return std::move(*error);
  }
  return ballots;
}

std::vector<WeightedBallot> BallotAudit::casts(std::span<const ballot::Ballot> ballots,
                                               std::span<const Waiting> waiting) {
  std::vector<WeightedBallot> casts;
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    if (ballots[i].type == ballot::BallotType::kCast) {
      casts.push_back({&ballots[i], waiting[i].weight});
    }
  }
  return casts;
}

Result<void> BallotAudit::flush() {
  if (waiting_.empty()) return {};
  VICHE_ASSIGN(const std::vector<ballot::Ballot> ballots, decode(waiting_));
  const std::vector<ballot::Verdict> verdicts =
      ballot::check_ballots(*context_, ballots, *random_, threads_);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (!verdicts[i].accepted()) {
      return Error{verdicts[i].message(), entry_name(waiting_[i].index)};
    }
  }
  sums_.add(casts(ballots, waiting_), threads_);
  checked_ += ballots.size();
  waiting_.clear();
  waiting_bytes_ = 0;
  return {};
}

Result<void> BallotAudit::remove(const log::LogReader& reader, std::vector<std::uint64_t> indexes,
                                 const log::Ledger& ledger) {
  std::sort(indexes.begin(), indexes.end());
  for (std::size_t first = 0; first < indexes.size(); first += kBlockBallots) {
    std::vector<Waiting> block;
    for (std::size_t i = first; i < std::min(first + kBlockBallots, indexes.size()); ++i) {
      VICHE_ASSIGN(Bytes entry, reader.entry(indexes[i]));
      auto view = ballot::BallotView::parse(entry, context_->layout());
      if (!view) return view.error().at(entry_name(indexes[i]));
      const log::Credential* const credential = ledger.find(view->K());
      if (credential == nullptr) broken_invariant("a cast in the log without its credential");
      block.push_back({indexes[i], credential->weight, std::move(entry)});
    }
    VICHE_ASSIGN(const std::vector<ballot::Ballot> ballots, decode(block));
    sums_.subtract(casts(ballots, block), threads_);
  }
  return {};
}

}  // namespace viche::tally
