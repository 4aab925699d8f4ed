#include "tally/cast_removal.h"

#include <algorithm>
#include <string>

#include "ballot/ballot.h"
#include "crypto/group/batch.h"

namespace viche::tally {
namespace {

/// Casts that wait to be subtracted, style by style.
class WaitingCasts {
 public:
  WaitingCasts(UnitSums& sums, std::size_t styles, std::size_t block_bytes)
      : sums_(&sums), styles_(styles), block_bytes_(block_bytes) {}

  Result<void> add(const ballot::BallotView& cast, std::uint32_t weight) {
    Style& style = styles_[cast.style().value()];
    style.weights.push_back(weight);
    append(style.ciphertexts, cast.ciphertext());
    bytes_ += cast.ciphertext().size();
    return bytes_ < block_bytes_ ? Result<void>() : subtract_all();
  }

  Result<void> subtract_all() {
    for (std::size_t s = 0; s < styles_.size(); ++s) {
      if (styles_[s].weights.empty()) continue;
      VICHE_TRY(subtract(ballot::StyleIndex(s), styles_[s]));
      styles_[s].weights.clear();
      styles_[s].ciphertexts.clear();
    }
    bytes_ = 0;
    return {};
  }

 private:
  struct Style {
    std::vector<std::uint32_t> weights;
    Bytes ciphertexts;  // of one cast after another
  };

  Result<void> subtract(ballot::StyleIndex index, const Style& style) {
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
    sums_->subtract({index, style.weights, C, count});
    return {};
  }

  UnitSums* sums_;
  std::vector<Style> styles_;
  std::size_t block_bytes_, bytes_ = 0;
};

}  // namespace

Result<void> remove_casts(UnitSums& sums, log::EntryLookup& entries,
                          std::vector<std::uint64_t> indexes, const ballot::Layout& layout,
                          const log::Ledger& ledger, std::size_t block_bytes) {
  std::sort(indexes.begin(), indexes.end());
  WaitingCasts waiting(sums, layout.styles().size(), block_bytes);
  for (const std::uint64_t index : indexes) {
    VICHE_ASSIGN(const ByteView entry, entries.entry(index));
    const auto view = ballot::BallotView::parse(entry, layout);
    if (!view) return view.error().at("entry " + std::to_string(index));
    if (view->type() != ballot::BallotType::kCast) continue;
    const log::Credential* const credential = ledger.find(view->K());
    if (credential == nullptr) broken_invariant("a cast in the log without its credential");
    VICHE_TRY(waiting.add(*view, credential->weight));
  }
  return waiting.subtract_all();
}

}  // namespace viche::tally
