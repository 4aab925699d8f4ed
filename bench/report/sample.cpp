#include "bench/report/sample.h"

#include <algorithm>

#include "ballot/credential.h"
#include "crypto/group/parallel.h"

namespace viche::bench {
namespace {

ballot::Layout one_of(std::size_t options, std::size_t styles) {
  constexpr std::size_t kMostContests = 40;
  ballot::Contest contest;
  contest.id = "contest";
  contest.options.resize(options);
  contest.min = contest.max = 1;
  ballot::Manifest manifest;
  manifest.contests.resize(std::min(styles, kMostContests), contest);
  for (std::size_t s = 0; s < styles; ++s) {
    manifest.styles.push_back({"style", {}, {ballot::ContestIndex(s % kMostContests)}, 0});
  }
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

Sample::Sample(std::size_t options, std::size_t styles) {
  ballot::Layout layout = one_of(options, styles);
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

std::vector<Bytes> Sample::cast(const Voters& voters, RandomSource& random,
                                ballot::StyleIndex style) const {
  std::vector<ballot::ProofRequest> requests;
  std::vector<const ballot::Credential*> signers;
  for (std::size_t i = 0; i < voters.votes.size(); ++i) {
    requests.push_back({&voters.credentials[i], &voters.votes[i]});
    signers.push_back(&voters.credentials[i]);
  }
  return prover_->cast_many(prover_->prove_many(style, requests, random),
                            std::vector<Bytes32>(requests.size()), signers, random);
}

std::vector<Bytes> Sample::casts(std::size_t count, unsigned threads) const {
  // Each style has a share, made piece by piece; its ballot number i is entry i * styles + style.
  constexpr std::size_t kPiece = 1024;
  const std::size_t styles = context_->layout().styles().size();
  const std::size_t share = (count + styles - 1) / styles;
  std::vector<Bytes> entries(share * styles);
  for (std::size_t style = 0; style < styles; ++style) {
    parallel_for(threads, (share + kPiece - 1) / kPiece, [&](std::size_t piece) {
      const std::size_t begin = piece * kPiece, end = std::min(begin + kPiece, share);
      SystemRandom random;
      std::vector<Bytes> made = cast(Voters(end - begin, n()), random, ballot::StyleIndex(style));
      for (std::size_t i = begin; i < end; ++i) {
        entries[i * styles + style] = std::move(made[i - begin]);
      }
    });
  }
  entries.resize(count);
  return entries;
}

}  // namespace viche::bench
