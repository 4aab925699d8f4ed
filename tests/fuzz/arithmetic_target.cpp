// The kernels' arithmetic: every kernel that this machine supports decodes and encodes as the
// portable code does, and every sum of many terms is the naive one.
//
// An input's first byte chooses one of the two.

#include <array>
#include <vector>

#include "crypto/group/curve/normalize.h"
#include "crypto/group/kernel/kernel.h"
#include "crypto/group/multi_scalar.h"
#include "crypto/group/multi_scalar/pippenger.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {
namespace {

void read_points(Input& input) {
  std::vector<Bytes32> encodings;
  while (!input.empty() && encodings.size() < 70) {
    const ByteView bytes = input.take(32);
    Bytes32& encoding = encodings.emplace_back();
    std::copy(bytes.begin(), bytes.end(), encoding.begin());
    // Half of the inputs are of no use if the lowest bit is to be right by chance.
    if (bytes.size() < 32) encoding = Point::map(Bytes64{encoding[0], encoding[1]}).encode();
  }
  const std::size_t count = encodings.size();
  std::vector<const std::uint8_t*> pointers;
  for (const Bytes32& encoding : encodings) pointers.push_back(encoding.data());
  for (const kernel::Kernel& kernel : kernel::all()) {
    if (!kernel.supported()) continue;
    std::vector<edwards::Addend> addends(count);
    std::vector<std::uint8_t> valid(count, 2);
    kernel.decode(pointers.data(), count, addends.data(), valid.data());
    std::vector<edwards::Extended> points;
    for (std::size_t i = 0; i < count; ++i) {
      const Result<Point> expected = Point::decode(encodings[i]);
      require(valid[i] == (expected.ok() ? 1 : 0), "a kernel's verdict on an encoding");
      points.push_back(edwards::to_extended(addends[i].point));
      require(Point(points[i]) == (expected.ok() ? *expected : Point::identity()),
              "a kernel decodes another point");
    }
    std::vector<const edwards::Extended*> places;
    for (const edwards::Extended& point : points) places.push_back(&point);
    Bytes encoded(32 * count);
    kernel.encode(places.data(), count, encoded.data());
    for (std::size_t i = 0; i < count; ++i) {
      require_same(ByteView(encoded).subspan(32 * i, 32), valid[i] == 1 ? encodings[i] : Bytes32{},
                   "a kernel's point");
    }
  }
}

// Some points of which inputs make terms: so that the naive sum is that of few products.
const std::vector<Point>& bases() {
  static const std::vector<Point> kBases = [] {
    std::vector<Point> points{Point::identity(), Point::base(), -Point::base()};
    for (std::uint8_t i = 0; i < 4; ++i) points.push_back(Point::map(Bytes64{i}));
    points.push_back(points[3] + points[4]);
    return points;
  }();
  return kBases;
}

Scalar read_scalar(Input& input, std::uint8_t how) {
  Bytes64 wide{};
  const std::size_t size = std::array<std::size_t, 4>{0, 2, 16, 32}[how % 4];
  const ByteView bytes = input.take(size);
  std::copy(bytes.begin(), bytes.end(), wide.begin());
  const Scalar scalar = Scalar::reduce(wide);
  return how % 8 < 4 ? scalar : -scalar;
}

// Pieces of one scalar and base, or of some that follow from each other, repeated up to 255 times.
void read_sum(Input& input) {
  std::vector<Scalar> scalars, of_base(bases().size());
  std::vector<Point> points;
  while (!input.empty() && scalars.size() < 3000) {
    const std::uint8_t how = input.u8(), base = input.u8() % 8, times = input.u8();
    Scalar scalar = read_scalar(input, how);
    const Scalar step = read_scalar(input, how / 8);
    for (std::size_t i = 0; i <= times; ++i) {
      const std::size_t b = how >= 128 ? (base + i) % bases().size() : base;
      scalars.push_back(scalar);
      points.push_back(bases()[b]);
      of_base[b] += scalar;
      scalar = how % 128 >= 64 ? scalar * step : scalar + step;
    }
  }
  Point expected;
  for (std::size_t b = 0; b < bases().size(); ++b) expected += multiply(of_base[b], bases()[b]);

  std::vector<edwards::Addend> addends(points.size());
  to_addends(points, addends);
  static multi_scalar::Pippenger pippenger;  // keeps its buffers, as a checker does
  for (const kernel::Kernel& kernel : kernel::all()) {
    if (!kernel.supported()) continue;
    require(Point(pippenger.sum(scalars, addends.data(), kernel)) == expected,
            "a kernel's sum is not the naive one");
  }
  VartimeSum sum;
  sum.add(scalars, addends);
  require(sum.value() == expected, "the sum is not the naive one");
  const std::size_t half = scalars.size() / 2;
  VartimeSum first, second;
  first.add(std::span(scalars).first(half), std::span(addends).first(half));
  second.add(std::span(scalars).subspan(half), std::span(addends).subspan(half));
  require(first.value() + second.value() == expected, "the sums of two halves");
}

}  // namespace

void compute(ByteView bytes) {
  Input input(bytes);
  if (input.u8() % 2 == 0) {
    read_points(input);
  } else {
    read_sum(input);
  }
}

}  // namespace viche::fuzz
