#include "tests/bulletin/log/sample_election.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ballot/manifest.h"

namespace viche::test {

namespace {

using log::EntryType;
using log::Phase;

Ed25519Signer make_signer(SeededRandom& random) {
  Bytes32 seed{};
  random.fill(seed);
  return Ed25519Signer(Secret<Bytes32>(std::move(seed)));
}

std::string person(const std::string& name, const Ed25519Signer& signer) {
  return R"({"name":")" + name + R"(","key":")" + to_hex(signer.public_key().bytes) + R"("})";
}

std::string text(const std::string& words) { return R"({"en":")" + words + R"("})"; }

std::string make_manifest(const SampleOptions& options, const std::vector<Ed25519Signer>& signers,
                          const Ed25519Signer& log_signer) {
  std::string trustees, others;
  for (std::uint32_t i = 1; i < signers.size(); ++i) {
    std::string& list = i <= options.n ? trustees : others;
    if (!list.empty()) list += ",";
    list += person("Signer " + std::to_string(i), signers[i]);
  }
  const auto option = [](const std::string& id) {
    return R"({"id":")" + id + R"(","title":)" + text(id) + "}";
  };
  std::string choices = option("a");
  for (std::uint32_t i = 1; i < options.choices; ++i) {
    choices += "," + option(std::string(1, static_cast<char>('a' + i)));
  }
  return R"({"viche":1,"id":")" + options.id + R"(","languages":["en"],"title":)" + text("Sample") +
         R"(,"opens":"2026-01-01T08:00:00Z","closes":"2026-01-02T20:00:00Z","previous":null,)" +
         R"("registrar":)" + person("Registrar", signers[0]) + R"(,"log":{"key":")" +
         to_hex(log_signer.public_key().bytes) + R"("},"witnesses":{"quorum":0,"members":[]},)" +
         R"("trustees":{"threshold":)" + std::to_string(options.k) + R"(,"members":[)" + trustees +
         R"(]},"agreement":{"tolerated_corrupt":0,"tolerated_lost":0,"others":[)" + others +
         R"(]},"revote":")" + options.revote + R"(","max_ballots":)" +
         std::to_string(options.max_ballots) +
         R"(,"floor":1,"weights":"not-secret","batch_seconds":1,"contests":[)" +
         R"({"id":"act","title":)" + text("Act") +
         R"(,"kind":"choose","blank":false,"min":1,"max":1,"options":[)" + choices +
         R"(]},{"id":"grade","title":)" + text("Grade") +
         R"(,"kind":"score","blank":false,"max_score":5,"min_total":0,"max_total":10,"options":[)" +
         option("x") + "," + option("y") + R"(]}],"styles":[{"id":"one","title":)" + text("One") +
         R"(,"contests":["act"],"replacements":)" + std::to_string(options.replacements) +
         R"(},{"id":"two","title":)" + text("Two") +
         R"(,"contests":["act","grade"],"replacements":)" + std::to_string(options.replacements) +
         R"(}],"units":[{"id":"all","title":)" + text("All") +
         R"(,"contest":"act","styles":["one","two"]},{"id":"graded","title":)" + text("Graded") +
         R"(,"contest":"grade","styles":["two"]}],"results":[]})";
}

std::vector<Ed25519Signer> make_signers(const SampleOptions& options, SeededRandom& random) {
  std::vector<Ed25519Signer> signers;
  for (std::uint32_t i = 0; i <= options.n + options.others; ++i) {
    signers.push_back(make_signer(random));
  }
  return signers;
}

}  // namespace

SampleElection::SampleElection(SampleOptions options, std::uint64_t seed)
    : options_(std::move(options)), log_signer_([&] {
        SeededRandom random(seed + 1000);
        return make_signer(random);
      }()) {
  SeededRandom random(seed);
  signers_ = make_signers(options_, random);
  const std::string json = make_manifest(options_, signers_, log_signer_);
  manifest_.assign(json.begin(), json.end());
  hash_ = ballot::manifest_hash(manifest_);
}

