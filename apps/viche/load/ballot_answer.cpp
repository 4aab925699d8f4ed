#include "apps/viche/load/ballot_answer.h"

#include <charconv>

namespace viche::load {
namespace {

constexpr std::string_view kIndex = "\nindex ";
constexpr std::string_view kReason = "\"reason\":\"";

}  // namespace

std::optional<std::uint64_t> index_in(const Answer& answer) {
  const std::size_t at = answer.body.find(kIndex);
  if (at == std::string_view::npos) return std::nullopt;
  std::uint64_t index = 0;
  const char* end = answer.body.data() + answer.body.size();
  const auto [stop, error] = std::from_chars(answer.body.data() + at + kIndex.size(), end, index);
  if (error != std::errc() || stop == end || *stop != '\n') return std::nullopt;
  return index;
}

std::string_view reason_in(const Answer& answer) {
  const std::size_t at = answer.body.find(kReason);
  if (at == std::string_view::npos) return "unknown";
  const std::string_view rest = answer.body.substr(at + kReason.size());
  return rest.substr(0, rest.find('"'));
}

}  // namespace viche::load
