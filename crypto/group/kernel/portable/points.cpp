#include <algorithm>

#include "crypto/group/kernel/portable.h"

namespace viche::portable {

bool supported() { return true; }

void decode(const std::uint8_t* const* encodings, std::size_t count, edwards::Addend* addends,
            std::uint8_t* valid) {
  for (std::size_t i = 0; i < count; ++i) {
    edwards::Extended point;
    const bool good = edwards::ristretto_decode(encodings[i], point);
    valid[i] = good ? 1 : 0;
    const edwards::Affine affine{field::carry(field::add(point.Y, point.X)),
                                 field::carry(field::sub2(point.Y, point.X)),
                                 field::mul(point.T, field::kTwoD)};
    addends[i] = {good ? affine : edwards::kAffineIdentity, 0};
  }
}

void encode(const edwards::Extended* const* points, std::size_t count, std::uint8_t* encodings) {
  for (std::size_t i = 0; i < count; ++i) {
    const Bytes32 bytes = edwards::ristretto_encode(*points[i]);
    std::copy(bytes.begin(), bytes.end(), encodings + 32 * i);
  }
}

}  // namespace viche::portable
