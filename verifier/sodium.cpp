// The `sodium` arithmetic: plain libsodium, one ballot and one equation at a time, each written as
// section 7 of docs/protocol.md states it, without random weights. Elements are held by their
// encodings.

#include <sodium.h>

#include <algorithm>
#include <map>

#include "crypto/group/condition.h"
#include "crypto/group/parallel.h"
#include "verifier/arithmetic.h"
#include "verifier/single_ballot.h"

namespace viche::verifier {
namespace {

Element element(const Bytes32& encoding) { return Element{encoding, {}}; }

// libsodium's scalar multiplication reports a result that is the identity as an error; every
// element here has been decoded, so an error means nothing else.
Element scaled(const Number& factor, const Element& of) {
  Bytes32 product;
  if (crypto_scalarmult_ristretto255(product.data(), factor.bytes.data(), of.encoding.data()) !=
      0) {
    return Element{};
  }
  return element(product);
}

Element scaled_base(const Number& factor) {
  Bytes32 product;
  if (crypto_scalarmult_ristretto255_base(product.data(), factor.bytes.data()) != 0)
    return Element{};
  return element(product);
}

Element plus(const Element& a, const Element& b) {
  Bytes32 out;
  if (crypto_core_ristretto255_add(out.data(), a.encoding.data(), b.encoding.data()) != 0) {
    broken_invariant("an Element is valid");
  }
  return element(out);
}

Element difference(const Element& a, const Element& b) {
  Bytes32 out;
  if (crypto_core_ristretto255_sub(out.data(), a.encoding.data(), b.encoding.data()) != 0) {
    broken_invariant("an Element is valid");
  }
  return element(out);
}

Number plus(const Number& a, const Number& b) {
  Number out;
  crypto_core_ristretto255_scalar_add(out.bytes.data(), a.bytes.data(), b.bytes.data());
  return out;
}

Number minus(const Number& a, const Number& b) {
  Number out;
  crypto_core_ristretto255_scalar_sub(out.bytes.data(), a.bytes.data(), b.bytes.data());
  return out;
}

Number times(const Number& a, const Number& b) {
  Number out;
  crypto_core_ristretto255_scalar_mul(out.bytes.data(), a.bytes.data(), b.bytes.data());
  return out;
}

// L f = x b
bool equations_hold(const BallotProof& ballot) {
  return std::all_of(ballot.style->equations.begin(), ballot.style->equations.end(),
                     [&](const Equation& equation) {
                       Number left;
                       for (const Term& term : equation.terms) {
                         left = plus(left, times(number_from(term.weight), ballot.f[term.slot]));
                       }
                       return left == times(number_from(equation.right), ballot.x);
                     });
}

// z Y* + (sum_p y^p f_p) G = B + x C*, with Y* = G + sum_p y^p Y_p and C* = C_0 + sum_p y^p C_p
bool E1_holds(const BallotBases& bases, const BallotProof& ballot) {
  Element Y_star = scaled_base(number_from(1));
  Element C_star = ballot.C[0];
  Number f_star;
  Number power = number_from(1);
  for (std::size_t p = 0; p < ballot.f.size(); ++p) {
    power = times(power, ballot.y);
    Y_star = plus(Y_star, scaled(power, bases.Y[ballot.style->slots[p]]));
    C_star = plus(C_star, scaled(power, ballot.C[p + 1]));
    f_star = plus(f_star, times(power, ballot.f[p]));
  }
  const Element left = plus(scaled(ballot.z, Y_star), scaled_base(f_star));
  const Element right = plus(ballot.B, scaled(ballot.x, C_star));
  return left.encoding == right.encoding;
}

// z H + sum_p f_p H_p + sum_p f_p (x - f_p) K_p = A + x M
bool E2_holds(const BallotBases& bases, const BallotProof& ballot) {
  Element left = scaled(ballot.z, bases.H);
  for (std::size_t p = 0; p < ballot.f.size(); ++p) {
    const Number& f = ballot.f[p];
    left = plus(left, scaled(f, bases.H_p[p]));
    left = plus(left, scaled(times(f, minus(ballot.x, f)), bases.K_p[p]));
  }
  const Element right = plus(ballot.A, scaled(ballot.x, ballot.M));
  return left.encoding == right.encoding;
}

// z G = R + c K
bool signature_holds(const BallotProof& ballot) {
  return scaled_base(ballot.signature_z).encoding ==
         plus(ballot.R, scaled(ballot.c, ballot.K)).encoding;
}

class SodiumArithmetic final : public Arithmetic {
 public:
  [[nodiscard]] std::string_view name() const override { return "sodium"; }
  [[nodiscard]] std::string_view kernel() const override { return "libsodium"; }

