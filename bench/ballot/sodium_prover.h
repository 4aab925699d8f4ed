#pragma once
// The baseline of the prover: the same ballot on libsodium's calls, one operation at a time.

#include "ballot/prover.h"
#include "ballot/prover_tables.h"

namespace viche::bench {

/// An integer modulo l in libsodium's arithmetic.
struct SodiumScalar {
  Bytes32 bytes{};

  static SodiumScalar one();
  friend SodiumScalar operator+(const SodiumScalar& a, const SodiumScalar& b);
  friend SodiumScalar operator-(const SodiumScalar& a, const SodiumScalar& b);
  friend SodiumScalar operator*(const SodiumScalar& a, const SodiumScalar& b);
  SodiumScalar operator-() const;
  SodiumScalar& operator+=(const SodiumScalar& other) { return *this = *this + other; }
};

/// The group of real elections, its elements as encodings, which is what libsodium computes with.
struct SodiumGroup {
  using Scalar = SodiumScalar;
  using Bit = std::uint8_t;
  using Point = Bytes32;

  class Bases {
   public:
    explicit Bases(std::vector<Point> points) : points_(std::move(points)) {}
    [[nodiscard]] Point multi_multiply(std::span<const Scalar> scalars,
                                       std::span<const Bit> bits = {}) const;
    [[nodiscard]] std::vector<Point> encrypt(const Scalar& scalar, std::span<const Bit> bits) const;

   private:
    std::vector<Point> points_;
  };

  static Scalar scalar(Bit bit);
  static Scalar constant(const viche::Scalar& value) { return {value.encode()}; }
};

/// Makes ballots of one style: the entries that ballot::Prover makes from the same randomness.
class SodiumProver {
 public:
  SodiumProver(const ballot::ElectionContext& context, ballot::StyleIndex style);

  [[nodiscard]] Bytes cast(const ballot::Credential& credential,
                           const Secret<std::vector<std::uint8_t>>& m, const Bytes32& prev,
                           RandomSource& random) const;

 private:
  const ballot::ElectionContext* context_;
  ballot::StyleIndex style_;
  ballot::ProverTables tables_;  // for the masks
  ballot::ProverBases<SodiumGroup> bases_;
};

}  // namespace viche::bench
