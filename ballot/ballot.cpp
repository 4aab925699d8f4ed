#include "ballot/ballot.h"

#include <algorithm>

#include "ballot/crockford.h"
#include "ballot/transcripts.h"
#include "crypto/group/batch.h"
#include "crypto/group/condition.h"
#include "crypto/group/curve/normalize.h"
#include "crypto/group/hash.h"

namespace viche::ballot {
namespace {

void append_scalar(Bytes& out, const Scalar& scalar) { append(out, scalar.encode()); }

Error refused(std::size_t offset, std::string reason) {
  return Error{std::move(reason), "byte " + std::to_string(offset)};
}

/// The points before the signature: K, C_0, ..., C_n, M, A, B. The error names the byte where the
/// first bad one starts.
Result<std::vector<Point>> points_of(const BallotView& ballot) {
  const std::size_t count = ballot_points(ballot.n()) - 1;
  std::vector<const std::uint8_t*> encodings;
  for (std::size_t i = 0; i < count; ++i) encodings.push_back(ballot.point(i));
  std::vector<edwards::Addend> addends(count);
  std::vector<std::uint8_t> valid(count);
  decode_addends(encodings, addends, valid);
  std::vector<Point> points;
  for (std::size_t i = 0; i < count; ++i) {
    if (VICHE_FAULT(valid[i] == 0)) {
      const auto offset = static_cast<std::size_t>(encodings[i] - ballot.entry().data());
      return refused(offset, Point::decode({encodings[i], 32}).error().reason);
    }
    points.emplace_back(edwards::to_extended(addends[i].point));
  }
  return points;
}

Result<Scalar> scalar_at(ByteView entry, std::size_t offset) {
  Result<Scalar> scalar = Scalar::decode(entry.subspan(offset, 32));
  if (VICHE_FAULT(!scalar)) return refused(offset, scalar.error().reason);
  return scalar;
}

}  // namespace

Result<BallotView> BallotView::parse(ByteView entry, const Layout& layout) {
  Reader reader(entry);
  VICHE_ASSIGN(const std::uint8_t type, reader.u8("ballot type"));
  if (VICHE_FAULT(type != static_cast<std::uint8_t>(BallotType::kCast) &&
                  type != static_cast<std::uint8_t>(BallotType::kChallenge))) {
    return refused(0, "expected the type of a cast (13) or a challenge (14)");
  }
  VICHE_ASSIGN(const std::uint16_t style, reader.u16("style"));
  if (VICHE_FAULT(style == 0) || VICHE_FAULT(style > layout.styles().size())) {
    return refused(1, "there is no style " + std::to_string(style));
  }
  const std::size_t n = layout.style(StyleIndex::from_number(style)).n();
  if (VICHE_FAULT(entry.size() != ballot_size(n))) {
    return refused(entry.size(), "a ballot of style " + std::to_string(style) + " has " +
                                     std::to_string(ballot_size(n)) + " bytes, not " +
                                     std::to_string(entry.size()));
  }
  return BallotView(entry, n);
}

BallotView BallotView::of(ByteView entry) {
  if (entry.size() < ballot_size(0) || (entry.size() - ballot_size(0)) % 64 != 0) {
    broken_invariant("BallotView::of: no ballot has this length");
  }
  return {entry, (entry.size() - ballot_size(0)) / 64};
}

StyleIndex BallotView::style() const {
  return StyleIndex::from_number(static_cast<std::uint32_t>(entry_[1] << 8 | entry_[2]));
}

const std::uint8_t* BallotView::point(std::size_t i) const {
  if (i == 0) return entry_.data() + kOffsetK;
  if (i == n_ + 5) return signature().data();
  return entry_.data() + kOffsetC + 32 * (i - 1);
}

const std::uint8_t* BallotView::scalar(std::size_t i) const {
  return i <= n_ ? f().data() + 32 * i : signature().data() + 32;
}

Bytes32 BallotView::bytes32(std::size_t offset) const {
  Bytes32 bytes{};
  std::copy_n(entry_.begin() + static_cast<std::ptrdiff_t>(offset), bytes.size(), bytes.begin());
  return bytes;
}

Result<Ballot> decode_ballot(ByteView entry, const Layout& layout) {
  VICHE_ASSIGN(const BallotView view, BallotView::parse(entry, layout));
  const std::size_t n = view.n();
  Ballot ballot;
  ballot.type = view.type();
  ballot.style = view.style();
  ballot.prev = view.prev();

  VICHE_ASSIGN(const std::vector<Point> points, points_of(view));
  ballot.K = points[0];
  ballot.C_0 = points[1];
  if (VICHE_FAULT(ballot.K.is_identity()))
    return refused(kOffsetK, "the credential K is the identity");
  if (VICHE_FAULT(ballot.C_0.is_identity())) return refused(kOffsetC, "C_0 is the identity");
  const auto C_1 = points.begin() + 2;
  ballot.C.assign(C_1, C_1 + static_cast<std::ptrdiff_t>(n));
  ballot.M = points[n + 2];
  ballot.A = points[n + 3];
  ballot.B = points[n + 4];

  const std::size_t offset_f = kOffsetC + 32 * (n + 4);
  ballot.f.reserve(n);
  for (std::size_t p = 0; p < n; ++p) {
    VICHE_ASSIGN(const Scalar f_p, scalar_at(entry, offset_f + 32 * p));
    ballot.f.push_back(f_p);
  }
  VICHE_ASSIGN(ballot.z, scalar_at(entry, offset_f + 32 * n));
  auto signature = SchnorrSignature::decode(view.signature());
  if (!signature) return signature.error().at("byte " + std::to_string(offset_f + 32 * (n + 1)));
  ballot.signature = *signature;
  ballot.entry.assign(entry.begin(), entry.end());
  return ballot;
}

Bytes encode_ballot(const Ballot& ballot) {
  Bytes entry;
  entry.reserve(ballot_size(ballot.C.size()));
  append_u8(entry, static_cast<std::uint8_t>(ballot.type));
  append_u16(entry, static_cast<std::uint16_t>(ballot.style.number()));
  append(entry, ballot.K.encode());
  append(entry, ballot.prev);
  append(entry, ballot.C_0.encode());
  append(entry, encode_points(ballot.C));
  append(entry, encode_points(std::vector<Point>{ballot.M, ballot.A, ballot.B}));
  for (const Scalar& f_p : ballot.f) append_scalar(entry, f_p);
  append_scalar(entry, ballot.z);
  append(entry, ballot.signature.encode());
  return entry;
}

Scalar challenge_y(const Bytes32& election, const BallotView& ballot) {
  Bytes message;
  append_y_message(message, election, ballot);
  return Scalar::reduce(sha512(message));
}

Scalar challenge_x(const Scalar& y, const BallotView& ballot) {
  Bytes message;
  append_x_message(message, y.encode(), ballot);
  return Scalar::reduce(sha512(message));
}

Bytes32 tracker(const Bytes32& election, const BallotView& ballot) {
  Bytes message;
  append_tracker_message(message, election, ballot);
  const Bytes64 digest = sha512(message);
  Bytes32 tracker;
  std::copy_n(digest.begin(), tracker.size(), tracker.begin());
  return tracker;
}

void trackers(const Bytes32& election, std::span<const BallotView> ballots,
              std::span<Bytes32> trackers) {
  constexpr std::size_t kTogether = 64;
  std::array<Bytes, kTogether> messages;
  std::array<ByteView, kTogether> views;
  std::array<Bytes64, kTogether> digests;
  for (std::size_t first = 0; first < ballots.size(); first += kTogether) {
    const std::size_t count = std::min(kTogether, ballots.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      messages[i].clear();
      append_tracker_message(messages[i], election, ballots[first + i]);
      views[i] = messages[i];
    }
    sha512_many(std::span(views).first(count), std::span(digests).first(count));
    for (std::size_t i = 0; i < count; ++i) {
      std::copy_n(digests[i].begin(), sizeof(Bytes32), trackers[first + i].begin());
    }
  }
}

std::string display_tracker(const Bytes32& tracker) {
  return crockford_groups(tracker, kTrackerCharacters);
}

Bytes signed_message(BallotType type, const Bytes32& election, const Bytes32& prev,
                     const Bytes32& tracker) {
  Bytes message;
  append_signed_message(message, type, election, prev, tracker);
  return message;
}

}  // namespace viche::ballot
