#include "bulletin/log/body_codec.h"

#include "crypto/group/batch.h"

namespace viche::log {

Error at_byte(const Error& error, std::size_t position) {
  return error.at("byte " + std::to_string(position));
}

Result<std::vector<Point>> read_points(Reader& reader, std::size_t count, std::string_view what) {
  const std::size_t position = reader.position();
  VICHE_ASSIGN(const ByteView bytes, reader.take(32 * count, what));
  auto points = decode_points(bytes);
  if (!points) return at_byte(points.error().at(std::string(what)), position);
  return points;
}

Result<Point> read_point(Reader& reader, std::string_view what) {
  const std::size_t position = reader.position();
  VICHE_ASSIGN(const ByteView bytes, reader.take(32, what));
  auto point = Point::decode(bytes);
  if (!point) return at_byte(point.error().at(std::string(what)), position);
  return point;
}

Result<Scalar> read_scalar(Reader& reader, std::string_view what) {
  const std::size_t position = reader.position();
  VICHE_ASSIGN(const ByteView bytes, reader.take(32, what));
  auto scalar = Scalar::decode(bytes);
  if (!scalar) return at_byte(scalar.error().at(std::string(what)), position);
  return scalar;
}

}  // namespace viche::log
