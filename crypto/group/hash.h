#pragma once
// SHA-256 and SHA-512 (FIPS 180-4). OpenSSL does the work: it uses the processor's instructions.

#include <openssl/sha.h>

#include "crypto/group/bytes.h"

namespace viche {

/// SHA-512 in pieces. Copyable: a copy goes on from the same state. The state is wiped on
/// destruction.
class Sha512 {
 public:
  Sha512();
  Sha512(const Sha512&) = default;
  Sha512& operator=(const Sha512&) = default;
  ~Sha512();

  Sha512& update(ByteView bytes);
  /// The digest of all that was given; the object starts afresh.
  Bytes64 finish();

 private:
  SHA512_CTX state_;
};

/// SHA-256 in pieces, as Sha512.
class Sha256 {
 public:
  Sha256();
  Sha256(const Sha256&) = default;
  Sha256& operator=(const Sha256&) = default;
  ~Sha256();

  Sha256& update(ByteView bytes);
  Bytes32 finish();

 private:
  SHA256_CTX state_;
};

Bytes64 sha512(ByteView bytes);
Bytes32 sha256(ByteView bytes);

/// The SHA-512 of each message, several at a time on the active kernel; spans of equal length. Time
/// depends on the lengths only. What it keeps of the messages is wiped.
void sha512_many(std::span<const ByteView> messages, std::span<Bytes64> digests);

}  // namespace viche
