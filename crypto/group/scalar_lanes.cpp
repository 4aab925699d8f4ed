#include "crypto/group/scalar_lanes.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "crypto/group/curve/scalar_limbs.h"
#include "crypto/group/kernel/kernel.h"

namespace viche {
namespace {

const kernel::ScalarFunctions& functions() { return *kernel::active().scalars; }

static_assert(sizeof(Scalar) == 32 && std::is_trivially_copyable_v<Scalar>,
              "scalars side by side are their encodings side by side");

void expect_lanes(std::size_t count) {
  if (count > ScalarLanes::kLanes) broken_invariant("ScalarLanes: more numbers than lanes");
}

}  // namespace

ScalarLanes ScalarLanes::from_u64(std::uint64_t value) {
  ScalarLanes out;
  for (ScalarBlock& block : out.blocks_) {
    std::fill(std::begin(block.limb[0]), std::end(block.limb[0]), value & scalar::kMask);
    std::fill(std::begin(block.limb[1]), std::end(block.limb[1]), value >> 52);
  }
  return out;
}

ScalarLanes ScalarLanes::broadcast(const Scalar& scalar) {
  const ScalarLimbs limbs = scalar::from_bytes(scalar.bytes_.data());
  ScalarLanes out;
  for (ScalarBlock& block : out.blocks_) {
    for (std::size_t i = 0; i < 5; ++i) {
      std::fill(std::begin(block.limb[i]), std::end(block.limb[i]), limbs.limb[i]);
    }
  }
  return out;
}

ScalarLanes::Decoded ScalarLanes::decode(std::span<const std::uint8_t* const> encodings) {
  expect_lanes(encodings.size());
  static constexpr Bytes32 kNone{};
  std::array<const std::uint8_t*, kLanes> all;
  std::fill(std::copy(encodings.begin(), encodings.end(), all.begin()), all.end(), kNone.data());
  std::array<std::uint8_t, kBlocks> canonical;
  Decoded decoded;
  functions().decode(all.data(), kBlocks, decoded.lanes.blocks_, canonical.data());
  for (std::size_t i = 0; i < kBlocks; ++i) {
    decoded.canonical |= Mask{canonical[i]} << (ScalarBlock::kLanes * i);
  }
  decoded.canonical &= first(encodings.size());
  return decoded;
}

ScalarLanes ScalarLanes::reduce(std::span<const Bytes64> digests) {
  expect_lanes(digests.size());
  ScalarLanes out{Unwritten{}};
  if (digests.size() == kLanes) {
    functions().reduce(digests.data()->data(), kBlocks, out.blocks_);
  } else {
    std::array<Bytes64, kLanes> all{};
    std::copy(digests.begin(), digests.end(), all.begin());
    functions().reduce(all.data()->data(), kBlocks, out.blocks_);
  }
  return out;
}

ScalarLanes ScalarLanes::load(std::span<const Scalar> scalars) {
  std::array<const std::uint8_t*, kLanes> encodings;
  expect_lanes(scalars.size());
  for (std::size_t i = 0; i < scalars.size(); ++i) encodings[i] = scalars[i].bytes_.data();
  return decode(std::span(encodings).first(scalars.size())).lanes;
}

void ScalarLanes::store(std::span<Scalar> scalars) const {
  expect_lanes(scalars.size());
  if (scalars.size() == kLanes) {
    functions().encode(blocks_, kBlocks, reinterpret_cast<std::uint8_t*>(scalars.data()));
  } else {
    std::array<Scalar, kLanes> all;
    store(all);
    std::copy_n(all.begin(), scalars.size(), scalars.begin());
  }
}

Scalar ScalarLanes::lane(std::size_t index) const {
  ScalarLimbs limbs;
  for (std::size_t i = 0; i < 5; ++i) {
    limbs.limb[i] = blocks_[index / ScalarBlock::kLanes].limb[i][index % ScalarBlock::kLanes];
  }
  return Scalar(scalar::to_bytes(limbs));
}

void ScalarLanes::set_lane(std::size_t index, const Scalar& scalar) {
  const ScalarLimbs limbs = scalar::from_bytes(scalar.bytes_.data());
  for (std::size_t i = 0; i < 5; ++i) {
    blocks_[index / ScalarBlock::kLanes].limb[i][index % ScalarBlock::kLanes] = limbs.limb[i];
  }
}

ScalarLanes ScalarLanes::only(Mask lanes) const {
  ScalarLanes out;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::size_t block = lane / ScalarBlock::kLanes, j = lane % ScalarBlock::kLanes;
    const std::uint64_t keep = 0 - (lanes >> lane & 1);
    for (std::size_t i = 0; i < 5; ++i)
      out.blocks_[block].limb[i][j] = blocks_[block].limb[i][j] & keep;
  }
  return out;
}

Scalar ScalarLanes::sum() const {
  ScalarBlock block = blocks_[0];
  for (std::size_t i = 1; i < kBlocks; ++i) functions().add(&block, &blocks_[i], 1, &block);
  ScalarLimbs sum{{0, 0, 0, 0, 0}};
  for (std::size_t j = 0; j < ScalarBlock::kLanes; ++j) {
    ScalarLimbs lane;
    for (std::size_t i = 0; i < 5; ++i) lane.limb[i] = block.limb[i][j];
    sum = scalar::add(sum, lane);
  }
  return Scalar(scalar::to_bytes(sum));
}

ScalarLanes::Mask ScalarLanes::equal(const ScalarLanes& a, const ScalarLanes& b) {
  Mask equal = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::size_t block = lane / ScalarBlock::kLanes, j = lane % ScalarBlock::kLanes;
    std::uint64_t difference = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      difference |= a.blocks_[block].limb[i][j] ^ b.blocks_[block].limb[i][j];
    }
    equal |= (difference - 1) >> 63 << lane;  // limbs are below 2^52
  }
  return equal;
}

ScalarLanes operator+(const ScalarLanes& a, const ScalarLanes& b) {
  ScalarLanes out{ScalarLanes::Unwritten{}};
  functions().add(a.blocks_, b.blocks_, ScalarLanes::kBlocks, out.blocks_);
  return out;
}

ScalarLanes operator-(const ScalarLanes& a, const ScalarLanes& b) {
  ScalarLanes out{ScalarLanes::Unwritten{}};
  functions().subtract(a.blocks_, b.blocks_, ScalarLanes::kBlocks, out.blocks_);
  return out;
}

ScalarLanes operator*(const ScalarLanes& a, const ScalarLanes& b) {
  ScalarLanes out{ScalarLanes::Unwritten{}};
  functions().multiply(a.blocks_, b.blocks_, ScalarLanes::kBlocks, out.blocks_);
  return out;
}

ScalarLanes& ScalarLanes::operator+=(const ScalarLanes& other) {
  functions().add(blocks_, other.blocks_, kBlocks, blocks_);
  return *this;
}

ScalarLanes& ScalarLanes::operator-=(const ScalarLanes& other) {
  functions().subtract(blocks_, other.blocks_, kBlocks, blocks_);
  return *this;
}

ScalarLanes& ScalarLanes::operator*=(const ScalarLanes& other) {
  functions().multiply(blocks_, other.blocks_, kBlocks, blocks_);
  return *this;
}

ScalarLanes& ScalarLanes::add_product(const ScalarLanes& a, const ScalarLanes& b) {
  functions().multiply_add(a.blocks_, b.blocks_, blocks_, kBlocks, blocks_);
  return *this;
}

}  // namespace viche
