#pragma once
// A ballot's entry on its way: its bytes as the proof proceeds, and the challenges that hash them.

#include <cstddef>

#include "ballot/ballot.h"
#include "ballot/election_context.h"

namespace viche::ballot {

/// Type, prev and signature stay zero. The context must outlive it.
class EntryWriter {
 public:
  EntryWriter(const ElectionContext& context, StyleIndex style, const Bytes32& K);

  /// C_p, p from 0.
  void put_C(std::size_t p, ByteView encoding) { put(kOffsetC + 32 * p, encoding); }
  void put_M(ByteView encoding) { put(offset_proof(), encoding); }
  void put_A(ByteView encoding) { put(offset_proof() + 32, encoding); }
  void put_B(ByteView encoding) { put(offset_proof() + 64, encoding); }
  /// f_p, p from 1.
  void put_f(std::size_t p, const Scalar& f_p);
  void put_z(const Scalar& z);

  /// The challenges, when what they hash stands: C, M and A; B.
  [[nodiscard]] Scalar y() const;
  [[nodiscard]] Scalar x(const Scalar& y) const;

  /// What stands so far.
  [[nodiscard]] BallotView view() const { return BallotView::of(entry_); }
  [[nodiscard]] Bytes finish() && { return std::move(entry_); }

 private:
  [[nodiscard]] std::size_t offset_proof() const { return kOffsetC + 32 * (n_ + 1); }
  void put(std::size_t offset, ByteView bytes);

  const Bytes32* election_;
  std::size_t n_;
  Bytes entry_;
};

}  // namespace viche::ballot
