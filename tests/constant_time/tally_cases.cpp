// A trustee: its keys, its reveal, boxes to and from others, its decryption.

#include "tally/decryption.h"
#include "tally/reveal.h"
#include "tally/shares.h"
#include "tests/ballot/sample.h"
#include "tests/constant_time/cases.h"
#include "tests/constant_time/secrecy.h"
#include "tests/support/seeded_random.h"

namespace viche::test {
namespace {

using tally::CeremonyParameters;
using tally::TrusteeKeys;

CeremonyParameters ceremony() {
  CeremonyParameters parameters;
  parameters.manifest_hash = Bytes32{9};
  parameters.trustee_keys = Bytes(2 * 32, 5);
  parameters.shape = {2, 2, 3};  // n, k, J
  return parameters;
}

TrusteeKeys keys_of(std::uint8_t i) {
  return TrusteeKeys(poisoned(Bytes32{i, 1, 2, 3}), ceremony());
}

std::vector<Point> published_coefficients(const TrusteeKeys& keys) {
  std::vector<Point> E = keys.public_coefficients();
  publish(E, "the points E_iju");
  return E;
}

X25519PublicKey published_receive_key(const TrusteeKeys& keys) {
  X25519PublicKey key = keys.receive_key();
  publish(key, "the receiving key");
  return key;
}

void commit_and_reveal() {
  const TrusteeKeys keys = keys_of(1);
  published_receive_key(keys);
  const std::vector<Point> E = published_coefficients(keys);
  const Bytes32 h = tally::reveal_commitment(ceremony(), 1, E);
  SecretRandom random;
  const Bytes commits(2 * 64, 3);
  const SchnorrSignature proof = tally::prove_knowledge(ceremony(), 1, keys, commits, E, random);
  publish(proof, "the proof of knowledge");
  require(tally::check_reveal(ceremony(), 1, h, commits, E, proof).ok(), "the reveal is refused");
}

void send_and_open_shares() {
  const CeremonyParameters parameters = ceremony();
  const TrusteeKeys dealer = keys_of(1), recipient = keys_of(2);
  const std::vector<std::vector<Point>> E{published_coefficients(dealer),
                                          published_coefficients(recipient)};
  Bytes box = tally::seal_shares(parameters, dealer, 1, 2, published_receive_key(recipient));
  publish(ByteView(box), "the box");

  auto opened = tally::open_shares(parameters, recipient.receive_secret(), 1, 2, box);
  require(opened.ok(), "the box does not open");
  std::vector<Secret<std::vector<Scalar>>> F;
  F.push_back(std::move(*opened));
  F.push_back(recipient.shares_for(2));
  SeededRandom random(1);
  require(tally::find_bad_dealers(parameters, 2, E, F, random).empty(), "good shares do not fit");
  publish(tally::add_shares(parameters, F).expose(), "the shares of the secret keys");

  F[0] = dealer.shares_for(1);
  require(tally::find_bad_dealers(parameters, 2, E, F, random) == std::vector<std::uint16_t>{1},
          "shares for another trustee fit");
  require(!tally::open_shares(parameters, recipient.receive_secret(), 2, 2, box).ok(),
          "a box of another dealer is taken");
  box.back() ^= 1U;
  require(!tally::open_shares(parameters, recipient.receive_secret(), 1, 2, box).ok(),
          "an altered box opens");
}

void the_secret_of_a_box() {
  publish(ByteView(keys_of(1).box_secret(2).expose()), "what an answer to a complaint publishes");
}

void decrypt() {
  SeededRandom random(1);
  const ballot::Manifest manifest = parse(sample_manifest({choose("a", 2, 1, 1, true)}));
  const ballot::Layout layout(manifest);
  log::ElectionKeys keys;
  std::vector<Scalar> x;
  keys.P.emplace_back();
  for (std::size_t j = 0; j < layout.global_slots(); ++j) {
    x.push_back(random.scalar());
    keys.P[0].push_back(multiply_base(x.back()));
    keys.Y.push_back(random.point());
  }
  tally::EncryptedTally encrypted;
  tally::FinalUnit unit;
  unit.members = {ballot::UnitIndex(0)};
  unit.status = tally::UnitStatus::kDecrypted;
  encrypted.final_units = {unit};
  encrypted.units.push_back({0, random.point(), {}, {}});
  for (std::size_t o = 0; o < layout.contest(ballot::ContestIndex(0)).rows.size(); ++o) {
    encrypted.units[0].S_o.push_back(random.point());
  }
  const tally::DecryptionContext context{&manifest, &layout, &keys, &encrypted};

  SecretRandom secret_random;
  const log::DecryptionBody body = tally::make_decryption(context, 1, poisoned(x), secret_random);
  publish(body.units[0].a_1, "the proof's first commitment");
  publish(body.units[0].a_2, "the proof's second commitment");
  publish(body.units[0].z, "the proof's response");
  require(tally::check_decryption(context, 1, body, random).ok(), "the decryption is refused");
}

}  // namespace

std::span<const Case> tally_cases() {
  static constexpr Case kCases[] = {{"commit_and_reveal", commit_and_reveal},
                                    {"send_and_open_shares", send_and_open_shares},
                                    {"secret_of_a_box", the_secret_of_a_box},
                                    {"decrypt", decrypt}};
  return kCases;
}

}  // namespace viche::test
