#pragma once
// The group arithmetic that the verifier needs, behind one interface with two implementations:
// `fast` works in batches through viche_group, `sodium` calls libsodium directly, one equation at a
// time, without random weights. Both give the same verdict on every input.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/group/curve/addend.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"
#include "verifier/ballot_fields.h"

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

/// A ballot's C_0, ..., C_n, held as the arithmetic that made it needs them to add ballots up.
/// Empty: not known.
struct Ciphertext {
  std::vector<Bytes32> encodings;        // `sodium`
  std::vector<edwards::Addend> addends;  // `fast`

  [[nodiscard]] std::size_t size() const { return std::max(encodings.size(), addends.size()); }
};

struct WeightedCiphertext {
  std::uint32_t weight = 0;
  const Ciphertext* C = nullptr;
};

/// Which of a ballot's equations hold.
struct BallotVerdict {
  bool equations = false;  // L f = x b
  bool E1 = false;
  bool E2 = false;
  bool signature = false;
};

/// What a framed ballot's fields say.
struct BallotFinding {
  Bytes32 tracker{};
  std::optional<std::string> fault;  // the first field that is not of its form (B3)
  Ciphertext C;                      // empty if one of its points is not of its form
  BallotVerdict verdict;             // B8 to B11; meaningless after a fault
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
  /// The same of each of a list of encodings, one after another.
  [[nodiscard]] virtual std::vector<std::optional<Element>> decode_all(ByteView list) const = 0;
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

  /// What the fields of ballots of the election `election` say, on up to `threads` threads: one
  /// finding a ballot.
  [[nodiscard]] virtual std::vector<BallotFinding> check_ballots(
      const BallotBases& bases, const Bytes32& election, std::span<const BallotFields> ballots,
      unsigned threads) const = 0;
  /// C_0, ..., C_n, decoded before.
  [[nodiscard]] virtual Ciphertext ciphertext(std::span<const Element> C) const = 0;
  /// The sum of weight * C_p over ciphertexts with that many points.
  [[nodiscard]] virtual Element sum(std::span<const WeightedCiphertext> ballots,
                                    std::size_t p) const = 0;

  [[nodiscard]] bool is_identity(const Element& element) const { return equal(element, Element{}); }
};

/// `random` gives the weights of batches; it must outlive the arithmetic and threads must be able
/// to share it.
std::unique_ptr<Arithmetic> make_fast_arithmetic(RandomSource& random);
std::unique_ptr<Arithmetic> make_sodium_arithmetic();

/// Whether a public X25519 key is usable: below 2^255 - 19, and not of low order.
bool x25519_key_ok(const Bytes32& key);

}  // namespace viche::verifier
