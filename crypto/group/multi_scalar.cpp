#include "crypto/group/multi_scalar.h"

#include <algorithm>

#include "crypto/group/batch.h"
#include "crypto/group/curve/normalize.h"
#include "crypto/group/multi_scalar/few_bits.h"
#include "crypto/group/multi_scalar/pippenger.h"
#include "crypto/group/multi_scalar/straus.h"

namespace viche {

using edwards::Addend;
using edwards::Extended;

struct MultiScalarBuffers::State {
  multi_scalar::Pippenger pippenger;
};

MultiScalarBuffers::MultiScalarBuffers() : state_(std::make_unique<State>()) {}
MultiScalarBuffers::~MultiScalarBuffers() = default;
MultiScalarBuffers::MultiScalarBuffers(MultiScalarBuffers&&) noexcept = default;
MultiScalarBuffers& MultiScalarBuffers::operator=(MultiScalarBuffers&&) noexcept = default;

namespace {

void expect_equal(std::size_t scalars, std::size_t points) {
  if (scalars != points) {
    broken_invariant("vartime_multi_multiply: unequal numbers of scalars and points");
  }
}

}  // namespace

Point vartime_multi_multiply(std::span<const Scalar> scalars, std::span<const Addend> addends,
                             MultiScalarBuffers& buffers) {
  expect_equal(scalars.size(), addends.size());
  if (const auto sum = multi_scalar::sum_of_few_bits(scalars, addends)) return Point(*sum);
  const kernel::Kernel& kernel = kernel::active();
  if (scalars.size() < kernel.many_terms) {
    std::vector<Extended> points;
    points.reserve(addends.size());
    for (const Addend& addend : addends) points.push_back(edwards::to_extended(addend.point));
    return Point(multi_scalar::straus(scalars, points));
  }
  return Point(buffers.state().pippenger.sum(scalars, addends.data(), kernel));
}

Point vartime_multi_multiply(std::span<const Scalar> scalars, std::span<const Point> points) {
  expect_equal(scalars.size(), points.size());
  std::vector<Extended> curve;
  curve.reserve(points.size());
  for (const Point& point : points) curve.push_back(point.curve());
  if (points.size() < kernel::active().many_terms)
    return Point(multi_scalar::straus(scalars, curve));
  std::vector<Addend> addends(points.size());
  edwards::normalize(curve, addends);
  MultiScalarBuffers buffers;
  return vartime_multi_multiply(scalars, addends, buffers);
}

void to_addends(std::span<const Point> points, std::span<Addend> addends) {
  std::vector<Extended> curve;
  curve.reserve(points.size());
  for (const Point& point : points) curve.push_back(point.curve());
  edwards::normalize(curve, addends);
}

void VartimeSum::reserve(std::size_t count) {
  if (count <= scalars_.size()) return;
  scalars_.reserve(count);
  scalars_.resize(count);
  addends_.reserve(count);
  addends_.resize(count);
}

VartimeSum::Terms VartimeSum::append(std::size_t count) {
  const std::size_t first = size_;
  size_ += count;
  if (scalars_.size() < size_) reserve(std::max(size_, 2 * scalars_.size()));
  const Terms terms{std::span(scalars_).subspan(first, count),
                    std::span(addends_).subspan(first, count)};
  std::fill(terms.scalars.begin(), terms.scalars.end(), Scalar::zero());
  return terms;
}

void VartimeSum::add(std::span<const Scalar> scalars, std::span<const Addend> addends) {
  expect_equal(scalars.size(), addends.size());
  const Terms terms = append(scalars.size());
  std::copy(scalars.begin(), scalars.end(), terms.scalars.begin());
  std::copy(addends.begin(), addends.end(), terms.addends.begin());
}

void VartimeSum::add(std::span<const Scalar> scalars, std::span<const Point> points) {
  expect_equal(scalars.size(), points.size());
  const Terms terms = append(scalars.size());
  std::copy(scalars.begin(), scalars.end(), terms.scalars.begin());
  to_addends(points, terms.addends);
}

VartimeSum::Terms VartimeSum::terms() {
  return {std::span(scalars_).first(size_), std::span(addends_).first(size_)};
}

Point VartimeSum::value() {
  return vartime_multi_multiply(std::span<const Scalar>(scalars_).first(size_),
                                std::span<const Addend>(addends_).first(size_), buffers_);
}

}  // namespace viche
