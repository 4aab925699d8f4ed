#include "tally/ballot_audit.h"

#include <algorithm>
#include <string>

#include "crypto/group/batch.h"
#include "crypto/group/multi_scalar.h"

namespace viche::tally {
namespace {

/// A chunk for each thread, as far as memory allows.
constexpr unsigned kMostChunks = 16;

std::string entry_name(std::uint64_t index) { return "entry " + std::to_string(index); }

}  // namespace

BallotAudit::BallotAudit(const ballot::Manifest& manifest,
                         std::shared_ptr<const ballot::ElectionContext> context, unsigned threads,
                         RandomSource& random)
    : context_(std::move(context)),
      threads_(threads),
      checker_(*context_, random, threads),
      sums_(manifest, context_->layout()) {}

Result<void> BallotAudit::take(std::uint64_t index, ByteView entry, std::uint32_t weight) {
  waiting_.push_back({index, weight, Bytes(entry.begin(), entry.end())});
  waiting_bytes_ += entry.size();
  const std::size_t chunks = std::min(threads_, kMostChunks);
  if (waiting_bytes_ < chunks * ballot::Checker::kChunkBytes) return {};
  return flush();
}

Result<void> BallotAudit::flush() {
  const std::vector<ByteView> entries = [this] {
    std::vector<ByteView> views;
    for (const Waiting& ballot : waiting_) views.push_back(ballot.entry);
    return views;
  }();
  const std::vector<ballot::Outcome> outcomes =
      checker_.check(entries, [this](std::span<const ballot::StyleBallots> styles,
                                     std::span<const ballot::Outcome> checked) {
        for (const ballot::StyleBallots& ballots : styles) add_casts(ballots, checked);
      });
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].refusal) return outcomes[i].refusal->at(entry_name(waiting_[i].index));
    if (!outcomes[i].accepted()) {
      return Error{outcomes[i].message(), entry_name(waiting_[i].index)};
    }
  }
  checked_ += waiting_.size();
  waiting_.clear();
  waiting_bytes_ = 0;
  return {};
}

void BallotAudit::add_casts(const ballot::StyleBallots& ballots,
                            std::span<const ballot::Outcome> outcomes) {
  std::vector<std::uint32_t> weights;
  for (const std::size_t i : ballots.entries) {
    const ballot::BallotType type = ballot::BallotView::of(waiting_[i].entry).type();
    const bool counts = type == ballot::BallotType::kCast && outcomes[i].accepted();
    weights.push_back(counts ? waiting_[i].weight : 0);
  }
  sums_.add({ballots.style, weights, ballots.points.subspan(ballots.stride), ballots.stride});
}

Result<void> BallotAudit::remove(const log::LogReader& reader, std::vector<std::uint64_t> indexes,
                                 const log::Ledger& ledger) {
  std::sort(indexes.begin(), indexes.end());
  for (const std::uint64_t index : indexes) {
    VICHE_ASSIGN(const Bytes entry, reader.entry(index));
    VICHE_TRY(remove_one(index, entry, ledger));
  }
  return {};
}

Result<void> BallotAudit::remove_one(std::uint64_t index, ByteView entry,
                                     const log::Ledger& ledger) {
  const auto view = ballot::BallotView::parse(entry, context_->layout());
  if (!view) return view.error().at(entry_name(index));
  const log::Credential* const credential = ledger.find(view->K());
  if (credential == nullptr) broken_invariant("a cast in the log without its credential");
  if (view->type() != ballot::BallotType::kCast) return {};
  VICHE_ASSIGN(const std::vector<Point> points, decode_points(view->ciphertext()));
  std::vector<edwards::Addend> C(points.size());
  to_addends(points, C);
  sums_.subtract({view->style(), {&credential->weight, 1}, C, 1});
  return {};
}

}  // namespace viche::tally
