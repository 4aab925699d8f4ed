#pragma once
// Where ballot/proof.h puts the factors of up to 64 ballots of one n, ballot i in lane i: points
// are numbered as in BallotView::point.

#include <array>
#include <span>
#include <vector>

#include "ballot/base_factors.h"
#include "crypto/group/lane_sums.h"
#include "crypto/group/scalar_lanes.h"

namespace viche::ballot {

/// The style of each of a group's ballots, those of one style side by side.
using Styles = std::span<const StyleLayout* const>;

/// The weighted factors of all ballots added up: those of their points to factors[number * stride +
/// i], those of the shared bases to `shared`.
class TotalSum {
 public:
  TotalSum(const ElectionContext& context, Styles styles, std::span<Scalar> factors,
           std::size_t stride, std::vector<BaseFactor>& shared)
      : context_(context), styles_(styles), factors_(factors), stride_(stride), shared_(shared) {}

  void G(const ScalarLanes& factors) { base(ElectionContext::kBaseG, factors); }
  void H(const ScalarLanes& factors) { base(ElectionContext::kBaseH, factors); }
  void H(std::size_t p, const ScalarLanes& factors) { base(context_.base_H(p), factors); }
  void K(std::size_t p, const ScalarLanes& factors) { base(context_.base_K(p), factors); }
  void Y(std::size_t p, const ScalarLanes& factors) {
    if (styles_.front() == styles_.back()) {
      base(context_.base_Y(styles_.front()->slots[p - 1]), factors);
      return;
    }
    std::array<Scalar, ScalarLanes::kLanes> list;
    factors.store(std::span(list).first(styles_.size()));
    for (std::size_t i = 0; i < styles_.size(); ++i) {
      if (i > 0 && styles_[i] == styles_[i - 1]) {
        shared_.back().factor += list[i];
      } else {
        shared_.push_back({context_.base_Y(styles_[i]->slots[p - 1]), list[i]});
      }
    }
  }
  void point(const ScalarLanes& factors, std::size_t number) {
    factors.store(factors_.subspan(number * stride_, styles_.size()));
  }

 private:
  void base(std::size_t place, const ScalarLanes& factors) {
    shared_.push_back({place, factors.sum()});
  }

  const ElectionContext& context_;
  Styles styles_;
  std::span<Scalar> factors_;
  std::size_t stride_;
  std::vector<BaseFactor>& shared_;
};

/// Those of the shared bases, each ballot by itself.
class EachSum {
 public:
  EachSum(const ElectionContext& context, Styles styles, std::span<std::vector<BaseFactor>> shared)
      : context_(context), styles_(styles), shared_(shared) {}

  void G(const ScalarLanes& factors) { base(ElectionContext::kBaseG, factors); }
  void H(const ScalarLanes& factors) { base(ElectionContext::kBaseH, factors); }
  void H(std::size_t p, const ScalarLanes& factors) { base(context_.base_H(p), factors); }
  void K(std::size_t p, const ScalarLanes& factors) { base(context_.base_K(p), factors); }
  void Y(std::size_t p, const ScalarLanes& factors) {
    put(factors, [&](std::size_t i) { return context_.base_Y(styles_[i]->slots[p - 1]); });
  }
  void point(const ScalarLanes&, std::size_t) {}

 private:
  void base(std::size_t place, const ScalarLanes& factors) {
    put(factors, [place](std::size_t) { return place; });
  }
  template <class Place>
  void put(const ScalarLanes& factors, const Place& place_of) {
    std::array<Scalar, ScalarLanes::kLanes> list;
    factors.store(std::span(list).first(styles_.size()));
    for (std::size_t i = 0; i < styles_.size(); ++i) shared_[i].push_back({place_of(i), list[i]});
  }

  const ElectionContext& context_;
  Styles styles_;
  std::span<std::vector<BaseFactor>> shared_;
};

/// The factors of one condition, to a sum in each ballot's lane over its own points
/// points[number * stride + i] and the shared bases.
class ConditionSums {
 public:
  ConditionSums(const ElectionContext& context, Styles styles,
                std::span<const edwards::Addend> points, std::size_t stride, LaneSums& sums)
      : context_(context), styles_(styles), points_(points), stride_(stride), sums_(sums) {}

  void G(const ScalarLanes& factors) { base(ElectionContext::kBaseG, factors); }
  void H(const ScalarLanes& factors) { base(ElectionContext::kBaseH, factors); }
  void H(std::size_t p, const ScalarLanes& factors) { base(context_.base_H(p), factors); }
  void K(std::size_t p, const ScalarLanes& factors) { base(context_.base_K(p), factors); }
  void Y(std::size_t p, const ScalarLanes& factors) {
    add(factors, [&](std::size_t i) {
      return &context_.bases()[context_.base_Y(styles_[i]->slots[p - 1])];
    });
  }
  void point(const ScalarLanes& factors, std::size_t number) {
    add(factors, [&](std::size_t i) { return &points_[number * stride_ + i]; });
  }

 private:
  void base(std::size_t place, const ScalarLanes& factors) {
    add(factors, [&](std::size_t) { return &context_.bases()[place]; });
  }
  template <class PointOf>
  void add(const ScalarLanes& factors, const PointOf& point_of) {
    std::array<const edwards::Addend*, ScalarLanes::kLanes> list;
    for (std::size_t i = 0; i < styles_.size(); ++i) list[i] = point_of(i);
    sums_.add(factors, std::span(list).first(styles_.size()));
  }

  const ElectionContext& context_;
  Styles styles_;
  std::span<const edwards::Addend> points_;
  std::size_t stride_;
  LaneSums& sums_;
};

}  // namespace viche::ballot
