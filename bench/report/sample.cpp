#include "bench/report/sample.h"

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

Bytes Sample::cast(const ballot::Credential& credential, std::size_t vote,
                   RandomSource& random) const {
  std::vector<std::uint8_t> m(n());
  m[vote % n()] = 1;
  const Secret<std::vector<std::uint8_t>> bits(std::move(m));
  return prover_->cast(prover_->prove(ballot::StyleIndex(0), credential, bits, random), Bytes32{},
                       credential, random);
}

std::vector<Bytes> Sample::casts(std::size_t count, unsigned threads) const {
  std::vector<Bytes> entries(count);
  ballot::parallel_for(count, threads, count, [&](std::size_t begin, std::size_t end) {
    SystemRandom random;
    for (std::size_t i = begin; i < end; ++i) {
      entries[i] = cast(ballot::generate_credential(random), i, random);
    }
  });
  return entries;
}

}  // namespace viche::bench
