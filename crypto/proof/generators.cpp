#include "crypto/proof/generators.h"

#include <cstdint>
#include <string_view>

#include "crypto/proof/transcript.h"

namespace viche {
namespace {

Point indexed_generator(std::string_view tag, std::size_t p) {
  return Point::map(Transcript(tag).add_u32(static_cast<std::uint32_t>(p)).digest64());
}

}  // namespace

Generators::Generators(std::size_t n)
    : H_(Point::map(Transcript("viche/v1/generator-H").digest64())) {
  H_p_.reserve(n);
  K_p_.reserve(n);
  for (std::size_t p = 1; p <= n; ++p) {
    H_p_.push_back(indexed_generator("viche/v1/generator-Hp", p));
    K_p_.push_back(indexed_generator("viche/v1/generator-Kp", p));
  }
}

const Point& Generators::at(const std::vector<Point>& points, std::size_t p) {
  if (p < 1 || p > points.size()) broken_invariant("Generators: no generator of this index");
  return points[p - 1];
}

}  // namespace viche
