#include "tests/tally/support/tally_election.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ballot/choices.h"
#include "bulletin/log/envelope.h"
#include "tally/ceremony.h"
#include "tests/tally/support/plain_file.h"

namespace viche::tally::test {
namespace {

using log::EntryType;

Ed25519Signer make_signer(RandomSource& random) {
  Bytes32 seed{};
  random.fill(seed);
  return Ed25519Signer(Secret<Bytes32>(std::move(seed)));
}

// [{"name": "<role> 1"}, ...], without keys.
std::string people(const std::string& role, std::uint32_t count) {
  std::string list;
  for (std::uint32_t i = 1; i <= count; ++i) {
    list += (i == 1 ? "" : ",") + (R"({"name":")" + role + " " + std::to_string(i) + R"("})");
  }
  return "[" + list + "]";
}

std::string manifest_template(const ElectionOptions& options) {
  return R"({"viche":1,"id":")" + options.id +
         R"(","languages":["en"],"title":{"en":"Tally"},"opens":"2026-01-01T08:00:00Z",)"
         R"("closes":"2026-01-02T20:00:00Z","previous":null,"registrar":{"name":"Registrar"},)"
         R"("log":{},"witnesses":{"quorum":0,"members":[]},"trustees":{"threshold":)" +
         std::to_string(options.k) + R"(,"members":)" + people("Trustee", options.n) +
         R"(},"agreement":{"tolerated_corrupt":0,"tolerated_lost":0,"others":)" +
         people("Observer", options.others) + R"(},"revote":"last","max_ballots":20,"floor":)" +
         std::to_string(options.floor) + R"(,"weights":")" + options.weights +
         R"(","batch_seconds":1,"contests":)" + options.contests + R"(,"styles":)" +
         options.styles + R"(,"units":)" + options.units + R"(,"results":[]})";
}

}  // namespace

ElectionOptions two_styles() {
  ElectionOptions options;
  options.contests.pop_back();
  options.contests +=
      R"(,{"id":"law","title":{"en":"Law"},"kind":"choose","blank":true,"min":1,"max":1,"options":[)"
      R"({"id":"yes","title":{"en":"Yes"}},{"id":"no","title":{"en":"No"}}]}])";
  options.styles =
      R"([{"id":"one","title":{"en":"One"},"contests":["act"],"replacements":2},)"
      R"({"id":"two","title":{"en":"Two"},"contests":["law","act"],"replacements":2}])";
  options.units = R"([{"id":"act-one","title":{"en":"1"},"contest":"act","styles":["one"]},)"
                  R"({"id":"act-two","title":{"en":"2"},"contest":"act","styles":["two"]},)"
                  R"({"id":"law-two","title":{"en":"3"},"contest":"law","styles":["two"]}])";
  return options;
}

TallyElection::TallyElection(ElectionOptions options, std::uint64_t seed)
    : random(seed), log_signer_(make_signer(random)) {
  for (std::uint32_t i = 0; i <= options.n + options.others; ++i) {
    signers_.push_back(make_signer(random));
  }
  ballot::ManifestKeys keys;
  keys.registrar = signers_[0].public_key();
  keys.log = log_signer_.public_key();
  for (std::uint32_t i = 1; i < signers_.size(); ++i) {
    (i <= options.n ? keys.trustees : keys.others).push_back(signers_[i].public_key());
  }
  for (std::uint32_t i = 0; i < options.n; ++i) {
    Bytes32 election_seed{};
    random.fill(election_seed);
    seeds_.emplace_back(std::move(election_seed));
  }
  const auto json = ballot::complete_manifest(manifest_template(options), keys);
  if (!json) broken_invariant(json.error().message().c_str());
  manifest_.assign(json->begin(), json->end());
}

TrusteeKeys TallyElection::keys(std::uint16_t i) const {
  return TrusteeKeys(seeds_[i - 1U], CeremonyParameters::of(state()));
}

log::Statement TallyElection::sign(EntryType type, std::uint16_t signer, Bytes body) const {
  return log::sign_statement(type, signer, std::move(body), ballot::manifest_hash(manifest_),
                             signers_[signer]);
}

void TallyElection::say(EntryType type, std::uint16_t signer, Bytes body) {
  log.append(sign(type, signer, std::move(body)));
}

void TallyElection::say_manifest() { say(EntryType::kManifest, 0, manifest_); }

void TallyElection::commit() {
  for (std::uint16_t i = 1; i <= state().shape().n; ++i) {
    say(EntryType::kCommit, i, make_commit(state(), i, keys(i))->encode());
  }
}

void TallyElection::reveal() {
  for (std::uint16_t i = 1; i <= state().shape().n; ++i) {
    say(EntryType::kReveal, i, make_reveal(state(), i, keys(i), random)->encode());
  }
}

void TallyElection::share() {
  for (std::uint16_t i = 1; i <= state().shape().n; ++i) {
    say(EntryType::kShare, i, make_share(state(), i, keys(i))->encode());
  }
}

void TallyElection::confirm() {
  for (std::uint16_t i = 1; i <= state().shape().n; ++i) {
    say(EntryType::kConfirm, i, make_confirm(state(), i, keys(i), random)->encode());
  }
}

void TallyElection::ceremony() {
  say_manifest();
  commit();
  reveal();
  share();
  confirm();
}

