#include "crypto/group/batch.h"

#include <algorithm>
#include <array>

#include "crypto/group/curve/normalize.h"
#include "crypto/group/kernel/kernel.h"

namespace viche {

namespace {

constexpr std::size_t kChunk = 128;  // points at a time, in arrays on the stack
constexpr std::size_t kWeightBytes = 16;

Scalar weight(ByteView drawn) {
  Bytes32 bytes{};
  std::copy(drawn.begin(), drawn.end(), bytes.begin());
  return *Scalar::decode(bytes);
}

Bytes encode_with(decltype(kernel::Kernel::encode) function, std::span<const Point> points) {
  Bytes out(32 * points.size());
  std::array<const edwards::Extended*, kChunk> pointers;
  for (std::size_t first = 0; first < points.size(); first += kChunk) {
    const std::size_t here = std::min(kChunk, points.size() - first);
    for (std::size_t i = 0; i < here; ++i) pointers[i] = &points[first + i].curve();
    function(pointers.data(), here, out.data() + 32 * first);
  }
  return out;
}

}  // namespace

void decode_addends(std::span<const std::uint8_t* const> encodings,
                    std::span<edwards::Addend> addends, std::span<std::uint8_t> valid) {
  if (addends.size() != encodings.size() || valid.size() != encodings.size()) {
    broken_invariant("decode_addends: unequal numbers of encodings, addends and verdicts");
  }
  kernel::active().decode(encodings.data(), encodings.size(), addends.data(), valid.data());
}

Result<std::vector<Point>> decode_points(ByteView concatenated) {
  if (concatenated.size() % 32 != 0) {
    return Error{"the length of a list of points is a multiple of 32, not " +
                     std::to_string(concatenated.size()),
                 ""};
  }
  const std::size_t count = concatenated.size() / 32;
  std::vector<Point> points;
  points.reserve(count);
  std::array<const std::uint8_t*, kChunk> encodings;
  std::array<edwards::Addend, kChunk> addends;
  std::array<std::uint8_t, kChunk> valid;
  while (points.size() < count) {
    const std::size_t first = points.size(), here = std::min(kChunk, count - first);
    for (std::size_t i = 0; i < here; ++i) encodings[i] = concatenated.data() + 32 * (first + i);
    kernel::active().decode(encodings.data(), here, addends.data(), valid.data());
    for (std::size_t i = 0; i < here; ++i) {
      if (valid[i] == 0) {
        return Point::decode({encodings[i], 32}).error().at("point " + std::to_string(first + i));
      }
      points.emplace_back(edwards::to_extended(addends[i].point));
    }
  }
  return points;
}

Bytes encode_points(std::span<const Point> points) {
  return encode_with(kernel::active().encode, points);
}

Bytes encode_doubles(std::span<const Point> points) {
  return encode_with(kernel::active().encode_doubles, points);
}

std::vector<Scalar> random_weights(std::size_t count, RandomSource& random) {
  Bytes drawn(kWeightBytes * count);
  random.fill(drawn);
  std::vector<Scalar> weights;
  weights.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    weights.push_back(weight(ByteView(drawn).subspan(kWeightBytes * i, kWeightBytes)));
  }
  return weights;
}

}  // namespace viche
