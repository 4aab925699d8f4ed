#include "bench/report/encrypt.h"

#include "ballot/checker.h"
#include "bench/ballot/sodium_prover.h"
#include "bench/report/timing.h"

namespace viche::bench {

std::optional<EncryptFigures> measure_encrypt(const Sample& sample) {
  constexpr std::size_t kTogether = 1024;
  constexpr std::size_t kAlone = 10;
  SystemRandom system;
  BufferedRandom random(system);
  const Voters voters(kTogether, sample.n());
  std::vector<Bytes> entries;
  EncryptFigures figures;
  figures.seconds = best_seconds(5, [&] { entries = sample.cast(voters, random); }) / kTogether;

  const SodiumProver sodium(sample.context(), ballot::StyleIndex(0));
  std::vector<Bytes> alone(kAlone);
  figures.sodium_seconds =
      best_seconds(3,
                   [&] {
                     for (std::size_t i = 0; i < kAlone; ++i) {
                       alone[i] =
                           sodium.cast(voters.credentials[i], voters.votes[i], Bytes32{}, random);
                     }
                   }) /
      kAlone;

  entries.insert(entries.end(), alone.begin(), alone.end());
  const std::vector<ByteView> views(entries.begin(), entries.end());
  for (const ballot::Outcome& outcome : ballot::Checker(sample.context(), random, 1).check(views)) {
    if (!outcome.accepted()) return std::nullopt;
  }
  return figures;
}

}  // namespace viche::bench
