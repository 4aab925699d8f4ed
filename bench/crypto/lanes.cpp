#include "bench/crypto/lanes.h"

#include <immintrin.h>

#include "crypto/group/curve/normalize.h"
#include "crypto/group/kernel/ifma/edwards.h"

namespace viche::bench {

const char* name_of(Operation operation) {
  switch (operation) {
    case Operation::kMultiply:
      return "multiply";
    case Operation::kSquare:
      return "square";
    case Operation::kAddMixed:
      return "add_mixed";
    case Operation::kAdd:
      return "add";
    case Operation::kDouble:
      return "double";
  }
  return "";
}

namespace {

// Not inline: the region below calls it.
__attribute__((noinline)) edwards::Addend addend_of(const edwards::Extended& point) {
  edwards::Addend addend;
  edwards::normalize({&point, 1}, {&addend, 1});
  return addend;
}

// One operation; `odd` alternates.
edwards::Extended step(Operation operation, edwards::Extended p, const edwards::Addend& addend,
                       const edwards::Cached& cached, bool odd) {
  switch (operation) {
    case Operation::kMultiply:
      (odd ? p.Y : p.X) = field::mul(odd ? p.Y : p.X, p.Z);
      return p;
    case Operation::kSquare:
      (odd ? p.Y : p.X) = field::square(odd ? p.Y : p.X);
      return p;
    case Operation::kAddMixed:
      return p + addend.point;
    case Operation::kAdd:
      return p + cached;
    case Operation::kDouble:
      return edwards::twice(p);
  }
  return p;
}

}  // namespace

void run_portable(Operation operation, edwards::Extended* points, std::size_t count) {
  const edwards::Addend addend = addend_of(points[0]);
  const edwards::Cached cached = edwards::to_cached(points[0]);
  for (std::size_t lane = 0; lane < 8; ++lane) {
    edwards::Extended p = points[lane];
    for (std::size_t i = 0; i < count; ++i) p = step(operation, p, addend, cached, i % 2 == 1);
    points[lane] = p;
  }
}

}  // namespace viche::bench

VICHE_TARGET_IFMA_BEGIN
namespace viche::bench {

void run_ifma(Operation operation, edwards::Extended* points, std::size_t count) {
  const edwards::Extended* pointers[8];
  const edwards::Extended* first[8];
  const edwards::Addend addend = addend_of(points[0]);
  const edwards::Addend* addends[8];
  for (int i = 0; i < 8; ++i) {
    pointers[i] = points + i;
    first[i] = points;
    addends[i] = &addend;
  }
  ifma::Extended8 fields = ifma::load_extended(pointers);
  ifma::Points8 sums = ifma::to_points(fields);
  const ifma::Addends8 mixed = ifma::load_addends(addends);
  const ifma::Cached8 cached = ifma::to_cached(ifma::to_points(ifma::load_extended(first)));
  switch (operation) {
    case Operation::kMultiply:
      for (std::size_t i = 0; i < count; i += 2) {
        fields.X = ifma::mul(fields.X, fields.Z);
        fields.Y = ifma::mul(fields.Y, fields.Z);
      }
      sums = ifma::to_points(fields);
      break;
    case Operation::kSquare:
      for (std::size_t i = 0; i < count; i += 2) {
        fields.X = ifma::square(fields.X);
        fields.Y = ifma::square(fields.Y);
      }
      sums = ifma::to_points(fields);
      break;
    case Operation::kAddMixed:
      for (std::size_t i = 0; i < count; ++i) sums = ifma::add(sums, mixed);
      break;
    case Operation::kAdd:
      for (std::size_t i = 0; i < count; ++i) sums = ifma::add(sums, cached);
      break;
    case Operation::kDouble:
      for (std::size_t i = 0; i < count; ++i) sums = ifma::twice(sums);
      break;
  }
  ifma::store_extended(sums, points);
}

}  // namespace viche::bench
VICHE_TARGET_IFMA_END
