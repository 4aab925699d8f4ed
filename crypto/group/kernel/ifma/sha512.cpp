// SHA-512 (FIPS 180-4) of sixteen messages at once, one a lane of two vectors: the rounds of one
// vector wait for each other, those of two keep the processor busy.

#include <immintrin.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <vector>

#include "crypto/group/kernel/ifma.h"
#include "crypto/group/kernel/ifma/transpose.h"

namespace viche::ifma {
namespace {

constexpr std::size_t kLanes = 16, kBlock = 128;

// The first 64 bits of the fractional parts of the square roots of the first 8 primes, and of the
// cube roots of the first 80.
constexpr std::uint64_t kInitial[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                       0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                       0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
constexpr std::uint64_t kRounds[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

/// Word i of the chaining value of each lane.
struct Chaining {
  std::uint64_t word[8][kLanes];
};

}  // namespace
}  // namespace viche::ifma

VICHE_TARGET_IFMA_BEGIN
namespace viche::ifma {
namespace {

/// A word of each lane.
struct W16 {
  __m512i half[2];
};

VICHE_ALWAYS_INLINE W16 add(const W16& a, const W16& b) {
  return {{_mm512_add_epi64(a.half[0], b.half[0]), _mm512_add_epi64(a.half[1], b.half[1])}};
}
VICHE_ALWAYS_INLINE W16 add(const W16& a, std::uint64_t constant) {
  const __m512i all = _mm512_set1_epi64(static_cast<long long>(constant));
  return {{_mm512_add_epi64(a.half[0], all), _mm512_add_epi64(a.half[1], all)}};
}
/// Bit (x y z) of the table, of the bits x of a, y of b and z of c.
template <int table>
VICHE_ALWAYS_INLINE W16 ternary(const W16& a, const W16& b, const W16& c) {
  return {{_mm512_ternarylogic_epi64(a.half[0], b.half[0], c.half[0], table),
           _mm512_ternarylogic_epi64(a.half[1], b.half[1], c.half[1], table)}};
}
template <int bits>
VICHE_ALWAYS_INLINE W16 rotate(const W16& a) {
  return {{_mm512_ror_epi64(a.half[0], bits), _mm512_ror_epi64(a.half[1], bits)}};
}
template <int bits>
VICHE_ALWAYS_INLINE W16 shift(const W16& a) {
  return {{_mm512_srli_epi64(a.half[0], bits), _mm512_srli_epi64(a.half[1], bits)}};
}
VICHE_ALWAYS_INLINE W16 exclusive_or(const W16& a, const W16& b, const W16& c) {
  return ternary<0x96>(a, b, c);
}
VICHE_ALWAYS_INLINE W16 choose(const W16& e, const W16& f, const W16& g) {
  return ternary<0xca>(e, f, g);
}
VICHE_ALWAYS_INLINE W16 majority(const W16& a, const W16& b, const W16& c) {
  return ternary<0xe8>(a, b, c);
}
VICHE_ALWAYS_INLINE W16 Sigma0(const W16& a) {
  return exclusive_or(rotate<28>(a), rotate<34>(a), rotate<39>(a));
}
VICHE_ALWAYS_INLINE W16 Sigma1(const W16& e) {
  return exclusive_or(rotate<14>(e), rotate<18>(e), rotate<41>(e));
}
VICHE_ALWAYS_INLINE W16 sigma0(const W16& w) {
  return exclusive_or(rotate<1>(w), rotate<8>(w), shift<7>(w));
}
VICHE_ALWAYS_INLINE W16 sigma1(const W16& w) {
  return exclusive_or(rotate<19>(w), rotate<61>(w), shift<6>(w));
}

VICHE_ALWAYS_INLINE void round(const W16& a, const W16& b, const W16& c, W16& d, const W16& e,
                               const W16& f, const W16& g, W16& h, const W16& w,
                               std::uint64_t constant) {
  h = add(add(h, add(w, constant)), add(choose(e, f, g), Sigma1(e)));
  d = add(d, h);
  h = add(h, add(majority(a, b, c), Sigma0(a)));
}

// Eight rounds, after which each variable has its own name again.
VICHE_ALWAYS_INLINE void eight_rounds(W16 (&s)[8], const W16* w, const std::uint64_t* constants) {
  round(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], w[0], constants[0]);
  round(s[7], s[0], s[1], s[2], s[3], s[4], s[5], s[6], w[1], constants[1]);
  round(s[6], s[7], s[0], s[1], s[2], s[3], s[4], s[5], w[2], constants[2]);
  round(s[5], s[6], s[7], s[0], s[1], s[2], s[3], s[4], w[3], constants[3]);
  round(s[4], s[5], s[6], s[7], s[0], s[1], s[2], s[3], w[4], constants[4]);
  round(s[3], s[4], s[5], s[6], s[7], s[0], s[1], s[2], w[5], constants[5]);
  round(s[2], s[3], s[4], s[5], s[6], s[7], s[0], s[1], w[6], constants[6]);
  round(s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[0], w[7], constants[7]);
}

// The 128 bytes at blocks[i] become the 16 words of lane i.
VICHE_ALWAYS_INLINE void load(const std::uint8_t* const* blocks, W16 (&w)[16]) {
  const __m512i reversed =
      _mm512_broadcast_i32x4(_mm_setr_epi8(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8));
  for (int half = 0; half < 2; ++half) {
    for (int part = 0; part < 2; ++part) {
      __m512i rows[8];
      for (int i = 0; i < 8; ++i) rows[i] = _mm512_loadu_si512(blocks[8 * half + i] + 64 * part);
      transpose(rows);
      for (int i = 0; i < 8; ++i)
        w[8 * part + i].half[half] = _mm512_shuffle_epi8(rows[i], reversed);
    }
  }
}

// One block of each lane, by way of `w`; the chaining values of lanes outside the mask stay.
void compress(const std::uint8_t* const* blocks, std::uint32_t active, W16 (&w)[16],
              Chaining& chaining) {
  W16 s[8];
  load(blocks, w);
  for (int i = 0; i < 8; ++i) {
    s[i] = {{_mm512_loadu_si512(chaining.word[i]), _mm512_loadu_si512(chaining.word[i] + 8)}};
  }
  for (int first = 0; first < 80; first += 16) {
    if (first > 0) {
      for (int i = 0; i < 16; ++i) {
        w[i] =
            add(add(w[i], sigma0(w[(i + 1) % 16])), add(w[(i + 9) % 16], sigma1(w[(i + 14) % 16])));
      }
    }
    eight_rounds(s, w, kRounds + first);
    eight_rounds(s, w + 8, kRounds + first + 8);
  }
  for (int i = 0; i < 8; ++i) {
    for (int half = 0; half < 2; ++half) {
      std::uint64_t* words = chaining.word[i] + 8 * half;
      const __m512i before = _mm512_loadu_si512(words);
      const __mmask8 mask = static_cast<__mmask8>(active >> (8 * half));
      _mm512_storeu_si512(words, _mm512_mask_add_epi64(before, mask, before, s[i].half[half]));
    }
  }
}

}  // namespace
}  // namespace viche::ifma
VICHE_TARGET_IFMA_END

namespace viche::ifma {
namespace {

std::size_t blocks_of(ByteView message) { return (message.size() + 17 + kBlock - 1) / kBlock; }

/// A message as the blocks that are hashed.
struct PaddedMessage {
  const std::uint8_t* bytes = nullptr;
  std::size_t whole = 0;   // blocks that are the message's own
  std::size_t blocks = 0;  // all of them
  std::array<std::uint8_t, 2 * kBlock> tail{};

