// Scalars, one lane after the other.

#include <cstring>

#include "crypto/group/curve/scalar_limbs.h"
#include "crypto/group/kernel/scalars.h"

namespace viche::portable {
namespace {

constexpr std::size_t kLanes = ScalarBlock::kLanes;

ScalarLimbs lane_of(const ScalarBlock& block, std::size_t lane) {
  ScalarLimbs out;
  for (std::size_t i = 0; i < 5; ++i) out.limb[i] = block.limb[i][lane];
  return out;
}

void set_lane(ScalarBlock& block, std::size_t lane, const ScalarLimbs& value) {
  for (std::size_t i = 0; i < 5; ++i) block.limb[i][lane] = value.limb[i];
}

template <class Operation>
void for_each_lane(std::size_t blocks, ScalarBlock* out, const Operation& operation) {
  for (std::size_t block = 0; block < blocks; ++block) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      set_lane(out[block], lane, operation(block, lane));
    }
  }
}

void multiply(const ScalarBlock* a, const ScalarBlock* b, std::size_t blocks, ScalarBlock* out) {
  for_each_lane(blocks, out, [&](std::size_t block, std::size_t lane) {
    return scalar::mul(lane_of(a[block], lane), lane_of(b[block], lane));
  });
}

void multiply_add(const ScalarBlock* a, const ScalarBlock* b, const ScalarBlock* addends,
                  std::size_t blocks, ScalarBlock* out) {
  for_each_lane(blocks, out, [&](std::size_t block, std::size_t lane) {
    return scalar::multiply_add(lane_of(a[block], lane), lane_of(b[block], lane),
                                lane_of(addends[block], lane));
  });
}

void add(const ScalarBlock* a, const ScalarBlock* b, std::size_t blocks, ScalarBlock* out) {
  for_each_lane(blocks, out, [&](std::size_t block, std::size_t lane) {
    return scalar::add(lane_of(a[block], lane), lane_of(b[block], lane));
  });
}

void subtract(const ScalarBlock* a, const ScalarBlock* b, std::size_t blocks, ScalarBlock* out) {
  for_each_lane(blocks, out, [&](std::size_t block, std::size_t lane) {
    return scalar::sub(lane_of(a[block], lane), lane_of(b[block], lane));
  });
}

void decode(const std::uint8_t* const* encodings, std::size_t blocks, ScalarBlock* out,
            std::uint8_t* canonical) {
  for_each_lane(blocks, out, [&](std::size_t block, std::size_t lane) {
    ScalarLimbs value = scalar::from_bytes(encodings[kLanes * block + lane]);
    const std::uint64_t valid = scalar::is_canonical(value);
    const unsigned others = lane == 0 ? 0 : canonical[block];
    canonical[block] = static_cast<std::uint8_t>(others | valid << lane);
    for (std::uint64_t& limb : value.limb) limb &= 0 - valid;
    return value;
  });
}

void reduce(const std::uint8_t* digests, std::size_t blocks, ScalarBlock* out) {
  for_each_lane(blocks, out, [&](std::size_t block, std::size_t lane) {
    return scalar::reduce(digests + 64 * (kLanes * block + lane));
  });
}

void encode(const ScalarBlock* scalars, std::size_t blocks, std::uint8_t* encodings) {
  for (std::size_t i = 0; i < kLanes * blocks; ++i) {
    const Bytes32 bytes = scalar::to_bytes(lane_of(scalars[i / kLanes], i % kLanes));
    std::memcpy(encodings + 32 * i, bytes.data(), bytes.size());
  }
}

}  // namespace

const kernel::ScalarFunctions kScalars{.multiply = multiply,
                                       .multiply_add = multiply_add,
                                       .add = add,
                                       .subtract = subtract,
                                       .decode = decode,
                                       .reduce = reduce,
                                       .encode = encode};

}  // namespace viche::portable
