#pragma once
// Multi-scalar multiplication in variable time, over points that are ready to be added: public data
// only. batch.h has the same over points in any form.

#include <memory>
#include <span>
#include <vector>

#include "crypto/group/curve/addend.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"

namespace viche {

/// The working memory of one sum after another: grows to what the largest needs (some 60 bytes a
/// term), and is kept. One thread at a time.
class MultiScalarBuffers {
 public:
  MultiScalarBuffers();
  ~MultiScalarBuffers();
  MultiScalarBuffers(MultiScalarBuffers&&) noexcept;
  MultiScalarBuffers& operator=(MultiScalarBuffers&&) noexcept;

  struct State;
  [[nodiscard]] State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// The sum of scalars[i] * addends[i]; of nothing, the identity. The spans are of equal length,
/// below 2^30. What a term costs follows the number of bits of its scalar or of the scalar's
/// negative, whichever is shorter: a weight of 128 bits costs half as much as an arbitrary scalar,
/// its negative too, and zero costs nothing.
Point vartime_multi_multiply(std::span<const Scalar> scalars,
                             std::span<const edwards::Addend> addends, MultiScalarBuffers& buffers);

/// The addend of each point, with one inversion for all of them. The spans are of equal length.
void to_addends(std::span<const Point> points, std::span<edwards::Addend> addends);

/// A sum that is fed its terms a few at a time and keeps its memory for the next. One thread at a
/// time.
class VartimeSum {
 public:
  /// Forgets the terms, keeps the memory.
  void clear() { size_ = 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Memory for `count` terms and no more, which a sum that grows may take twice.
  void reserve(std::size_t count);

  struct Terms {
    std::span<Scalar> scalars;
    std::span<edwards::Addend> addends;
  };
  /// Room for `count` more terms, which the caller fills before the next call; their scalars are
  /// zero until then, and a term whose scalar is zero counts for nothing, whatever its addend. The
  /// spans are valid until the next call of append or add.
  Terms append(std::size_t count);
  /// Copies terms. The spans are of equal length.
  void add(std::span<const Scalar> scalars, std::span<const edwards::Addend> addends);
  void add(std::span<const Scalar> scalars, std::span<const Point> points);

  /// The terms so far.
  [[nodiscard]] Terms terms();
  /// The sum of all terms so far.
  [[nodiscard]] Point value();

 private:
  std::vector<Scalar> scalars_;           // the first size_ are in use
  std::vector<edwards::Addend> addends_;  // the first size_ are in use
  std::size_t size_ = 0;
  MultiScalarBuffers buffers_;
};

}  // namespace viche
