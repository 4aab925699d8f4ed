#include "bench/report/sample.h"

#include <algorithm>

#include "ballot/credential.h"
#include "ballot/parallel.h"

namespace viche::bench {
namespace {

ballot::Layout one_of(std::size_t options) {
  ballot::Contest contest;
  contest.id = "contest";
  contest.options.resize(options);
  contest.min = contest.max = 1;
  ballot::Manifest manifest;
  manifest.contests.push_back(std::move(contest));
  manifest.styles.push_back({"style", {}, {ballot::ContestIndex(0)}, 0});
  return ballot::Layout(manifest);
}

std::vector<Point> random_keys(std::size_t count) {
  SystemRandom random;
  std::vector<Point> keys;
  for (std::size_t j = 0; j < count; ++j) {
    Bytes64 bytes;
    random.fill(bytes);
    keys.push_back(Point::map(bytes));
  }
  return keys;
}

}  // namespace

Sample::Sample(std::size_t options) {
  ballot::Layout layout = one_of(options);
  std::vector<Point> Y = random_keys(layout.global_slots());
  Bytes32 election{};
  election.fill(0x11);
  context_ = std::make_shared<const ballot::ElectionContext>(election, std::move(layout), Y);
  prover_ = std::make_unique<const ballot::Prover>(context_);
}

Voters::Voters(std::size_t count, std::size_t n) {
  SystemRandom random;
  for (std::size_t i = 0; i < count; ++i) {
    credentials.push_back(ballot::generate_credential(random));
    std::vector<std::uint8_t> m(n);
    m[i % n] = 1;
    votes.emplace_back(std::move(m));
  }
}

std::vector<Bytes> Sample::cast(const Voters& voters, RandomSource& random) const {
  std::vector<ballot::ProofRequest> requests;
  std::vector<const ballot::Credential*> signers;
  for (std::size_t i = 0; i < voters.votes.size(); ++i) {
    requests.push_back({&voters.credentials[i], &voters.votes[i]});
    signers.push_back(&voters.credentials[i]);
  }
  return prover_->cast_many(prover_->prove_many(ballot::StyleIndex(0), requests, random),
                            std::vector<Bytes32>(requests.size()), signers, random);
}

std::vector<Bytes> Sample::casts(std::size_t count, unsigned threads) const {
  std::vector<Bytes> entries(count);
  ballot::parallel_for(count, threads, 1024, [&](std::size_t begin, std::size_t end) {
    SystemRandom random;
    std::vector<Bytes> made = cast(Voters(end - begin, n()), random);
    std::move(made.begin(), made.end(), entries.begin() + static_cast<std::ptrdiff_t>(begin));
  });
  return entries;
}

}  // namespace viche::bench
