// Credentials, and a ballot from its bits to the signed entry.

#include <array>

#include "ballot/checker.h"
#include "ballot/proof.h"
#include "tests/ballot/sample.h"
#include "tests/constant_time/cases.h"
#include "tests/constant_time/secrecy.h"
#include "tests/support/seeded_random.h"

namespace viche::test {
namespace {

using ballot::Credential;
using ballot::StyleIndex;
using Bits = std::vector<std::uint8_t>;

void credential_of_a_device() {
  SecretRandom random;
  const Credential credential = ballot::generate_credential(random);
  require(is_poisoned(&credential.k.expose(), sizeof(Scalar)), "k is not secret");
}

void credentials_of_many_devices() {
  SecretRandom random;
  for (const Credential& credential : ballot::generate_credentials(9, random)) {
    require(is_poisoned(&credential.k.expose(), sizeof(Scalar)), "k is not secret");
  }
}

void credential_of_a_code() {
  SecretRandom random;
  const Secret<ballot::Code> code = ballot::generate_code(random);
  const Credential credential = ballot::credential_from_code(code, Bytes32{1});
  require(is_poisoned(&credential.k.expose(), sizeof(Scalar)), "k is not secret");
  const std::string printed = ballot::print_code(code);
  require(is_poisoned(printed.data(), printed.size()), "the printed code is not secret");
  const auto read = ballot::parse_code(printed);
  require(read.ok(), "the code is not read");
  publish(ByteView(read->expose()), "the code");
}

/// A contest with a blank slot, and a rank-deficient ranking.
SampleElection some_election() {
  return SampleElection(sample_manifest({choose("a", 2, 1, 1, true), rank("b", 2, {1, 0}, false)}));
}

Credential secret_credential(SecretRandom& random) { return ballot::generate_credential(random); }

void publish_proof(const ballot::Proven& proven) {
  const ballot::BallotView view = proven.ballot.view();
  publish(view.ciphertext(), "the ciphertext");
  publish(view.M(), "M");
  publish(view.A(), "A");
  publish(view.B(), "B");
  publish(view.f(), "f");
  publish(view.z(), "z");
  publish(ByteView(proven.ballot.tracker()), "the tracker");
  require(is_poisoned(&proven.opening.r.expose(), sizeof(Scalar)), "r is not secret any more");
  require(is_poisoned(proven.opening.m.expose().data(), proven.opening.m.expose().size()),
          "m is not secret any more");
}

Bits some_bits(const SampleElection& election) {
  return legal_bits(election.layout().style(StyleIndex(0))).back();
}

ballot::Proven prove(const SampleElection& election, const Credential& credential,
                     SecretRandom& random) {
  ballot::Proven proven =
      election.prover.prove(StyleIndex(0), credential, poisoned(some_bits(election)), random);
  publish_proof(proven);
  return proven;
}

void require_accepted(const SampleElection& election, const Bytes& entry) {
  require(check(*election.context, entry).accepted(), "the ballot is refused");
}

void prove_and_cast() {
  const SampleElection election = some_election();
  SecretRandom random;
  const Credential credential = secret_credential(random);
  const Bytes entry =
      election.prover.cast(prove(election, credential, random), Bytes32{}, credential, random);
  publish(ByteView(entry).last(64), "the signature");
  require_accepted(election, entry);
}

void prove_and_cast_many() {
  const SampleElection election = some_election();
  SecretRandom random;
  const std::array credentials{secret_credential(random), secret_credential(random)};
  const std::array votes{poisoned(some_bits(election)), poisoned(some_bits(election))};
  const std::array requests{ballot::ProofRequest{&credentials[0], &votes[0]},
                            ballot::ProofRequest{&credentials[1], &votes[1]}};
  const std::array signers{&credentials[0], &credentials[1]};
  std::vector<ballot::Proven> proven = election.prover.prove_many(StyleIndex(0), requests, random);
  for (const ballot::Proven& one : proven) publish_proof(one);
  const std::array<Bytes32, 2> prev{};
  for (const Bytes& entry : election.prover.cast_many(std::move(proven), prev, signers, random)) {
    publish(ByteView(entry).last(64), "the signature");
    require_accepted(election, entry);
  }
}

void prove_and_challenge() {
  const SampleElection election = some_election();
  SecretRandom random;
  const Credential credential = secret_credential(random);
  const ballot::Challenged challenged =
      election.prover.challenge(prove(election, credential, random), Bytes32{}, credential, random);
  publish(ByteView(challenged.entry).last(64), "the signature");
  require_accepted(election, challenged.entry);
}

/// The real group, but for one saving: what is zero need not be added.
struct Hasty : ballot::Ristretto {
  struct Bases : FixedBases {
    using FixedBases::FixedBases;
    [[nodiscard]] std::vector<Point> encrypt(const Scalar& scalar,
                                             std::span<const Bit> bits) const {
      const Bits none(bits.size());
      std::vector<Point> products = FixedBases::encrypt(scalar, none);
      for (std::size_t i = 0; i < bits.size(); ++i) {
        if (bits[i] != 0) products[i + 1] += (*this)[0];
      }
      return products;
    }
  };
};

struct FixedChallenges {
  Scalar y(const ballot::ProvedCiphertext<Hasty>&) const { return Scalar::from_u64(3); }
  Scalar x(const Scalar&, const ballot::ProvedCiphertext<Hasty>&) const {
    return Scalar::from_u64(4);
  }
};

void a_proof_that_branches_on_the_vote() {
  SeededRandom random(1);
  const ballot::ProverBases<Hasty> bases{
      Hasty::Bases({Point::base(), random.point()}),
      Hasty::Bases({random.point(), random.point(), random.point()})};
  const ballot::ProverSecrets<Hasty> secrets{poisoned(random.scalar()), poisoned(random.scalar()),
                                             poisoned(Bits{1}),
                                             poisoned(std::vector<Scalar>{random.scalar()})};
  FixedChallenges challenges;
  publish(ballot::prove(bases, secrets, challenges).z, "z");
}

}  // namespace

std::span<const Case> ballot_cases() {
  static constexpr Case kCases[] = {
      {"credential_of_a_device", credential_of_a_device},
      {"credentials_of_many_devices", credentials_of_many_devices},
      {"credential_of_a_code", credential_of_a_code},
      {"prove_and_cast", prove_and_cast},
      {"prove_and_cast_many", prove_and_cast_many},
      {"prove_and_challenge", prove_and_challenge},
      {"planted_branch_on_the_vote", a_proof_that_branches_on_the_vote}};
  return kCases;
}

}  // namespace viche::test
