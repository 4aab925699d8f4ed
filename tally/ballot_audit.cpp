#include "tally/ballot_audit.h"

#include <algorithm>
#include <string>

#include "crypto/group/condition.h"
#include "crypto/group/parallel.h"
#include "tally/cast_sums.h"

namespace viche::tally {
namespace {

/// A chunk for each thread, as far as memory allows.
constexpr unsigned kMostChunks = 16;

}  // namespace

BallotAudit::BallotAudit(const ballot::Manifest& manifest,
                         std::shared_ptr<const ballot::ElectionContext> context, unsigned threads,
                         RandomSource& random, std::size_t chunk_bytes)
    : context_(std::move(context)),
      threads_(threads),
      window_bytes_(std::min(threads, kMostChunks) * chunk_bytes),
      checker_(*context_, random, threads, chunk_bytes),
      sums_(manifest, context_->layout()) {
  // Untouched until it is needed; growing would copy a window and hold it twice.
  for (Window* window : {&reading_, &checking_}) {
    window->bytes.reserve(window_bytes_ + log::kMaxEntrySize);
  }
}

void BallotAudit::Window::add(const Ballot& ballot, ByteView entry) {
  ballots.push_back(ballot);
  append(bytes, entry);
}

void BallotAudit::Window::clear() {
  ballots.clear();
  bytes.clear();
}

ByteView BallotAudit::Window::entry(const Ballot& ballot) const {
  return ByteView(bytes).subspan(ballot.begin, ballot.size);
}

Result<void> BallotAudit::take(std::uint64_t index, ByteView entry, std::uint32_t weight) {
  reading_.add({index, weight, reading_.bytes.size(), entry.size()}, entry);
  return reading_.bytes.size() < window_bytes_ ? Result<void>() : begin_check();
}

Result<void> BallotAudit::flush() {
  VICHE_TRY(begin_check());
  return end_check();
}

Result<void> BallotAudit::begin_check() {
  VICHE_TRY(end_check());
  std::swap(reading_, checking_);
  if (threads_ > 1) {
    verdict_ = run_beside([this] { return check(); });
    return {};
  }
  verdict_ = std::async(std::launch::deferred, [this] { return check(); });
  const Result<void> checked = end_check();
  std::swap(reading_, checking_);  // one window's memory is enough
  return checked;
}

Result<void> BallotAudit::end_check() {
  if (!verdict_.valid()) return {};
  const Result<void> verdict = verdict_.get();
  if (verdict) checked_ += checking_.ballots.size();
  if (!verdict) reading_.clear();
  checking_.clear();
  return verdict;
}

Result<void> BallotAudit::check() {
  std::vector<ByteView> entries;
  for (const Ballot& ballot : checking_.ballots) entries.push_back(checking_.entry(ballot));
  const std::vector<ballot::Outcome> outcomes =
      checker_.check(entries, [this](std::span<const ballot::StyleBallots> styles,
                                     std::span<const ballot::Outcome> checked) {
        for (const ballot::StyleBallots& ballots : styles) add_casts(ballots, checked);
      });
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (VICHE_FAULT(!outcomes[i].accepted())) {
      const std::string where = "entry " + std::to_string(checking_.ballots[i].index);
      return outcomes[i].refusal ? outcomes[i].refusal->at(where)
                                 : Error{outcomes[i].message(), where};
    }
  }
  return {};
}

void BallotAudit::add_casts(const ballot::StyleBallots& ballots,
                            std::span<const ballot::Outcome> outcomes) {
  std::vector<std::uint32_t> weights;
  for (const std::size_t i : ballots.entries) {
    const Ballot& ballot = checking_.ballots[i];
    const bool is_cast =
        ballot::BallotView::of(checking_.entry(ballot)).type() == ballot::BallotType::kCast;
    weights.push_back(is_cast && outcomes[i].accepted() ? ballot.weight : 0);
  }
  sums_.add({ballots.style, weights, ballots.points.subspan(ballots.stride), ballots.stride});
}

Result<void> BallotAudit::remove(const log::LogReader& reader, std::vector<std::uint64_t> indexes,
                                 const log::Ledger& ledger) {
  log::EntryLookup entries = reader.lookup();
  return remove_casts(sums_, entries, std::move(indexes), context_->layout(), ledger);
}

}  // namespace viche::tally
