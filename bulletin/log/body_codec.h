#pragma once
// What the codecs of bodies share: points and scalars read strictly, with the byte where they stand
// in the error.

#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"

namespace viche::log {

/// `count` points, joined.
Result<std::vector<Point>> read_points(Reader& reader, std::size_t count, std::string_view what);
Result<Point> read_point(Reader& reader, std::string_view what);
Result<Scalar> read_scalar(Reader& reader, std::string_view what);

/// Adds "byte N" to an error.
[[nodiscard]] Error at_byte(const Error& error, std::size_t position);

}  // namespace viche::log
