#include "verifier/roll.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "crypto/group/condition.h"
#include "verifier/transcript.h"

namespace viche::verifier {
namespace {

constexpr std::size_t kRecord = 38;
constexpr std::size_t kOpening = 104;

struct Record {
  Bytes32 K{};
  std::uint16_t style = 0;
  std::uint32_t weight = 0;
};

Record read_record(ByteView bytes) {
  Record record;
  std::copy_n(bytes.begin(), 32, record.K.begin());
  record.style = static_cast<std::uint16_t>(bytes[32] << 8 | bytes[33]);
  record.weight = static_cast<std::uint32_t>(bytes[34]) << 24 |
                  static_cast<std::uint32_t>(bytes[35]) << 16 |
                  static_cast<std::uint32_t>(bytes[36]) << 8 | bytes[37];
  return record;
}

}  // namespace

CredentialHash::CredentialHash() { randombytes_buf(key_.data(), key_.size()); }

std::size_t CredentialHash::operator()(const Bytes32& K) const {
  static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == sizeof(std::size_t));
  std::array<std::uint8_t, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), K.data(), K.size(), key_.data());
  std::size_t value = 0;
  std::memcpy(&value, hash.data(), hash.size());
  return value;
}

Result<void> check_credentials(const Election& election, ByteView body, std::size_t stride) {
  constexpr std::size_t kAtOnce = std::size_t{1} << 14;
  const std::size_t count = body.size() / stride;
  for (std::size_t first = 0; first < count; first += kAtOnce) {
    const std::size_t end = std::min(count, first + kAtOnce);
    Bytes keys;
    for (std::size_t i = first; i < end; ++i) append(keys, body.subspan(i * stride, 32));
    const Result<std::vector<Element>> points = decode_points(election, keys, first);
    if (!points) return points.error();
    for (std::size_t i = 0; i < points->size(); ++i) {
      if (VICHE_FAULT(election.arithmetic.is_identity((*points)[i]))) {
        return Error{"K is the identity", "record " + std::to_string(first + i + 1)};
      }
    }
  }
  return {};
}

Result<void> Roll::records(const Statement& statement, const Signed& parts, bool takes_effect) {
  const bool admission = statement.type == Type::kAdmission;
  if (VICHE_FAULT(parts.body.size() % kRecord != 0) ||
      VICHE_FAULT(admission && parts.body.empty())) {
    return Error{
        "not a list of records of 38 bytes" + std::string(admission ? ", at least one" : ""), ""};
  }
  VICHE_TRY(check_credentials(election_, parts.body, kRecord));
  if (!takes_effect) return {};

  Result<void> fault;
  const std::size_t count = parts.body.size() / kRecord;
  credentials_.reserve(credentials_.size() + count);
  std::optional<Bytes32> previous;
  for (std::size_t i = 0; i < count; ++i) {
    const Record record = read_record(parts.body.subspan(i * kRecord, kRecord));
    const char* reason = nullptr;
    if (VICHE_FAULT(previous && record.K <= *previous)) reason = "K does not ascend strictly";
    if (VICHE_FAULT(record.weight < 1)) reason = "weight 0";
    previous = record.K;
    if (VICHE_FAULT(record.style < 1) ||
        VICHE_FAULT(record.style > election_.layout.styles.size())) {
      reason = "unknown style";
    } else {
      Credential credential;
      credential.style = record.style;
      credential.weight = record.weight;
      credential.from_roll = !admission;
      const bool fresh = credentials_.emplace(record.K, std::move(credential)).second;
      if (fresh) total_weight_ += record.weight;
      if (VICHE_FAULT(!fresh)) reason = "K was there before";
    }
    if (reason != nullptr && fault) fault = Error{reason, "record " + std::to_string(i + 1)};
  }
  election_.checks.require(CheckId::V1, statement.first, fault);
  seen_roll_ = true;
  return {};
}

Result<void> Roll::void_credential(const Statement& statement, const Signed& parts,
                                   bool takes_effect) {
  Reader reader(parts.body);
  VICHE_ASSIGN(const Bytes32 K, reader.bytes32("K"));
  VICHE_ASSIGN(const Bytes32 replacement, reader.bytes32("K'"));
  if (VICHE_FAULT(!reader.finish())) return Error{"not two credentials", ""};
  VICHE_TRY(check_credentials(election_, K, 32));
  const std::optional<Element> point = election_.arithmetic.decode(replacement);
  if (VICHE_FAULT(!point)) return Error{"K' is no point", ""};
  if (!takes_effect) return {};

  const Credential* replaced = make_void(statement, K);
  const bool none = election_.arithmetic.is_identity(*point);
  const bool fresh = !credentials_.contains(replacement);
  election_.checks.require(CheckId::V6, statement.first, VICHE_HOLDS(none || fresh),
                           "K' was there before");
  if (none || !fresh || replaced == nullptr) return {};
  Credential credential;
  credential.style = replaced->style;
  credential.weight = replaced->weight;
  credentials_.emplace(replacement, std::move(credential));
  return {};
}

const Credential* Roll::make_void(const Statement& statement, const Bytes32& K) {
  const auto found = credentials_.find(K);
  Result<void> fault;
  if (VICHE_FAULT(found == credentials_.end())) {
    fault = Error{"K was not admitted", ""};
  } else if (VICHE_FAULT(found->second.is_void)) {
    fault = Error{"K is void already", ""};
  } else if (VICHE_FAULT(++voids_[found->second.style] >
                         election_.manifest->styles[found->second.style - 1U].replacements)) {
    fault = Error{"more voids in K's style than `replacements`", ""};
  }
  election_.checks.require(CheckId::V5, statement.first, fault);
  if (found == credentials_.end()) return nullptr;
  found->second.is_void = true;
  return &found->second;
}

Result<void> Roll::opening(const Statement& statement, const Signed& parts, bool takes_effect,
                           const Head& before) {
  if (VICHE_FAULT(parts.body.size() != kOpening)) {
    return Error{"a body of " + std::to_string(parts.body.size()) + " bytes instead of 104", ""};
  }
  Checks& checks = election_.checks;
  const ByteView manifest_hash = parts.body.first(32);
  const ByteView head = parts.body.subspan(32, 40);
  const ByteView keys_root = parts.body.last(32);
  const Bytes expected = before.encode();
  checks.require(
      CheckId::E6, statement.first,
      VICHE_HOLDS(std::equal(head.begin(), head.end(), expected.begin(), expected.end())),
      "its head is not the one before the opening");
  if (!takes_effect) return {};
  election_.fingerprint = Transcript("viche/v1/election").item(parts.body).h32();
  if (!election_.keys_known) return {};
  const bool right_manifest =
      std::equal(manifest_hash.begin(), manifest_hash.end(), election_.manifest_hash->begin());
  const bool right_keys =
      std::equal(keys_root.begin(), keys_root.end(), election_.keys_root.begin());
  checks.require(CheckId::V3, statement.first,
                 VICHE_HOLDS(right_manifest) && VICHE_HOLDS(right_keys),
                 right_manifest ? "its keys_root is not that of the keys"
                                : "its manifest_hash is not that of the manifest");
  return {};
}

void Roll::finish() {
  if (!seen_roll_) return;
  // Both factors fit: weights are below 2^32 each, and v_max is at most 1,000,000.
  constexpr std::uint64_t kBound = std::uint64_t{1} << 40;
  const std::uint64_t v_max = election_.layout.largest_row;
  election_.checks.require(CheckId::V2, std::nullopt, VICHE_HOLDS(total_weight_ <= kBound / v_max),
                           "the largest row times the total weight is above 2^40");
}

}  // namespace viche::verifier