  [[nodiscard]] Number reduce(const Bytes64& bytes) const override {
    Number out;
    crypto_core_ristretto255_scalar_reduce(out.bytes.data(), bytes.data());
    return out;
  }
  [[nodiscard]] Number add(const Number& a, const Number& b) const override { return plus(a, b); }
  [[nodiscard]] Number subtract(const Number& a, const Number& b) const override {
    return minus(a, b);
  }
  [[nodiscard]] Number multiply(const Number& a, const Number& b) const override {
    return times(a, b);
  }
  [[nodiscard]] Number invert(const Number& a) const override {
    Number out;
    if (crypto_core_ristretto255_scalar_invert(out.bytes.data(), a.bytes.data()) != 0) return {};
    return out;
  }

  [[nodiscard]] std::optional<Element> decode(ByteView bytes) const override {
    // libsodium 1.0.18 ignores the top bit, so that two encodings of each element would pass.
    if (VICHE_FAULT(bytes.size() != 32) || VICHE_FAULT((bytes[31] & 0x80U) != 0))
      return std::nullopt;
    if (VICHE_FAULT(crypto_core_ristretto255_is_valid_point(bytes.data()) != 1))
      return std::nullopt;
    Element out;
    std::copy(bytes.begin(), bytes.end(), out.encoding.begin());
    return out;
  }
  [[nodiscard]] std::vector<std::optional<Element>> decode_all(ByteView list) const override {
    std::vector<std::optional<Element>> elements;
    for (; !list.empty(); list = list.subspan(32)) elements.push_back(decode(list.first(32)));
    return elements;
  }
  [[nodiscard]] Bytes32 encode(const Element& element) const override { return element.encoding; }
  [[nodiscard]] Element base() const override { return scaled_base(number_from(1)); }
  [[nodiscard]] Element map(const Bytes64& bytes) const override {
    Bytes32 out;
    crypto_core_ristretto255_from_hash(out.data(), bytes.data());
    return element(out);
  }
  [[nodiscard]] Element add(const Element& a, const Element& b) const override {
    return plus(a, b);
  }
  [[nodiscard]] Element subtract(const Element& a, const Element& b) const override {
    return difference(a, b);
  }
  [[nodiscard]] Element combine(std::span<const Number> scalars,
                                std::span<const Element> elements) const override {
    Element total;
    for (std::size_t i = 0; i < scalars.size(); ++i) {
      const bool is_one = scalars[i] == number_from(1);
      total = plus(total, is_one ? elements[i] : scaled(scalars[i], elements[i]));
    }
    return total;
  }
  [[nodiscard]] bool equal(const Element& a, const Element& b) const override {
    return a.encoding == b.encoding;
  }

  [[nodiscard]] bool ed25519_key_ok(const Bytes32& key) const override {
    return VICHE_HOLDS(crypto_core_ed25519_is_valid_point(key.data()) == 1);
  }
  [[nodiscard]] bool ed25519_verify(const Bytes32& key, ByteView message,
                                    const Bytes64& signature) const override {
    const ByteView whole(signature);
    // libsodium 1.0.18 refuses what the first and the third refuse; the specification does not lean
    // on that.
    return ed25519_key_ok(key) &&
           VICHE_HOLDS(decode_number(whole.last(32)).has_value() &&
                       crypto_core_ed25519_is_valid_point(whole.data()) == 1 &&
                       crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                                   key.data()) == 0);
  }

  [[nodiscard]] std::vector<BallotFinding> check_ballots(const BallotBases& bases,
                                                         const Bytes32& election,
                                                         std::span<const BallotFields> ballots,
                                                         unsigned threads) const override {
    std::vector<BallotFinding> findings(ballots.size());
    parallel_for(threads, ballots.size(), [&](std::size_t i) {
      const auto ballot = read_ballot(*this, election, ballots[i], findings[i]);
      if (!ballot) return;
      findings[i].verdict = {
          VICHE_HOLDS(equations_hold(*ballot)), VICHE_HOLDS(E1_holds(bases, *ballot)),
          VICHE_HOLDS(E2_holds(bases, *ballot)), VICHE_HOLDS(signature_holds(*ballot))};
    });
    return findings;
  }
  [[nodiscard]] Ciphertext ciphertext(std::span<const Element> C) const override {
    Ciphertext ciphertext;
    for (const Element& C_p : C) ciphertext.encodings.push_back(C_p.encoding);
    return ciphertext;
  }
  [[nodiscard]] Element sum(std::span<const WeightedCiphertext> ballots,
                            std::size_t p) const override {
    // Ballots of one weight are added up first: one multiplication for each weight.
    std::map<std::uint32_t, Element> parts;
    for (const WeightedCiphertext& ballot : ballots) {
      Element& part = parts[ballot.weight];
      part = plus(part, element(ballot.C->encodings[p]));
    }
    Element total;
    for (const auto& [weight, part] : parts) {
      total = plus(total, weight == 1 ? part : scaled(number_from(weight), part));
    }
    return total;
  }
};

}  // namespace

std::unique_ptr<Arithmetic> make_sodium_arithmetic() {
  return std::make_unique<SodiumArithmetic>();
}

}  // namespace viche::verifier
