#include "tests/vectors/election.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "ballot/ballot.h"
#include "ballot/opening.h"
#include "bulletin/log/checkpoint.h"
#include "bulletin/log/tile.h"
#include "crypto/group/batch.h"
#include "tally/ceremony.h"
#include "tally/unit_sums.h"

namespace viche::test {
namespace {

constexpr std::size_t kTrustees = 3;
constexpr log::PosixTime kCosigned = 1772445600;  // 2026-03-02T10:00:00Z

/// The value, or the end of the program: a vector is made from what is right.
template <class T>
T sure(Result<T> result) {
  if (!result) broken_invariant(result.error().message().c_str());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

std::string read_template() {
  std::ifstream in(std::string(VICHE_SOURCE_DIR) + "/examples/tiny/manifest.json",
                   std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Secret<Bytes32> secret_copy(Bytes32 bytes) { return Secret<Bytes32>(std::move(bytes)); }

}  // namespace

VectorElection::VectorElection(std::uint64_t seed) : random_(seed) {
  make_keys();
  ceremony();
  open();
  vote();
  close_and_tally();
}

void VectorElection::append(ByteView entry) {
  sure(state_.apply(entry));
  entries_.emplace_back(entry.begin(), entry.end());
}

void VectorElection::state_it(log::EntryType type, std::uint16_t signer, Bytes body) {
  const std::string role = signer == 0           ? "registrar"
                           : signer <= kTrustees ? "trustee-" + std::to_string(signer)
                                                 : "other-" + std::to_string(signer - kTrustees);
  const Bytes32 hash = ballot::manifest_hash(as_bytes(manifest_));
  const log::Statement statement =
      log::sign_statement(type, signer, std::move(body), hash, *keys_.at(role).signer);
  for (const Bytes& part : log::split_statement(statement)) append(part);
}

void VectorElection::make_keys() {
  ballot::ManifestKeys public_keys;
  const auto make = [&](const std::string& role) {
    RoleKey key;
    key.seed = random_.bytes32();
    key.signer = std::make_shared<const Ed25519Signer>(secret_copy(key.seed));
    const Ed25519PublicKey public_key = key.signer->public_key();
    keys_[role] = std::move(key);
    return public_key;
  };
  public_keys.registrar = make("registrar");
  public_keys.log = make("log");
  public_keys.witnesses.push_back(make("witness-1"));
  for (std::size_t i = 1; i <= kTrustees; ++i)
    public_keys.trustees.push_back(make("trustee-" + std::to_string(i)));
  public_keys.others.push_back(make("other-1"));
  manifest_ = sure(ballot::complete_manifest(read_template(), public_keys));
  state_it(log::EntryType::kManifest, log::kRegistrarSigner,
           Bytes(manifest_.begin(), manifest_.end()));
}

void VectorElection::ceremony() {
  const tally::CeremonyParameters parameters = tally::CeremonyParameters::of(state_);
  for (std::size_t i = 0; i < kTrustees; ++i) {
    election_seeds_.push_back(random_.bytes32());
    trustees_.emplace_back(secret_copy(election_seeds_.back()), parameters);
  }
  const auto all = [&](log::EntryType type, const auto& make) {
    std::vector<Bytes> bodies;  // all made from the same log
    for (std::uint16_t i = 1; i <= kTrustees; ++i) bodies.push_back(sure(make(i)).encode());
    for (std::uint16_t i = 1; i <= kTrustees; ++i) state_it(type, i, std::move(bodies[i - 1U]));
  };
  all(log::EntryType::kCommit,
      [&](std::uint16_t i) { return tally::make_commit(state_, i, trustees_[i - 1U]); });
  all(log::EntryType::kReveal,
      [&](std::uint16_t i) { return tally::make_reveal(state_, i, trustees_[i - 1U], random_); });
  all(log::EntryType::kShare,
      [&](std::uint16_t i) { return tally::make_share(state_, i, trustees_[i - 1U]); });
  all(log::EntryType::kConfirm,
      [&](std::uint16_t i) { return tally::make_confirm(state_, i, trustees_[i - 1U], random_); });
  election_keys_ = sure(tally::election_keys(state_));
  for (std::uint16_t i = 1; i <= kTrustees; ++i) {
    shares_.push_back(sure(tally::decryption_keys(state_, i, trustees_[i - 1U], random_)).expose());
  }
}

void VectorElection::open() {
  std::vector<log::VoterRecord> records;
  for (std::uint32_t voter = 0; voter < 5; ++voter) {
    voters_.push_back({ballot::generate_credential(random_), voter == 4 ? 3U : 1U, {}});
    records.push_back(
        {voters_.back().credential.K.encode(), ballot::StyleIndex(0), voters_.back().weight});
  }
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.K < b.K; });
  state_it(log::EntryType::kRoll, log::kRegistrarSigner, log::RecordsBody{records}.encode());
  state_it(
      log::EntryType::kOpening, log::kRegistrarSigner,
      log::OpeningBody{state_.manifest_hash(), state_.head(), election_keys_->root()}.encode());
  context_ = std::make_shared<const ballot::ElectionContext>(*state_.election(), state_.layout(),
                                                             election_keys_->Y);
  prover_ = std::make_unique<ballot::Prover>(context_);
}

VectorBallot VectorElection::make_ballot(std::size_t voter, std::vector<std::uint8_t> m,
                                         ballot::BallotType type) {
  VectorVoter& one = voters_[voter];
  VectorBallot made{voter, {}, m, one.latest};
  const Secret<std::vector<std::uint8_t>> bits(std::move(m));
  ballot::Proven proven = prover_->prove(ballot::StyleIndex(0), one.credential, bits, random_);
  if (type == ballot::BallotType::kChallenge) {
    const Bytes32 tracker = proven.ballot.tracker();
    ballot::Challenged challenged =
        prover_->challenge(std::move(proven), one.latest, one.credential, random_);
    made.entry = std::move(challenged.entry);
    opening_ = ballot::format_opening(tracker, "member", challenged.opening);
  } else {
    made.entry = prover_->cast(std::move(proven), one.latest, one.credential, random_);
  }
  one.latest = log::hash_leaf(made.entry);
  return made;
}

void VectorElection::post(std::vector<Bytes> batch) {
  std::sort(batch.begin(), batch.end(), [&](const Bytes& a, const Bytes& b) {
    const auto tracker_of = [&](const Bytes& entry) {
      return ballot::tracker(*state_.election(),
                             sure(ballot::BallotView::parse(entry, state_.layout())));
    };
    return tracker_of(a) < tracker_of(b);
  });
  append(log::Batch{state_.batches() + 1, static_cast<std::uint32_t>(batch.size())}.encode());
  for (const Bytes& entry : batch) append(entry);
}

void VectorElection::vote() {
  const auto cast = [&](std::size_t voter, std::vector<std::uint8_t> m) {
    ballots_.push_back(make_ballot(voter, std::move(m), ballot::BallotType::kCast));
    return ballots_.back().entry;
  };
  challenged_ = make_ballot(0, {0, 1, 0}, ballot::BallotType::kChallenge);
  post({challenged_.entry, cast(1, {1, 0, 0}), cast(2, {0, 0, 1})});
  post({cast(0, {1, 0, 0}), cast(1, {0, 1, 0}), cast(3, {0, 1, 0}), cast(4, {1, 0, 0})});
  post({});
}

void VectorElection::close_and_tally() {
  state_it(log::EntryType::kClose, log::kRegistrarSigner, log::HeadBody{state_.head()}.encode());
  state_it(log::EntryType::kCancellations, log::kRegistrarSigner,
           log::CancellationsBody{{voters_[3].credential.K.encode()}}.encode());
  state_it(log::EntryType::kSeal, log::kRegistrarSigner, log::HeadBody{state_.head()}.encode());

  tally::UnitSums sums(state_.manifest(), state_.layout());
  for (const VectorBallot& ballot : ballots_) {
    const log::Credential* credential =
        state_.ledger().find(voters_[ballot.voter].credential.K.encode());
    if (!credential->counts() || credential->latest != log::hash_leaf(ballot.entry)) continue;
    const auto view = ballot::BallotView::of(ballot.entry);
    const std::vector<Point> points = sure(decode_points(view.ciphertext()));
    std::vector<edwards::Addend> C(points.size());
    to_addends(points, C);
    sums.add({view.style(), {&credential->weight, 1}, C, 1});
  }
  const log::RoundHead head{1, *state_.tally_head()};
  tally_ = tally::make_encrypted_tally(state_.manifest(), state_.layout(),
                                       tally::counted_ballots(state_.manifest(), state_.ledger()),
                                       sums.units(), *state_.election(), head);
  for (const std::uint16_t signer : std::vector<std::uint16_t>{1, 3, 4}) {
    state_it(log::EntryType::kAgreement, signer, log::AgreementBody{head}.encode());
  }
  const tally::DecryptionContext context{&state_.manifest(), &state_.layout(), &*election_keys_,
                                         &*tally_};
  std::vector<log::DecryptionBody> bodies;
  std::vector<tally::TrusteeDecryption> decryptions;
  bodies.reserve(2);
  for (const std::uint16_t t : std::vector<std::uint16_t>{1, 3}) {
    std::vector<Scalar> copy = shares_[t - 1U];
    const Secret<std::vector<Scalar>> x(std::move(copy));
    bodies.push_back(tally::make_decryption(context, t, x, random_));
    decryptions.push_back({t, &bodies.back()});
    state_it(log::EntryType::kDecryption, t, bodies.back().encode());
  }
  const DiscreteLog discrete_log(64);
  const log::ResultBody result{state_.counts(),
                               sure(tally::combine(context, decryptions, discrete_log))};
  state_it(log::EntryType::kResult, log::kRegistrarSigner, result.encode());
}

std::map<std::string, Bytes> VectorElection::record() const {
  std::map<std::string, Bytes> files;
  std::vector<log::Hash> leaves;
  for (const Bytes& entry : entries_) leaves.push_back(log::hash_leaf(entry));
  for (const log::Tile& tile :
       log::tiles_of(entries_.size())) {  // fewer than 256 entries: one tile of each kind
    files[tile.path()] = tile.kind == log::Tile::Kind::kEntries ? log::encode_bundle(entries_)
                                                                : log::encode_hashes(leaves);
  }
  const log::Checkpoint checkpoint{log::election_origin(state_.manifest_hash()), state_.head()};
  log::Note note = log::sign_checkpoint(checkpoint, *keys_.at("log").signer);
  note.signatures.push_back(log::cosign_text(state_.manifest().witnesses.members.front().name,
                                             *keys_.at("witness-1").signer, note.text, kCosigned));
  const std::string text = note.encode();
  files["checkpoint"] = Bytes(text.begin(), text.end());
  return files;
}

}  // namespace viche::test