log::Statement SampleElection::sign(EntryType type, std::uint16_t signer, Bytes body) const {
  return log::sign_statement(type, signer, std::move(body), hash_, signers_[signer]);
}

log::RevealBody SampleElection::reveal(const log::ElectionState& state, std::uint16_t i) const {
  log::RevealBody body;
  if (state.commits_head()) body.commits_head = *state.commits_head();
  for (std::uint64_t e = 0; e < std::uint64_t{state.shape().J} * state.shape().k; ++e) {
    body.E.push_back(multiply_base(Scalar::from_u64(100 * i + e + 1)));
  }
  body.proof = {Point::base(), Scalar::one()};
  return body;
}

log::Statement SampleElection::statement(const log::ElectionState& state, EntryType type,
                                         std::uint16_t signer, std::uint32_t salt) const {
  const log::TreeHead head = state.head();
  const log::RoundHead round{state.rounds().open(), state.tally_head().value_or(head)};
  const std::uint16_t other = signer == 1 ? 3 : 1;
  const auto salt_byte = static_cast<std::uint8_t>(salt);
  Bytes body;
  switch (type) {
    case EntryType::kManifest:
      body = manifest_;
      break;
    case EntryType::kCommit: {
      log::CommitBody commit;
      commit.receive_key.bytes.fill(9);
      commit.h.fill(static_cast<std::uint8_t>(signer + salt));
      body = commit.encode();
      break;
    }
    case EntryType::kReveal:
      body = state.has_manifest() ? reveal(state, signer).encode() : Bytes();
      break;
    case EntryType::kShare: {
      log::ShareBody share;
      for (std::uint32_t t = 1; state.has_manifest() && t < options_.n; ++t) {
        share.boxes.emplace_back(state.shape().box_size(), salt_byte);
      }
      body = share.encode();
      break;
    }
    case EntryType::kConfirm:
      body = log::ConfirmBody{state.shares_head().value_or(head), Bytes32{salt_byte}}.encode();
      break;
    case EntryType::kComplaint:
      body = log::ComplaintBody{other}.encode();
      break;
    case EntryType::kAnswer:
      body = log::AnswerBody{other, Bytes32{salt_byte}}.encode();
      break;
    case EntryType::kRoll:
      body = records(0, kRollVoters).encode();
      break;
    case EntryType::kOpening:
      body = log::OpeningBody{hash_, head, Bytes32{salt_byte}}.encode();
      break;
    case EntryType::kAdmission:
      body = records(100 + 10 * salt, 2).encode();
      break;
    case EntryType::kVoid:
      body = log::VoidBody{voter_key(salt), {}}.encode();
      break;
    case EntryType::kNotice:
      body = log::NoticeBody{state.notices() + 1, "Notice " + std::to_string(salt)}.encode();
      break;
    case EntryType::kClose:
    case EntryType::kSeal:
      body = log::HeadBody{head}.encode();
      break;
    case EntryType::kCancellations:
      body = log::CancellationsBody{{voter_key(salt)}}.encode();
      break;
    case EntryType::kAgreement:
      body = log::AgreementBody{round}.encode();
      break;
    case EntryType::kAbstention:
      body = log::AbstentionBody{round.round}.encode();
      break;
    case EntryType::kDecryption:
      body = log::DecryptionBody{round, {}}.encode();
      break;
    case EntryType::kResult:
      body = log::ResultBody{state.counts(), {}}.encode();
      break;
    case EntryType::kBatch:
    case EntryType::kCast:
    case EntryType::kChallenge:
      broken_invariant("not a statement");
  }
  return sign(type, signer, std::move(body));
}

