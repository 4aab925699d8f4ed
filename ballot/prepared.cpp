#include "ballot/prepared.h"

#include <algorithm>
#include <string_view>

#include "crypto/group/hash.h"

namespace viche::ballot {
namespace {

constexpr std::string_view kKind = "viche ballot on a device v1\n";
constexpr std::size_t kDigestSize = 32;

bool all_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

/// An entry without its signature: the bytes that are not decided yet are zero, the others are
/// those of a ballot.
Result<void> check_unsigned(ByteView entry, const ElectionContext& context) {
  Bytes typed(entry.begin(), entry.end());
  if (typed.empty() || typed.front() != 0) return Error{"it has a type already", ""};
  typed.front() = static_cast<std::uint8_t>(BallotType::kCast);
  VICHE_ASSIGN(const BallotView view, BallotView::parse(typed, context.layout()));
  if (!all_zero(view.prev()) || !all_zero(view.signature())) {
    return Error{"it is signed, but has no type", ""};
  }
  return {};
}

/// Of the ballot whose C_0 is this one.
Result<Opening> read_opening(Reader& reader, const BallotView& view) {
  VICHE_ASSIGN(const ByteView r_bytes, reader.take(32, "r"));
  VICHE_ASSIGN(Scalar r, Scalar::decode(r_bytes));
  VICHE_ASSIGN(const ByteView bits, reader.take(view.n(), "the slots"));
  if (std::any_of(bits.begin(), bits.end(), [](std::uint8_t bit) { return bit > 1; })) {
    return Error{"a slot is neither 0 nor 1", ""};
  }
  Opening opening{Secret<Scalar>(std::move(r)),
                  Secret<std::vector<std::uint8_t>>({bits.begin(), bits.end()})};
  if (multiply_base(opening.r.expose()).encode() != view.C_0()) {
    return Error{"r is not that of the ballot", ""};
  }
  return opening;
}

Error other_credential() { return Error{"the ballot was made with another credential", ""}; }

}  // namespace

ByteView PreparedBallot::entry() const {
  if (const auto* proven = std::get_if<Proven>(&stage_)) return proven->ballot.entry_;
  if (const auto* challenged = std::get_if<Challenged>(&stage_)) return challenged->entry;
  return std::get<Cast>(stage_).entry;
}

const Opening* PreparedBallot::opening() const {
  if (const auto* proven = std::get_if<Proven>(&stage_)) return &proven->opening;
  const auto* challenged = std::get_if<Challenged>(&stage_);
  return challenged != nullptr ? &challenged->opening : nullptr;
}

Result<Bytes> PreparedBallot::cast(const Prover& prover, const Bytes32& prev,
                                   const Credential& credential, RandomSource& random) {
  if (BallotView::of(entry()).K() != credential.K.encode()) return other_credential();
  if (std::holds_alternative<Challenged>(stage_)) {
    return Error{"this ballot was challenged and is never cast: prepare another one", ""};
  }
  if (auto* proven = std::get_if<Proven>(&stage_)) {
    stage_ = Cast{prover.cast(std::move(*proven), prev, credential, random)};
  }
  return std::get<Cast>(stage_).entry;
}

Result<Bytes> PreparedBallot::challenge(const Prover& prover, const Bytes32& prev,
                                        const Credential& credential, RandomSource& random) {
  if (BallotView::of(entry()).K() != credential.K.encode()) return other_credential();
  if (std::holds_alternative<Cast>(stage_)) {
    return Error{"this ballot was cast and is never challenged: it would show the vote", ""};
  }
  if (auto* proven = std::get_if<Proven>(&stage_)) {
    stage_ = prover.challenge(std::move(*proven), prev, credential, random);
  }
  return std::get<Challenged>(stage_).entry;
}

Secret<Bytes> PreparedBallot::encode(const Bytes32& election) const {
  const ByteView entry = this->entry();
  const Opening* opening = this->opening();
  const std::size_t secret_size = opening != nullptr ? 32 + opening->m.expose().size() : 0;
  Bytes kept;
  // Reserved, so that no copy of the secrets stays behind.
  kept.reserve(kKind.size() + 32 + 4 + entry.size() + secret_size + kDigestSize);
  append(kept, as_bytes(kKind));
  append(kept, election);
  append_u32(kept, static_cast<std::uint32_t>(entry.size()));
  append(kept, entry);
  if (opening != nullptr) {
    const Secret<Bytes32> r(opening->r.expose().encode());
    append(kept, r.expose());
    append(kept, opening->m.expose());
  }
  append(kept, sha256(kept));
  return Secret<Bytes>(std::move(kept));
}

Result<PreparedBallot> PreparedBallot::decode(ByteView kept, const ElectionContext& context) {
  if (kept.size() < kKind.size() + kDigestSize || as_text(kept.first(kKind.size())) != kKind) {
    return Error{"this is not a ballot that a device prepared", ""};
  }
  const ByteView body = kept.first(kept.size() - kDigestSize);
  const Bytes32 digest = sha256(body);
  if (!std::equal(digest.begin(), digest.end(), kept.last(kDigestSize).begin())) {
    return Error{"the file is damaged: its checksum does not fit", ""};
  }
  Reader reader(body.subspan(kKind.size()));
  VICHE_ASSIGN(const Bytes32 election, reader.bytes32("the election"));
  if (election != context.election()) return Error{"the ballot is of another election", ""};
  VICHE_ASSIGN(const std::uint32_t size, reader.u32("the length of the entry"));
  VICHE_ASSIGN(const ByteView bytes, reader.take(size, "the entry"));
  const bool is_signed = !bytes.empty() && bytes.front() != 0;
  if (is_signed) {
    VICHE_TRY(decode_ballot(bytes, context.layout()));
  } else {
    VICHE_TRY(check_unsigned(bytes, context));
  }
  const BallotView view = BallotView::of(bytes);
  const Bytes32 shown = ballot::tracker(election, view);
  Bytes entry(bytes.begin(), bytes.end());
  if (is_signed && view.type() == BallotType::kCast) {
    VICHE_TRY(reader.finish());
    return PreparedBallot(shown, Cast{std::move(entry)});
  }
  VICHE_ASSIGN(Opening opening, read_opening(reader, view));
  VICHE_TRY(reader.finish());
  if (is_signed) return PreparedBallot(shown, Challenged{std::move(entry), std::move(opening)});
  return PreparedBallot(
      Proven{UnsignedBallot(std::move(entry), context.election()), std::move(opening)});
}

}  // namespace viche::ballot
