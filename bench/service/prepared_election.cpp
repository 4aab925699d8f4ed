#include "bench/service/prepared_election.h"

#include <algorithm>
#include <thread>

#include "ballot/prover.h"
#include "bulletin/board.h"
#include "bulletin/log/election_keys.h"
#include "crypto/group/parallel.h"

namespace viche::bench {
namespace {

using log::EntryType;
using test::SampleElection;

constexpr ballot::StyleIndex kStyle(0);

test::SampleOptions with_choices(std::uint32_t choices) {
  test::SampleOptions options;
  options.choices = choices;
  return options;
}

log::RecordsBody roll(std::uint32_t voters) {
  log::RecordsBody body;
  Point K = multiply_base(SampleElection::voter_secret(0));
  for (std::uint32_t v = 0; v < voters; ++v, K = K + Point::base()) {
    body.records.push_back({K.encode(), kStyle, 1});
  }
  std::sort(body.records.begin(), body.records.end(),
            [](const auto& a, const auto& b) { return a.K < b.K; });
  return body;
}

}  // namespace

PreparedElection::PreparedElection(const std::filesystem::path& directory, std::uint32_t choices,
                                   std::uint32_t voters)
    : election_(with_choices(choices)), origin_(log::election_origin(election_.manifest_hash())) {
  store_ = store::SqliteLogStore::open(directory / "log.sqlite", origin_,
                                       store::SqliteLogStore::Mode::kCreateIfMissing)
               .value();
  publisher_ = store::Publisher::open(directory / "public", origin_).value();
  const auto sign = [this](const log::Checkpoint& checkpoint) {
    return sign_checkpoint(checkpoint, election_.log_signer());
  };
  sequencer_ = store::Sequencer::open(*store_, *publisher_, origin_, sign, {}).value();
  open_vote(voters);
  prove(voters);
}

log::LogPolicy PreparedElection::policy() const {
  return log::LogPolicy::create(log::VerifierKey::create(origin_, log::SignatureType::kEd25519,
                                                         election_.log_signer().public_key())
                                    .value(),
                                {}, 0)
      .value();
}

void PreparedElection::open_vote(std::uint32_t voters) {
  board::Board board =
      board::Board::open(*store_, *sequencer_, election_.manifest_hash(), {}).value();
  const log::ElectionState& state = board.state();
  const auto post = [&](const log::Statement& statement) {
    const board::Answer answer = board.post_statement(log::split_statement(statement)).value();
    if (answer.outcome != board::Outcome::kAppended) broken_invariant(answer.reason.c_str());
  };
  post(election_.statement(state, EntryType::kManifest, 0));
  for (const EntryType type :
       {EntryType::kCommit, EntryType::kReveal, EntryType::kShare, EntryType::kConfirm}) {
    for (std::uint16_t i = 1; i <= 3; ++i) post(election_.statement(state, type, i));
  }
  post(election_.sign(EntryType::kRoll, 0, roll(voters).encode()));
  std::vector<log::RevealBody> reveals;
  for (const auto& reveal : state.reveals()) reveals.push_back(*reveal);
  const log::ElectionKeys keys = log::ElectionKeys::from_reveals(reveals, state.shape()).value();
  const log::OpeningBody opening{election_.manifest_hash(), state.head(), keys.root()};
  post(election_.sign(EntryType::kOpening, 0, opening.encode()));
  context_ = board.context();
}

void PreparedElection::prove(std::uint32_t voters) {
  constexpr std::uint32_t kAtOnce = 512;
  const std::vector<ballot::StyleIndex> styles{kStyle};
  const ballot::Prover prover(context_, styles);
  ballots_.resize(voters);
  std::vector<std::uint8_t> marks(context_->layout().style(kStyle).n(), 0);
  marks.front() = 1;
  const Secret<std::vector<std::uint8_t>> m(std::move(marks));
  parallel_for(std::thread::hardware_concurrency(), (voters + kAtOnce - 1) / kAtOnce,
               [&](std::size_t part) {
                 SystemRandom system;
                 BufferedRandom random(system);
                 const auto first = static_cast<std::uint32_t>(part) * kAtOnce;
                 const std::uint32_t end = std::min(voters, first + kAtOnce);
                 std::vector<ballot::Credential> credentials;
                 std::vector<const ballot::Credential*> named;
                 std::vector<ballot::ProofRequest> requests;
                 credentials.reserve(kAtOnce);
                 for (std::uint32_t v = first; v < end; ++v) {
                   const Scalar k = SampleElection::voter_secret(v);
                   credentials.push_back({Secret<Scalar>(Scalar(k)), multiply_base(k)});
                   named.push_back(&credentials.back());
                   requests.push_back({&credentials.back(), &m});
                 }
                 std::vector<Bytes> made =
                     prover.cast_many(prover.prove_many(kStyle, requests, random),
                                      std::vector<Bytes32>(end - first), named, random);
                 std::move(made.begin(), made.end(), ballots_.begin() + first);
               });
}

}  // namespace viche::bench
