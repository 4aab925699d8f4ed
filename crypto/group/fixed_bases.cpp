#include "crypto/group/fixed_bases.h"

#include <sodium.h>

#include "crypto/group/curve/scalar_multiply.h"
#include "crypto/group/kernel/kernel.h"

namespace viche {
namespace {

using Digits = std::vector<edwards::OddDigits>;

Digits digits_of(std::span<const Scalar> scalars) {
  Digits digits;
  digits.reserve(scalars.size());
  for (const Scalar& scalar : scalars) digits.push_back(edwards::odd_digits(scalar.encode()));
  return digits;
}

void wipe(Digits& digits) {
  sodium_memzero(digits.data(), digits.size() * sizeof(edwards::OddDigits));
}

EncodedLanes sum_in_lanes(std::span<const kernel::FixedBaseTerm> terms,
                          std::span<const kernel::FixedBaseBits> bits, std::size_t lanes) {
  if (lanes > ScalarLanes::kLanes) broken_invariant("FixedBases: more lanes than there are");
  std::array<edwards::Extended, ScalarLanes::kLanes> halves;
  std::array<const edwards::Extended*, ScalarLanes::kLanes> each;
  for (std::size_t lane = 0; lane < each.size(); ++lane) each[lane] = &halves[lane];
  const kernel::Kernel& kernel = kernel::active();
  kernel.fixed_base_sums(terms.data(), terms.size(), bits.data(), bits.size(),
                         (lanes + ScalarBlock::kLanes - 1) / ScalarBlock::kLanes, halves.data());
  EncodedLanes encoded{};
  kernel.encode_doubles(each.data(), lanes, encoded.front().data());
  // What is encoded is public; coordinates that are not normalized tell more.
  sodium_memzero(halves.data(), sizeof(halves));
  return encoded;
}

void expect_terms(std::size_t scalars, std::size_t bits, std::size_t bases) {
  if (scalars + bits != bases) {
    broken_invariant("FixedBases::multi_multiply: unequal numbers of scalars and bases");
  }
}

void expect_bits(std::size_t bits, std::size_t bases) {
  if (bits + 1 != bases) broken_invariant("FixedBases::encrypt: not one bit fewer than bases");
}

}  // namespace

FixedBases::FixedBases(const std::vector<Point>& points) {
  const Scalar half = Scalar::from_u64(2).inverse();
  for (const Point& point : points) {
    append(point, edwards::FixedBaseTable(edwards::multiply(half, point.curve())));
  }
}

const FixedBases& FixedBases::base() {
  static const FixedBases kBase(std::vector<Point>{Point::base()});
  return kBase;
}

void FixedBases::append(const Point& point, const edwards::FixedBaseTable& table) {
  points_.push_back(point);
  tables_.push_back(table);
  columns_.push_back(table.columns());
}

FixedBases FixedBases::at(std::span<const std::size_t> indexes) const {
  FixedBases chosen;
  for (const std::size_t index : indexes) chosen.append(points_[index], tables_[index]);
  return chosen;
}

Point FixedBases::multi_multiply(std::span<const Scalar> scalars,
                                 std::span<const std::uint8_t> bits) const {
  expect_terms(scalars.size(), bits.size(), size());
  Digits digits = digits_of(scalars);
  const Point sum(twice(edwards::multi_multiply(digits, bits, columns_)));
  wipe(digits);
  return sum;
}

std::vector<Point> FixedBases::encrypt(const Scalar& scalar,
                                       std::span<const std::uint8_t> bits) const {
  expect_bits(bits.size(), size());
  Digits digits = digits_of({&scalar, 1});
  std::vector<Point> products;
  products.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) {
    const std::array terms{columns_[i], columns_[0]};
    const bool is_first = i == 0;
    products.emplace_back(
        twice(edwards::multi_multiply(digits, is_first ? bits.first(0) : bits.subspan(i - 1, 1),
                                      std::span(terms).first(is_first ? 1 : 2))));
  }
  wipe(digits);
  return products;
}

EncodedLanes FixedBases::multi_multiply(std::span<const ScalarLanes> scalars,
                                        std::span<const BitLanes> bits, std::size_t lanes) const {
  expect_terms(scalars.size(), bits.size(), size());
  std::vector<kernel::FixedBaseTerm> terms;
  std::vector<kernel::FixedBaseBits> rest;
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    terms.push_back({columns_[i], scalars[i].blocks().data()});
  }
  for (std::size_t i = 0; i < bits.size(); ++i) {
    rest.push_back({columns_[scalars.size() + i], bits[i].data()});
  }
  return sum_in_lanes(terms, rest, lanes);
}

std::vector<EncodedLanes> FixedBases::encrypt(const ScalarLanes& scalar,
                                              std::span<const BitLanes> bits,
                                              std::size_t lanes) const {
  expect_bits(bits.size(), size());
  std::vector<EncodedLanes> products;
  products.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) {
    const kernel::FixedBaseTerm term{columns_[i], scalar.blocks().data()};
    const kernel::FixedBaseBits bit{columns_[0], i == 0 ? nullptr : bits[i - 1].data()};
    products.push_back(
        sum_in_lanes({&term, 1}, {&bit, i == 0 ? std::size_t{0} : std::size_t{1}}, lanes));
  }
  return products;
}

}  // namespace viche
