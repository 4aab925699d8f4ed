#include "crypto/proof/hedged_lanes.h"

#include <algorithm>

#include "crypto/group/hash.h"
#include "crypto/proof/transcript.h"

namespace viche {
namespace {

constexpr std::size_t kFrame = 4;  // bytes before an item
constexpr std::size_t kIndex = 4;

std::size_t framed_size(std::initializer_list<ByteView> parts) {
  std::size_t size = 0;
  for (const ByteView part : parts) size += kFrame + part.size();
  return size;
}

}  // namespace

void HedgedLanes::add(std::initializer_list<ByteView> secret_parts,
                      std::initializer_list<ByteView> public_parts) {
  if (messages_.size() == ScalarLanes::kLanes) {
    broken_invariant("HedgedLanes: more statements than lanes");
  }
  Secret<Bytes>& message = messages_.emplace_back(Bytes());
  Bytes& bytes = message.expose_mutable();
  // Memory that a vector outgrows is not wiped.
  bytes.reserve(kFrame + tag_.size() + kFrame + kIndex + kFrame + Bytes32{}.size() +
                framed_size(secret_parts) + framed_size(public_parts));
  append_frame(bytes, as_bytes(tag_));
  append_frame(bytes, std::array<std::uint8_t, kIndex>{});
  append_frame(bytes, Bytes32{});
  for (const ByteView part : secret_parts) append_frame(bytes, part);
  for (const ByteView part : public_parts) append_frame(bytes, part);
}

Secret<std::vector<ScalarLanes>> HedgedLanes::draw(std::size_t count, RandomSource& random) {
  Secret<std::vector<Bytes32>> fresh{std::vector<Bytes32>(count * messages_.size())};
  for (Bytes32& bytes : fresh.expose_mutable()) random.fill(bytes);
  const std::vector<ByteView> views = [&] {
    std::vector<ByteView> of_messages;
    for (const Secret<Bytes>& message : messages_) of_messages.emplace_back(message.expose());
    return of_messages;
  }();
  // For every lane, so that none is copied to make them complete.
  Secret<std::vector<Bytes64>> digests{std::vector<Bytes64>(ScalarLanes::kLanes, Bytes64{})};
  Secret<std::vector<ScalarLanes>> drawn{std::vector<ScalarLanes>(count)};
  for (std::size_t i = 0; i < count; ++i) {
    Bytes index;
    append_u32(index, static_cast<std::uint32_t>(i));
    for (std::size_t lane = 0; lane < messages_.size(); ++lane) {
      const auto at = messages_[lane].expose_mutable().begin() +
                      static_cast<std::ptrdiff_t>(kFrame + tag_.size() + kFrame);
      std::copy(index.begin(), index.end(), at);
      const Bytes32& bytes = fresh.expose()[count * lane + i];
      std::copy(bytes.begin(), bytes.end(), at + kIndex + kFrame);
    }
    sha512_many(views, std::span(digests.expose_mutable()).first(views.size()));
    const Secret<ScalarLanes> scalars(ScalarLanes::reduce(digests.expose()));
    drawn.expose_mutable()[i] = scalars.expose();
  }
  return drawn;
}

}  // namespace viche
