#include "verifier/receipt.h"

#include <algorithm>

#include "crypto/group/condition.h"

namespace viche::verifier {
namespace {

constexpr std::size_t kMaxProof = 64;  // the height of a tree of 2^64 leaves

Error at_line(std::size_t number, std::string reason) {
  return Error{std::move(reason), "line " + std::to_string(number)};
}

}  // namespace

Result<Receipt> read_receipt(std::string_view text) {
  std::size_t number = 0;
  std::string_view line;
  const auto next = [&] {
    const std::size_t end = text.find('\n');
    if (VICHE_FAULT(end == std::string_view::npos)) return false;
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
    ++number;
    return true;
  };

  if (VICHE_FAULT(!next() || line != "c2sp.org/tlog-proof@v1"))
    return at_line(1, "not a C2SP tlog-proof");
  if (VICHE_FAULT(!next())) return at_line(2, "ends too early");
  constexpr std::string_view kExtra = "extra ";
  if (line.starts_with(kExtra)) {
    const Result<Bytes> extra = from_base64(line.substr(kExtra.size()));
    if (VICHE_FAULT(!extra) || VICHE_FAULT(extra->empty())) {
      return at_line(number, "malformed base64, or none");
    }
    if (VICHE_FAULT(!next())) return at_line(number + 1, "ends too early");
  }
  constexpr std::string_view kIndex = "index ";
  Receipt receipt;
  const std::optional<std::uint64_t> index =
      line.starts_with(kIndex) ? read_decimal(line.substr(kIndex.size())) : std::nullopt;
  if (VICHE_FAULT(!index)) return at_line(number, "no `index` and a decimal number");
  receipt.index = *index;
  for (;;) {
    if (VICHE_FAULT(!next())) return at_line(number + 1, "ends too early");
    if (line.empty()) break;
    const Result<Bytes> hash = from_base64(line);
    if (VICHE_FAULT(!hash) || VICHE_FAULT(hash->size() != 32))
      return at_line(number, "not a hash in base64");
    if (VICHE_FAULT(receipt.proof.size() == kMaxProof)) return at_line(number, "too long a proof");
    std::copy(hash->begin(), hash->end(), receipt.proof.emplace_back().begin());
  }
  CheckpointReading reading = read_checkpoint(text);
  if (reading.fault) return reading.fault->at("checkpoint");
  receipt.checkpoint = std::move(*reading.checkpoint);
  return receipt;
}

}  // namespace viche::verifier