log::RecordsBody SampleElection::records(std::uint32_t first, std::uint32_t count) {
  log::RecordsBody body;
  for (std::uint32_t v = first; v < first + count; ++v) {
    body.records.push_back({voter_key(v), ballot::StyleIndex(v % 2), 1 + v % 3});
  }
  std::sort(body.records.begin(), body.records.end(),
            [](const auto& a, const auto& b) { return a.K < b.K; });
  return body;
}

Bytes SampleElection::formal_ballot(const log::ElectionState& state, std::uint32_t voter,
                                    ballot::BallotType type, std::uint32_t salt) const {
  const ballot::StyleIndex style(voter % 2);
  const Bytes32 K = voter_key(voter);
  Bytes entry;
  append_u8(entry, static_cast<std::uint8_t>(type));
  append_u16(entry, static_cast<std::uint16_t>(style.number()));
  append(entry, K);
  const log::Credential* credential = state.ledger().find(K);
  append(entry, credential == nullptr ? log::Hash{} : credential->latest);
  Bytes rest(ballot::ballot_size(state.layout().style(style).n()) - entry.size());
  SeededRandom(std::uint64_t{voter} << 32 | salt).fill(rest);
  append(entry, rest);
  return entry;
}

log::Applied SampleLog::append(const Bytes& entry) {
  auto applied = state.apply(entry);
  if (!applied) {
    ADD_FAILURE() << applied.error().message();
    return {};
  }
  entries.push_back(entry);
  return *applied;
}

void SampleLog::append(const log::Statement& statement) {
  for (const Bytes& part : log::split_statement(statement)) append(part);
}

void sort_by_tracker(const log::ElectionState& state, std::vector<Bytes>& ballots) {
  const auto tracker = [&](const Bytes& entry) {
    return ballot::tracker(*state.election(), *ballot::BallotView::parse(entry, state.layout()));
  };
  std::sort(ballots.begin(), ballots.end(),
            [&](const Bytes& a, const Bytes& b) { return tracker(a) < tracker(b); });
}

void SampleLog::append_batch(std::vector<Bytes> ballots) {
  sort_by_tracker(state, ballots);
  append(log::Batch{state.batches() + 1, static_cast<std::uint32_t>(ballots.size())}.encode());
  for (const Bytes& ballot : ballots) append(ballot);
}

void SampleLog::advance(const SampleElection& election, Phase phase) {
  const auto say = [&](EntryType type) { append(election.statement(state, type, 0)); };
  // By all of the list that have not said it yet.
  const auto say_missing = [&](EntryType type, const auto& said) {
    for (std::size_t i = 0; i < said.size(); ++i) {
      if (said[i]) continue;
      append(election.statement(state, type, static_cast<std::uint16_t>(i + 1)));
    }
  };
  while (state.phase() < phase && !testing::Test::HasFailure()) {
    switch (state.phase()) {
      case Phase::kManifest:
        say(EntryType::kManifest);
        break;
      case Phase::kCommit:
        say_missing(EntryType::kCommit, state.commits());
        break;
      case Phase::kReveal:
        say_missing(EntryType::kReveal, state.reveals());
        break;
      case Phase::kShare:
        say_missing(EntryType::kShare, state.shares());
        break;
      case Phase::kConfirm:
        say_missing(EntryType::kConfirm, state.confirms());
        break;
      case Phase::kRoll:
        say(EntryType::kRoll);
        break;
      case Phase::kOpening:
        say(EntryType::kOpening);
        break;
      case Phase::kVoting:
        say(EntryType::kClose);
        break;
      case Phase::kClosed:
        say(EntryType::kSeal);
        break;
      case Phase::kSealed:
        for (std::uint16_t signer = 1; signer <= state.rounds().agreed().size(); ++signer) {
          if (state.rounds().agreed()[signer - 1U]) continue;
          append(election.statement(state, EntryType::kAgreement, signer));
        }
        say_missing(EntryType::kDecryption, state.decryptions());
        say(EntryType::kResult);
        break;
      case Phase::kComplaint:
      case Phase::kFinished:
        return;
    }
  }
}

}  // namespace viche::test
