#include "bulletin/log/ceremony_bodies.h"

#include <algorithm>
#include <string>
#include <utility>

#include "bulletin/log/body_codec.h"
#include "bulletin/log/head_field.h"
#include "crypto/group/batch.h"

namespace viche::log {

Result<CommitBody> CommitBody::decode(ByteView body) {
  Reader reader(body);
  VICHE_ASSIGN(const ByteView key, reader.take(32, "the X25519 public key"));
  // X25519 also takes numbers from 2^255 - 19 on, and ignores the top bit: second spellings of a
  // key.
  const bool above =
      key[31] >= 0x80 || (key[31] == 0x7f && key[0] >= 0xed &&
                          std::all_of(key.begin() + 1, key.begin() + 31,
                                      [](std::uint8_t byte) { return byte == 0xff; }));
  if (above) return at_byte(Error{"an X25519 key that is not below 2^255 - 19", ""}, 0);
  const auto receive_key = X25519PublicKey::decode(key);
  if (!receive_key) return at_byte(receive_key.error(), 0);
  VICHE_ASSIGN(const Bytes32 h, reader.bytes32("h_i"));
  VICHE_TRY(reader.finish());
  return CommitBody{*receive_key, h};
}

Bytes CommitBody::encode() const {
  Bytes body;
  append(body, receive_key.bytes);
  append(body, h);
  return body;
}

Result<RevealBody> RevealBody::decode(ByteView body, const CeremonyShape& shape) {
  Reader reader(body);
  RevealBody reveal;
  VICHE_ASSIGN(reveal.commits_head, read_head(reader, "the head at the last commit"));
  VICHE_ASSIGN(reveal.E, read_points(reader, std::size_t{shape.J} * shape.k, "E_i"));
  for (std::size_t j = 0; j < shape.J; ++j) {
    if (!reveal.E[j * shape.k].is_identity()) continue;
    return at_byte(Error{"E_ij0 is the identity for j = " + std::to_string(j + 1), ""},
                   kHeadSize + 32 * j * shape.k);
  }
  const std::size_t position = reader.position();
  VICHE_ASSIGN(const ByteView proof, reader.take(64, "the proof"));
  const auto decoded = SchnorrSignature::decode(proof);
  if (!decoded) return at_byte(decoded.error(), position);
  reveal.proof = *decoded;
  VICHE_TRY(reader.finish());
  return reveal;
}

Bytes RevealBody::encode() const {
  Bytes body;
  append_head(body, commits_head);
  append(body, encode_points(E));
  append(body, proof.encode());
  return body;
}

Result<ShareBody> ShareBody::decode(ByteView body, const CeremonyShape& shape) {
  Reader reader(body);
  ShareBody share;
  share.boxes.reserve(shape.n - 1);
  for (std::uint32_t i = 1; i < shape.n; ++i) {
    VICHE_ASSIGN(const ByteView box, reader.take(shape.box_size(), "box " + std::to_string(i)));
    share.boxes.emplace_back(box.begin(), box.end());
  }
  VICHE_TRY(reader.finish());
  return share;
}

Bytes ShareBody::encode() const {
  Bytes body;
  for (const Bytes& box : boxes) append(body, box);
  return body;
}

Result<ConfirmBody> ConfirmBody::decode(ByteView body) {
  Reader reader(body);
  VICHE_ASSIGN(const TreeHead head, read_head(reader, "the head at the last share"));
  VICHE_ASSIGN(const Bytes32 keys_root, reader.bytes32("keys_root"));
  VICHE_TRY(reader.finish());
  return ConfirmBody{head, keys_root};
}

Bytes ConfirmBody::encode() const {
  Bytes body;
  append_head(body, shares_head);
  append(body, keys_root);
  return body;
}

Result<ComplaintBody> ComplaintBody::decode(ByteView body) {
  Reader reader(body);
  VICHE_ASSIGN(const std::uint16_t dealer, reader.u16("the dealer's number"));
  VICHE_TRY(reader.finish());
  return ComplaintBody{dealer};
}

Bytes ComplaintBody::encode() const {
  Bytes body;
  append_u16(body, dealer);
  return body;
}

Result<AnswerBody> AnswerBody::decode(ByteView body) {
  Reader reader(body);
  VICHE_ASSIGN(const std::uint16_t recipient, reader.u16("the recipient's number"));
  VICHE_ASSIGN(const Bytes32 secret, reader.bytes32("the ephemeral secret"));
  VICHE_TRY(reader.finish());
  return AnswerBody{recipient, secret};
}

Bytes AnswerBody::encode() const {
  Bytes body;
  append_u16(body, recipient);
  append(body, ephemeral_secret);
  return body;
}

std::size_t box_position(std::uint32_t i, std::uint32_t t) {
  if (i == t || i == 0 || t == 0) broken_invariant("a box from a trustee to itself");
  return t < i ? t - 1 : t - 2;
}

}  // namespace viche::log
