#pragma once
// What one trustee of a ceremony derives from its election seed (protocol section 5).

#include <cstdint>
#include <vector>

#include "bulletin/log/ceremony_bodies.h"
#include "bulletin/log/election_state.h"
#include "crypto/group/bytes.h"
#include "crypto/group/point.h"
#include "crypto/group/scalar.h"
#include "crypto/proof/sealed_box.h"
#include "crypto/proof/secret.h"

namespace viche::tally {

/// What all trustees of one ceremony agree on before it starts. Trustees are numbered from 1.
struct CeremonyParameters {
  Bytes32 manifest_hash{};
  Bytes trustee_keys;        // the n Ed25519 keys joined, in the manifest's order
  log::CeremonyShape shape;  // n, k, J

  /// Of a log that holds its manifest.
  static CeremonyParameters of(const log::ElectionState& state);
  /// J k: how many E_iju a reveal holds.
  [[nodiscard]] std::size_t coefficients() const { return std::size_t{shape.J} * shape.k; }
};

/// The secrets of one trustee for one election, all of them functions of the election seed, the
/// manifest's hash and the list of trustees. Everything is constant time in the seed. The same seed
/// must not serve two ceremonies.
class TrusteeKeys {
 public:
  TrusteeKeys(const Secret<Bytes32>& election_seed, const CeremonyParameters& parameters);

  [[nodiscard]] const Secret<Bytes32>& receive_secret() const { return receive_secret_; }
  [[nodiscard]] X25519PublicKey receive_key() const { return x25519_public_key(receive_secret_); }
  /// The ephemeral secret of the box to trustee t.
  [[nodiscard]] Secret<Bytes32> box_secret(std::uint16_t t) const;

  /// E_iju = c_iju G, j major: J k points.
  [[nodiscard]] std::vector<Point> public_coefficients() const;
  /// F_i1(t), ..., F_iJ(t) with F_ij(t) = sum_u c_iju t^u.
  [[nodiscard]] Secret<std::vector<Scalar>> shares_for(std::uint16_t t) const;
  /// sum_j w^j c_ij0: the witness of the proof of knowledge.
  [[nodiscard]] Secret<Scalar> weighted_constants(const Scalar& w) const;

 private:
  Secret<Bytes32> seed_;
  CeremonyParameters parameters_;
  Secret<Bytes32> receive_secret_;
  Secret<std::vector<Scalar>> coefficients_;  // c_iju, j major
};

}  // namespace viche::tally
