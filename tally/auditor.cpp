#include "tally/auditor.h"

#include <string>
#include <utility>

#include "bulletin/log/checkpoint.h"
#include "tally/ballot_audit.h"
#include "tally/ceremony.h"
#include "tally/result_check.h"

namespace viche::tally {
namespace {

constexpr std::uint64_t kProgressEvery = 1024;

class Audit {
 public:
  Audit(const log::LogReader& reader, const AuditOptions& options, RandomSource& random)
      : reader_(reader), options_(options), random_(random) {}

  Result<Audited> run() {
    const Result<void> read = read_all();
    // A ballot stands before whatever stopped the reading: if one is bad, it is the first error.
    if (ballots_) VICHE_TRY(ballots_->flush());
    VICHE_TRY(read);
    if (ballots_) audited_.ballots_checked = ballots_->checked();
    if (!ballots_ && audited_.context && !audited_.tally) return start_again();
    if (!state().between_entries()) {
      return Error{"the log ends inside a statement or a batch: " + state().describe(), ""};
    }
    if (!audited_.totals) VICHE_TRY(find_totals());
    report(reader_.size());
    return std::move(audited_);
  }

  [[nodiscard]] bool must_start_again() const { return must_start_again_; }

 private:
  log::ElectionState& state() { return audited_.state; }

  Result<void> read_all() {
    log::EntryStream stream = reader_.stream();
    while (true) {
      VICHE_ASSIGN(const std::vector<log::HashedEntry> block, stream.next_block());
      if (block.empty()) return {};
      VICHE_TRY(state().apply_all(block, [this](const log::Applied& applied, ByteView entry) {
        return take(applied, entry);
      }));
    }
  }

  Result<void> take(const log::Applied& applied, ByteView entry) {
    if (applied.type == log::EntryType::kClose && ballots_) VICHE_TRY(ballots_->flush());
    const Result<void> checked = check(applied, entry);
    if (!checked) {
      return applied.signer ? checked.error().at("entry " + std::to_string(applied.index))
                            : checked.error();
    }
    if (applied.index % kProgressEvery == 0) report(applied.index);
    return {};
  }

  void report(std::uint64_t entries) const {
    if (options_.progress) options_.progress({entries, reader_.size()});
  }

  // What ElectionState leaves to us.
  Result<void> check(const log::Applied& applied, ByteView entry) {
    if (applied.type == log::EntryType::kCast || applied.type == log::EntryType::kChallenge) {
      return ballots_ ? ballots_->take(applied.index, entry, applied.weight) : Result<void>();
    }
    if (!applied.signer) return {};  // a batch, or a statement of which parts are missing
    switch (applied.type) {
      case log::EntryType::kManifest:
        return check_origin();
      case log::EntryType::kCommit:
        return state().phase() == log::Phase::kReveal ? check_commits(state()) : Result<void>();
      case log::EntryType::kReveal:
        return take_reveal(*applied.signer);
      case log::EntryType::kConfirm:
        return state().phase() == log::Phase::kRoll ? check_confirms(state(), *audited_.keys)
                                                    : Result<void>();
      case log::EntryType::kOpening:
        return open();
      case log::EntryType::kSeal:
        return seal();
      case log::EntryType::kAbstention:
        audited_.tally->head.round = state().rounds().open();
        return {};
      case log::EntryType::kDecryption:
        return take_decryption(*applied.signer);
      case log::EntryType::kResult:
        return take_result();
      default:
        return {};
    }
  }

  Result<void> check_origin() {
    const std::string origin = log::election_origin(state().manifest_hash());
    if (reader_.checkpoint().checkpoint.origin == origin) return {};
    return Error{"the checkpoint is of another election, " + reader_.checkpoint().checkpoint.origin,
                 ""};
  }

  Result<void> take_reveal(std::uint16_t trustee) {
    VICHE_TRY(check_reveal_of(state(), trustee));
    if (state().phase() != log::Phase::kShare) return {};
    VICHE_ASSIGN(audited_.keys, election_keys(state()));
    return {};
  }

  Result<void> open() {
    if (state().opening()->keys_root != audited_.keys->root()) {
      return Error{"its root of the keys is not that of the recomputed keys", "opening"};
    }
    audited_.context = std::make_shared<const ballot::ElectionContext>(
        *state().election(), state().layout(), audited_.keys->Y);
    if (!options_.earlier || options_.earlier->election != *state().election()) {
      ballots_.emplace(state().manifest(), audited_.context, options_.threads, random_);
    }
    return {};
  }

  // The summary that ballots went unchecked for does not fit this log.
  Error start_again() {
    must_start_again_ = true;
    return {"the log is not sealed at the head of the earlier audit", ""};
  }

  // The sums of what counts, and the units.
  Result<void> seal() {
    if (ballots_) {
      std::vector<std::uint64_t> out = state().superseded();
      for (const log::Credential& credential : state().ledger().credentials()) {
        if (credential.effective_cast && !credential.counts()) {
          out.push_back(*credential.effective_cast);
        }
      }
      VICHE_TRY(ballots_->remove(reader_, std::move(out), state().ledger()));
      audited_.summary = AuditSummary{*state().election(), *state().tally_head(), ballots_->sums()};
    } else {
      if (options_.earlier->tally_head != *state().tally_head()) return start_again();
      if (!options_.earlier->fits(state().manifest(), state().layout())) {
        return Error{"the summary of the earlier audit is not of this manifest", ""};
      }
      audited_.summary = options_.earlier;
    }
    audited_.tally = sealed_tally(state(), audited_.summary->sums);
    return {};
  }

  Result<void> take_decryption(std::uint16_t trustee) {
    const Bytes& bytes = *state().decryptions()[trustee - 1U];
    auto body = log::DecryptionBody::decode(bytes, audited_.tally->rows());
    if (!body) return body.error().at("decryption of trustee " + std::to_string(trustee));
    VICHE_TRY(check_decryption(audited_.decryption_context(), trustee, *body, random_));
    audited_.decryptions.push_back({trustee, std::move(*body)});
    return {};
  }

  // By the first k decryptions, if there are as many.
  Result<void> find_totals() {
    const std::size_t k = state().has_manifest() ? state().manifest().threshold : 0;
    if (k == 0 || audited_.decryptions.size() < k) return {};
    VICHE_ASSIGN(audited_.totals, totals_of(audited_.decryption_context(),
                                            std::span(audited_.decryptions).first(k)));
    return {};
  }

  Result<void> take_result() {
    VICHE_TRY(find_totals());
    return check_result(state().manifest(), *state().result(),
                        log::ResultBody{state().counts(), *audited_.totals});
  }

  const log::LogReader& reader_;
  const AuditOptions& options_;
  RandomSource& random_;
  Audited audited_;
  std::optional<BallotAudit> ballots_;  // from the opening on, unless an earlier audit stands in
  bool must_start_again_ = false;
};

}  // namespace

DecryptionContext Audited::decryption_context() const {
  return {&state.manifest(), &state.layout(), &*keys, &*tally};
}

Result<Audited> audit(const log::LogReader& reader, AuditOptions options, RandomSource& random) {
  {
    Audit first(reader, options, random);
    Result<Audited> audited = first.run();
    if (audited || !first.must_start_again()) return audited;
  }
  options.earlier.reset();
  return Audit(reader, options, random).run();
}

}  // namespace viche::tally