  void set(ByteView message) {
    bytes = message.data();
    whole = message.size() / kBlock;
    blocks = blocks_of(message);
    const ByteView rest = message.subspan(whole * kBlock);
    std::copy(rest.begin(), rest.end(), tail.begin());
    tail[rest.size()] = 0x80;
    std::uint64_t bits = std::uint64_t{8} * message.size();
    for (std::size_t i = (blocks - whole) * kBlock; bits != 0; bits >>= 8) {
      tail[--i] = static_cast<std::uint8_t>(bits);
    }
  }
  [[nodiscard]] const std::uint8_t* block(std::size_t index) const {
    if (index < whole) return bytes + kBlock * index;
    return index < blocks ? tail.data() + kBlock * (index - whole) : tail.data();
  }
};

// At most kLanes messages, of about as many blocks each.
void hash_lanes(std::span<const ByteView> messages, std::span<const std::uint32_t> indexes,
                Bytes64* digests) {
  std::array<PaddedMessage, kLanes> lanes;
  std::size_t most = 0;
  for (std::size_t lane = 0; lane < indexes.size(); ++lane) {
    lanes[lane].set(messages[indexes[lane]]);
    most = std::max(most, lanes[lane].blocks);
  }
  W16 words[16];
  Chaining chaining;
  for (std::size_t i = 0; i < 8; ++i) {
    std::fill(std::begin(chaining.word[i]), std::end(chaining.word[i]), kInitial[i]);
  }
  for (std::size_t block = 0; block < most; ++block) {
    std::array<const std::uint8_t*, kLanes> blocks;
    std::uint32_t active = 0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      blocks[lane] = lanes[lane].block(block);
      active |= static_cast<std::uint32_t>(block < lanes[lane].blocks) << lane;
    }
    compress(blocks.data(), active, words, chaining);
  }
  for (std::size_t lane = 0; lane < indexes.size(); ++lane) {
    for (std::size_t i = 0; i < 8; ++i) {
      const std::uint64_t big_endian = __builtin_bswap64(chaining.word[i][lane]);
      std::memcpy(digests[indexes[lane]].data() + 8 * i, &big_endian, sizeof(big_endian));
    }
  }
  sodium_memzero(words, sizeof(words));
  sodium_memzero(&chaining, sizeof(chaining));
  sodium_memzero(lanes.data(), sizeof(lanes));
}

}  // namespace

void sha512(std::span<const ByteView> messages, Bytes64* digests) {
  // Messages of as many blocks side by side, so that few lanes wait for others.
  std::vector<std::uint32_t> order(messages.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return blocks_of(messages[a]) < blocks_of(messages[b]);
  });
  for (std::size_t first = 0; first < order.size(); first += kLanes) {
    const std::size_t count = std::min(kLanes, order.size() - first);
    hash_lanes(messages, std::span(order).subspan(first, count), digests);
  }
}

}  // namespace viche::ifma
