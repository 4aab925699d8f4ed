#include "crypto/proof/dlog.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace viche {
namespace {

// Encodings are as good as random, but for the identity's zeros.
std::uint64_t first_bytes(const Bytes32& encoding) {
  std::uint64_t value;
  std::memcpy(&value, encoding.data(), sizeof(value));
  return value;
}

std::uint32_t fragment_of(const Bytes32& encoding) {
  std::uint32_t value;
  std::memcpy(&value, encoding.data() + 8, sizeof(value));
  return value;
}

}  // namespace

DiscreteLog::DiscreteLog(std::uint64_t table_size) : table_size_(table_size) {
  if (table_size < 1 || table_size > std::uint64_t{1} << 28) {
    broken_invariant("DiscreteLog: table size out of range");
  }
  slots_.resize(std::bit_ceil(2 * table_size));
  Point step;
  for (std::uint32_t i = 0; i < table_size; ++i) {
    insert(step.encode(), i);
    step += Point::base();
  }
  minus_giant_ = -step;
}

void DiscreteLog::insert(const Bytes32& encoding, std::uint32_t index) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t position = first_bytes(encoding) & mask;
  while (slots_[position].index_plus_one != 0) position = (position + 1) & mask;
  slots_[position] = Slot{fragment_of(encoding), index + 1};
}

std::optional<std::uint64_t> DiscreteLog::look_up(const Bytes32& encoding, std::uint64_t offset,
                                                  const Point& T_G) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t position = first_bytes(encoding) & mask; slots_[position].index_plus_one != 0;
       position = (position + 1) & mask) {
    if (slots_[position].fragment != fragment_of(encoding)) continue;
    const std::uint64_t T = offset + slots_[position].index_plus_one - 1;
    if (multiply_base(Scalar::from_u64(T)) == T_G) return T;
  }
  return std::nullopt;
}

Result<std::uint64_t> DiscreteLog::find(const Point& T_G, std::uint64_t bound) const {
  Point giant = T_G;
  for (std::uint64_t step = 0; step <= bound / table_size_; ++step) {
    const auto T = look_up(giant.encode(), step * table_size_, T_G);
    if (T && *T <= bound) return *T;
    giant += minus_giant_;
  }
  return Error{"no discrete logarithm in [0, " + std::to_string(bound) + "]", ""};
}

}  // namespace viche
