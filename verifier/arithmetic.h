#pragma once
// The group arithmetic that the verifier needs, behind one interface with two implementations:
// `fast` works in batches through viche_group, `sodium` calls libsodium directly, one equation at a
// time, without random weights. Both give the same verdict on every input.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "verifier/layout.h"

namespace viche::verifier {

/// An integer modulo l, as its canonical 32 bytes. Made by decode_number or by an Arithmetic.
struct Number {
  Bytes32 bytes{};
  friend bool operator==(const Number&, const Number&) = default;
};

/// The canonical encodings of integers below l only.
std::optional<Number> decode_number(ByteView bytes);
Number number_from(std::uint64_t value);

/// A group element as the arithmetic that made it holds it: `sodium` by its encoding, `fast` as a
/// Point. The default is the identity in both. Elements of two arithmetics do not mix.
struct Element {
  Bytes32 encoding{};
  Point point;
};

/// What every ballot of the election is checked against.
struct BallotBases {
  std::vector<Element> Y;  // Y_j at [j - 1]
  Element H;
  std::vector<Element> H_p;  // H_p at [p - 1], for the longest style
  std::vector<Element> K_p;
};

/// A ballot whose bytes have been decoded and whose challenges have been recomputed (section 7).
struct BallotProof {
  const StyleLayout* style = nullptr;
  Element K, M, A, B, R;
  std::vector<Element> C;  // C_0, ..., C_n
  std::vector<Number> f;   // f_p at [p - 1]
  Number z, signature_z;
  Number y, x, c;  // y, x of the proof, c of the signature
};

/// Which of a ballot's equations hold.
struct BallotVerdict {
  bool equations = false;  // L f = x b
  bool E1 = false;
  bool E2 = false;
  bool signature = false;
};

/// Stateless but for the randomness of weights; threads may share one. Public data only: variable
/// time.
class Arithmetic {
 public:
  virtual ~Arithmetic() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  /// The code that does the group operations underneath.
  [[nodiscard]] virtual std::string_view kernel() const = 0;

  [[nodiscard]] virtual Number reduce(const Bytes64& bytes) const = 0;
  [[nodiscard]] virtual Number add(const Number& a, const Number& b) const = 0;
  [[nodiscard]] virtual Number subtract(const Number& a, const Number& b) const = 0;
  [[nodiscard]] virtual Number multiply(const Number& a, const Number& b) const = 0;
  /// 1 / a; of zero, zero.
  [[nodiscard]] virtual Number invert(const Number& a) const = 0;

  /// Canonical 32-byte encodings only; the identity is one of them.
  [[nodiscard]] virtual std::optional<Element> decode(ByteView bytes) const = 0;
  [[nodiscard]] virtual Bytes32 encode(const Element& element) const = 0;
  [[nodiscard]] virtual Element base() const = 0;
  /// RFC 9496's one-way map.
  [[nodiscard]] virtual Element map(const Bytes64& bytes) const = 0;
  [[nodiscard]] virtual Element add(const Element& a, const Element& b) const = 0;
  [[nodiscard]] virtual Element subtract(const Element& a, const Element& b) const = 0;
  /// The sum of scalars[i] * elements[i]; spans of equal length.
  [[nodiscard]] virtual Element combine(std::span<const Number> scalars,
                                        std::span<const Element> elements) const = 0;
  [[nodiscard]] virtual bool equal(const Element& a, const Element& b) const = 0;

  /// Ed25519 as section 1 restricts it.
  [[nodiscard]] virtual bool ed25519_key_ok(const Bytes32& key) const = 0;
  [[nodiscard]] virtual bool ed25519_verify(const Bytes32& key, ByteView message,
                                            const Bytes64& signature) const = 0;

  /// The equations of a batch of ballots, in their order.
  [[nodiscard]] virtual std::vector<BallotVerdict> check_ballots(
      const BallotBases& bases, std::span<const BallotProof> ballots) const = 0;

  [[nodiscard]] bool is_identity(const Element& element) const { return equal(element, Element{}); }
};

/// `random` gives the weights of batches; it must outlive the arithmetic and threads must be able
/// to share it.
std::unique_ptr<Arithmetic> make_fast_arithmetic(RandomSource& random);
std::unique_ptr<Arithmetic> make_sodium_arithmetic();

/// Whether a public X25519 key is usable: below 2^255 - 19, and not of low order.
bool x25519_key_ok(const Bytes32& key);

}  // namespace viche::verifier
