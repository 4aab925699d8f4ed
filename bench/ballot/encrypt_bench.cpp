// Making 1-of-10 ballots, all proofs and the signature included.

#include <benchmark/benchmark.h>

#include "bench/ballot/sodium_prover.h"
#include "crypto/group/kernel/kernel.h"
#include "tests/ballot/sample.h"
#include "tests/support/seeded_random.h"

namespace viche::bench {
namespace {

constexpr ballot::StyleIndex kStyle{0};

/// An election of one contest, 1 of 10, and voters.
struct Setting {
  explicit Setting(std::size_t count)
      : election(test::sample_manifest({test::choose("a", 10, 1, 1, false)})) {
    test::SeededRandom random(1);
    for (std::size_t i = 0; i < count; ++i) {
      credentials.push_back(ballot::generate_credential(random));
      std::vector<std::uint8_t> m(election.layout().style(kStyle).n());
      m[i % m.size()] = 1;
      votes.emplace_back(std::move(m));
      prev.push_back(random.bytes32());
    }
    for (std::size_t i = 0; i < count; ++i) {
      requests.push_back({&credentials[i], &votes[i]});
      signers.push_back(&credentials[i]);
    }
  }

  [[nodiscard]] std::vector<Bytes> one_by_one(RandomSource& random) const {
    std::vector<ballot::Proven> proven;
    for (const ballot::ProofRequest& request : requests) {
      proven.push_back(election.prover.prove(kStyle, *request.credential, *request.m, random));
    }
    std::vector<Bytes> entries;
    for (std::size_t i = 0; i < proven.size(); ++i) {
      entries.push_back(
          election.prover.cast(std::move(proven[i]), prev[i], credentials[i], random));
    }
    return entries;
  }
  [[nodiscard]] std::vector<Bytes> together(RandomSource& random) const {
    return election.prover.cast_many(election.prover.prove_many(kStyle, requests, random), prev,
                                     signers, random);
  }

  test::SampleElection election;
  std::vector<ballot::Credential> credentials;
  std::vector<Secret<std::vector<std::uint8_t>>> votes;
  std::vector<Bytes32> prev;
  std::vector<ballot::ProofRequest> requests;
  std::vector<const ballot::Credential*> signers;
};

void set_rate(benchmark::State& state, std::size_t count) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

void encrypt(benchmark::State& state) {
  const Setting setting(static_cast<std::size_t>(state.range(0)));
  test::SeededRandom alone(2), together(2);
  if (setting.together(together) != setting.one_by_one(alone)) {
    state.SkipWithError("not the entries of the prover of one ballot");
    return;
  }
  SystemRandom system;
  for (auto _ : state) {
    BufferedRandom random(system);
    benchmark::DoNotOptimize(setting.together(random));
  }
  set_rate(state, setting.requests.size());
}
BENCHMARK(encrypt)->Arg(8)->Arg(64)->Arg(1024)->Unit(benchmark::kMicrosecond);

void encrypt_one(benchmark::State& state) {
  const Setting setting(1);
  SystemRandom random;
  for (auto _ : state) benchmark::DoNotOptimize(setting.one_by_one(random));
  set_rate(state, 1);
}
BENCHMARK(encrypt_one)->Unit(benchmark::kMicrosecond);

void encrypt_libsodium(benchmark::State& state) {
  const Setting setting(1);
  const SodiumProver sodium(*setting.election.context, kStyle);
  test::SeededRandom ours(3), theirs(3);
  const auto cast = [&](RandomSource& random) {
    return sodium.cast(setting.credentials[0], setting.votes[0], setting.prev[0], random);
  };
  if (cast(theirs) != setting.one_by_one(ours).front()) {
    state.SkipWithError("not the prover's entry");
    return;
  }
  SystemRandom random;
  for (auto _ : state) benchmark::DoNotOptimize(cast(random));
  set_rate(state, 1);
}
BENCHMARK(encrypt_libsodium)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace viche::bench
