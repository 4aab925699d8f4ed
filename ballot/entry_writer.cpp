#include "ballot/entry_writer.h"

#include <algorithm>

namespace viche::ballot {

EntryWriter::EntryWriter(const ElectionContext& context, StyleIndex style, const Bytes32& K)
    : election_(&context.election()),
      n_(context.layout().style(style).n()),
      entry_(ballot_size(n_)) {
  entry_[1] = static_cast<std::uint8_t>(style.number() >> 8);
  entry_[2] = static_cast<std::uint8_t>(style.number());
  put(kOffsetK, K);
}

void EntryWriter::put_f(std::size_t p, const Scalar& f_p) {
  put(offset_proof() + 96 + 32 * (p - 1), f_p.encode());
}

void EntryWriter::put_z(const Scalar& z) { put(offset_proof() + 96 + 32 * n_, z.encode()); }

Scalar EntryWriter::y() const { return challenge_y(*election_, BallotView::of(entry_)); }

Scalar EntryWriter::x(const Scalar& y) const { return challenge_x(y, BallotView::of(entry_)); }

void EntryWriter::put(std::size_t offset, ByteView bytes) {
  std::copy(bytes.begin(), bytes.end(), entry_.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace viche::ballot