void TallyElection::open(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& voters) {
  log::RecordsBody roll;
  for (const auto& [style, weight] : voters) {
    voters_.push_back(ballot::generate_credential(random));
    styles_.emplace_back(style);
    roll.records.push_back({voters_.back().K.encode(), styles_.back(), weight});
  }
  std::sort(roll.records.begin(), roll.records.end(),
            [](const auto& a, const auto& b) { return a.K < b.K; });
  say(EntryType::kRoll, 0, roll.encode());
  const auto election = election_keys(state());
  log::OpeningBody opening{state().manifest_hash(), state().head(), election->root()};
  say(EntryType::kOpening, 0, opening.encode());
  prover_ = std::make_unique<ballot::Prover>(std::make_shared<const ballot::ElectionContext>(
      *state().election(), state().layout(), election->Y));
}

std::uint32_t TallyElection::void_and_replace(std::uint32_t voter) {
  const auto replacement = static_cast<std::uint32_t>(voters_.size());
  voters_.push_back(ballot::generate_credential(random));
  styles_.push_back(styles_[voter]);
  say(EntryType::kVoid, 0,
      log::VoidBody{voters_[voter].K.encode(), voters_[replacement].K.encode()}.encode());
  return replacement;
}

void TallyElection::void_only(std::uint32_t voter) {
  say(EntryType::kVoid, 0, log::VoidBody{voters_[voter].K.encode(), {}}.encode());
}

void TallyElection::close() { say(EntryType::kClose, 0, log::HeadBody{state().head()}.encode()); }

void TallyElection::cancel(const std::vector<std::uint32_t>& voters) {
  log::CancellationsBody body;
  for (const std::uint32_t voter : voters) body.K.push_back(voters_[voter].K.encode());
  std::sort(body.K.begin(), body.K.end());
  say(EntryType::kCancellations, 0, body.encode());
}

void TallyElection::seal() { say(EntryType::kSeal, 0, log::HeadBody{state().head()}.encode()); }

void TallyElection::agree() {
  // The last signers first, so that some trustees stay out.
  std::uint32_t signer = state().manifest().agreement_signers();
  for (std::uint32_t i = 0; i < state().manifest().agreement_quorum(); ++i, --signer) {
    say(EntryType::kAgreement, static_cast<std::uint16_t>(signer),
        log::AgreementBody{{1, *state().tally_head()}}.encode());
  }
}

void TallyElection::decrypt(std::uint16_t t) {
  const auto audited = audit_now();
  ASSERT_TRUE(audited.ok()) << audited.error().message();
  const auto x_t = decryption_keys(state(), t, keys(t), random);
  ASSERT_TRUE(x_t.ok()) << x_t.error().message();
  say(EntryType::kDecryption, t,
      make_decryption(audited->decryption_context(), t, *x_t, random).encode());
}

void TallyElection::state_result() {
  const auto audited = audit_now();
  ASSERT_TRUE(audited.ok()) << audited.error().message();
  ASSERT_TRUE(audited->totals.has_value());
  say(EntryType::kResult, 0, log::ResultBody{state().counts(), *audited->totals}.encode());
}

ballot::Proven TallyElection::prove(std::uint32_t voter, std::string_view choices) {
  const ballot::StyleIndex style = styles_[voter];
  const auto marked = ballot::parse_choices(choices, state().manifest(), style);
  if (!marked) broken_invariant(marked.error().message().c_str());
  auto slots = ballot::encode_slots(state().manifest(), state().layout(), style, *marked);
  if (!slots) broken_invariant(slots.error().message().c_str());
  return prover_->prove(style, voters_[voter], Secret<std::vector<std::uint8_t>>(std::move(*slots)),
                        random);
}

Bytes TallyElection::cast(std::uint32_t voter, std::string_view choices) {
  const log::Hash prev = state().ledger().find(voters_[voter].K.encode())->latest;
  return prover_->cast(prove(voter, choices), prev, voters_[voter], random);
}

Bytes TallyElection::challenge(std::uint32_t voter, std::string_view choices) {
  const log::Hash prev = state().ledger().find(voters_[voter].K.encode())->latest;
  return prover_->challenge(prove(voter, choices), prev, voters_[voter], random).entry;
}

void TallyElection::publish(const std::filesystem::path& directory, std::uint64_t size) const {
  if (size == 0) size = log.entries.size();
  std::vector<log::Hash> leaves;
  for (std::uint64_t i = 0; i < size; ++i) leaves.push_back(log::hash_leaf(log.entries[i]));
  log::test::MemoryTree tree(leaves);
  const auto write = [&](const std::string& path, const Bytes& bytes) {
    write_plain(directory / path, bytes);
  };
  for (const log::Tile& tile : log::tiles_of(size)) {
    write(tile.path(),
          tile.kind == log::Tile::Kind::kEntries
              ? log::encode_bundle(std::span(log.entries).subspan(tile.begin(), tile.width))
              : log::encode_hashes(*tree.hashes(tile)));
  }
  const log::Checkpoint checkpoint{log::election_origin(ballot::manifest_hash(manifest_)),
                                   tree.head(size)};
  const std::string note = log::sign_checkpoint(checkpoint, log_signer_).encode();
  write(std::string(log::kCheckpointFile), Bytes(note.begin(), note.end()));
}

log::LogReader TallyElection::open_log(const std::filesystem::path& directory) const {
  const auto key = log::VerifierKey::create(log::election_origin(ballot::manifest_hash(manifest_)),
                                            log::SignatureType::kEd25519, log_signer_.public_key());
  auto reader = log::LogReader::open(directory, *log::LogPolicy::create(*key, {}, 0));
  if (!reader) broken_invariant(reader.error().message().c_str());
  return std::move(*reader);
}

Result<Audited> TallyElection::audit_now(AuditOptions options) {
  const TemporaryDirectory directory;
  publish(directory.path());
  return audit(open_log(directory.path()), std::move(options), random);
}

}  // namespace viche::tally::test
