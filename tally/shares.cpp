#include "tally/shares.h"

#include <string>

#include "crypto/group/batch.h"
#include "crypto/group/declassify.h"

namespace viche::tally {
namespace {

constexpr std::size_t kHeaderSize = 32 + 2 + 2;

Bytes box_header(const CeremonyParameters& parameters, std::uint16_t i, std::uint16_t t) {
  Bytes header;
  append(header, parameters.manifest_hash);
  append_u16(header, i);
  append_u16(header, t);
  return header;
}

// sum over i and j of rho_ij (F_ij(t) G - sum_u t^u E_iju) = 0 for fresh rho?
bool shares_fit(const CeremonyParameters& parameters, std::uint16_t t,
                std::span<const std::vector<Point>> E,
                std::span<const Secret<std::vector<Scalar>>> F, RandomSource& random) {
  const Scalar at = Scalar::from_u64(t);
  Secret<Scalar> left{Scalar()};
  std::vector<Scalar> scalars;
  std::vector<Point> points;
  scalars.reserve(E.size() * parameters.coefficients());
  points.reserve(scalars.capacity());
  for (std::size_t i = 0; i < E.size(); ++i) {
    const std::vector<Scalar> rho = random_weights(parameters.shape.J, random);
    for (std::size_t j = 0; j < parameters.shape.J; ++j) {
      left.expose_mutable() += rho[j] * F[i].expose()[j];
      Scalar weight = rho[j];
      for (std::size_t u = 0; u < parameters.shape.k; ++u, weight *= at) {
        scalars.push_back(weight);
      }
    }
    points.insert(points.end(), E[i].begin(), E[i].end());
  }
  // Whether the shares fit decides on a public complaint.
  return declassify(multiply_base(left.expose()) == vartime_multi_multiply(scalars, points));
}

std::string box_name(std::uint16_t i, std::uint16_t t) {
  return "box of trustee " + std::to_string(i) + " to trustee " + std::to_string(t);
}

// What stands in an opened box.
Result<Secret<std::vector<Scalar>>> parse_shares(const CeremonyParameters& parameters,
                                                 std::uint16_t i, std::uint16_t t, ByteView plain) {
  const std::string where = box_name(i, t);
  if (plain.size() != kHeaderSize + 32 * std::size_t{parameters.shape.J}) {
    return Error{"it does not hold one share for each slot", where};
  }
  // An honest dealer's header is what everybody knows, and another one is complained of in public.
  Bytes header(plain.begin(), plain.begin() + kHeaderSize);
  declassify(std::span(header));
  if (header != box_header(parameters, i, t)) {
    return Error{"it is of another ceremony, dealer or recipient", where};
  }
  Secret<std::vector<Scalar>> shares{std::vector<Scalar>()};
  shares.expose_mutable().reserve(parameters.shape.J);
  for (std::size_t j = 0; j < parameters.shape.J; ++j) {
    auto share = Scalar::decode(plain.subspan(kHeaderSize + 32 * j, 32));
    if (!share) return share.error().at(where + ": slot " + std::to_string(j + 1));
    shares.expose_mutable().push_back(*share);
    wipe(*share);
  }
  return shares;
}

}  // namespace

Bytes seal_shares(const CeremonyParameters& parameters, const TrusteeKeys& keys, std::uint16_t i,
                  std::uint16_t t, const X25519PublicKey& recipient) {
  const Secret<std::vector<Scalar>> shares = keys.shares_for(t);
  Bytes plain;
  plain.reserve(kHeaderSize + 32 * shares.expose().size());
  append(plain, box_header(parameters, i, t));
  for (const Scalar& share : shares.expose()) append(plain, share.encode());
  const Secret<Bytes> message(std::move(plain));
  return seal_box(message.expose(), recipient, keys.box_secret(t));
}

Result<Secret<std::vector<Scalar>>> open_shares(const CeremonyParameters& parameters,
                                                const Secret<Bytes32>& receive_secret,
                                                std::uint16_t i, std::uint16_t t, ByteView box) {
  const auto opened = open_box(box, receive_secret);
  if (!opened) return opened.error().at(box_name(i, t));
  return parse_shares(parameters, i, t, opened->expose());
}

Result<Secret<std::vector<Scalar>>> open_shares_with_ephemeral(
    const CeremonyParameters& parameters, const Secret<Bytes32>& ephemeral_secret,
    const X25519PublicKey& recipient, std::uint16_t i, std::uint16_t t, ByteView box) {
  auto opened = open_box_with_ephemeral(box, recipient, ephemeral_secret);
  if (!opened) return opened.error().at(box_name(i, t));
  const Secret<Bytes> plain(std::move(*opened));
  return parse_shares(parameters, i, t, plain.expose());
}

std::vector<std::uint16_t> find_bad_dealers(const CeremonyParameters& parameters, std::uint16_t t,
                                            std::span<const std::vector<Point>> E,
                                            std::span<const Secret<std::vector<Scalar>>> F,
                                            RandomSource& random) {
  std::vector<std::uint16_t> bad;
  if (shares_fit(parameters, t, E, F, random)) return bad;
  for (std::size_t i = 0; i < E.size(); ++i) {
    if (!shares_fit(parameters, t, E.subspan(i, 1), F.subspan(i, 1), random)) {
      bad.push_back(static_cast<std::uint16_t>(i + 1));
    }
  }
  return bad;
}

Secret<std::vector<Scalar>> add_shares(const CeremonyParameters& parameters,
                                       std::span<const Secret<std::vector<Scalar>>> F) {
  Secret<std::vector<Scalar>> sums(std::vector<Scalar>(parameters.shape.J));
  for (const Secret<std::vector<Scalar>>& shares : F) {
    for (std::size_t j = 0; j < parameters.shape.J; ++j) {
      sums.expose_mutable()[j] += shares.expose()[j];
    }
  }
  return sums;
}

}  // namespace viche::tally
