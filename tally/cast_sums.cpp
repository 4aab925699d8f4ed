#include "tally/cast_sums.h"

#include <algorithm>
#include <span>
#include <string>

#include "ballot/ballot.h"
#include "crypto/group/batch.h"
#include "crypto/group/parallel.h"

namespace viche::tally {
namespace {

/// UnitSums::add or UnitSums::subtract.
using Operation = void (UnitSums::*)(const StyleCasts&);

/// Casts that wait to be added or subtracted, style by style.
class WaitingCasts {
 public:
  WaitingCasts(UnitSums& sums, Operation operation, std::size_t styles, std::size_t block_bytes)
      : sums_(&sums), operation_(operation), styles_(styles), block_bytes_(block_bytes) {}

  Result<void> add(const ballot::BallotView& cast, std::uint32_t weight) {
    Style& style = styles_[cast.style().value()];
    style.weights.push_back(weight);
    append(style.ciphertexts, cast.ciphertext());
    bytes_ += cast.ciphertext().size();
    return bytes_ < block_bytes_ ? Result<void>() : take_all();
  }

  Result<void> take_all() {
    for (std::size_t s = 0; s < styles_.size(); ++s) {
      if (styles_[s].weights.empty()) continue;
      VICHE_TRY(take(ballot::StyleIndex(s), styles_[s]));
      styles_[s] = Style();  // its memory too: casts come district by district
    }
    bytes_ = 0;
    return {};
  }

 private:
  struct Style {
    std::vector<std::uint32_t> weights;
    Bytes ciphertexts;  // of one cast after another
  };

  Result<void> take(ballot::StyleIndex index, const Style& style) {
    const std::size_t count = style.weights.size();
    const std::size_t points = style.ciphertexts.size() / 32;
    const std::size_t each = points / count;
    std::vector<const std::uint8_t*> encodings;  // C_p of cast i at [p * count + i]
    for (std::size_t p = 0; p < each; ++p) {
      for (std::size_t i = 0; i < count; ++i) {
        encodings.push_back(style.ciphertexts.data() + 32 * (i * each + p));
      }
    }
    std::vector<edwards::Addend> C(points);
    std::vector<std::uint8_t> valid(points);
    decode_addends(encodings, C, valid);
    if (std::find(valid.begin(), valid.end(), 0) != valid.end()) {
      return Error{"a cast that was checked has a point that cannot be decoded", ""};
    }
    (sums_->*operation_)({index, style.weights, C, count});
    return {};
  }

  UnitSums* sums_;
  Operation operation_;
  std::vector<Style> styles_;
  std::size_t block_bytes_, bytes_ = 0;
};

/// Of the entries at `indexes`, which ascend, the casts.
Result<void> take_casts(UnitSums& sums, Operation operation, log::EntryLookup& entries,
                        std::span<const std::uint64_t> indexes, const ballot::Layout& layout,
                        const log::Ledger& ledger, std::size_t block_bytes) {
  WaitingCasts waiting(sums, operation, layout.styles().size(), block_bytes);
  for (const std::uint64_t index : indexes) {
    VICHE_ASSIGN(const ByteView entry, entries.entry(index));
    const auto view = ballot::BallotView::parse(entry, layout);
    if (!view) return view.error().at("entry " + std::to_string(index));
    if (view->type() != ballot::BallotType::kCast) continue;
    const log::Credential* const credential = ledger.find(view->K());
    if (credential == nullptr) {
      return Error{"the record changed while it was read: a cast of no credential",
                   "entry " + std::to_string(index)};
    }
    VICHE_TRY(waiting.add(*view, credential->weight));
  }
  return waiting.take_all();
}

}  // namespace

Result<void> remove_casts(UnitSums& sums, log::EntryLookup& entries,
                          std::vector<std::uint64_t> indexes, const ballot::Layout& layout,
                          const log::Ledger& ledger, std::size_t block_bytes) {
  std::sort(indexes.begin(), indexes.end());
  return take_casts(sums, &UnitSums::subtract, entries, indexes, layout, ledger, block_bytes);
}

Result<std::vector<UnitSum>> counted_sums(const log::LogReader& log,
                                          const log::ElectionState& state, unsigned threads) {
  std::vector<std::uint64_t> indexes;
  for (const log::Credential& credential : state.ledger().credentials()) {
    if (credential.counts()) indexes.push_back(*credential.effective_cast);
  }
  std::sort(indexes.begin(), indexes.end());

  // A stretch of the log for each thread.
  const std::size_t parts = std::max(threads, 1U);
  std::vector<std::vector<UnitSum>> sums(parts);
  std::vector<Result<void>> taken(parts);
  parallel_for(threads, parts, [&](std::size_t part) {
    const std::size_t begin = indexes.size() * part / parts;
    const std::size_t end = indexes.size() * (part + 1) / parts;
    log::EntryLookup entries = log.lookup();
    UnitSums stretch(state.manifest(), state.layout());
    taken[part] =
        take_casts(stretch, &UnitSums::add, entries, std::span(indexes).subspan(begin, end - begin),
                   state.layout(), state.ledger(), kCastBlock);
    sums[part] = stretch.units();
  });
  for (Result<void>& part : taken) VICHE_TRY(std::move(part));
  for (std::size_t part = 1; part < parts; ++part) {
    for (std::size_t u = 0; u < sums[0].size(); ++u) sums[0][u] += sums[part][u];
  }
  return std::move(sums[0]);
}

}  // namespace viche::tally
