// The second stage and the third: what is checked goes into the log, and is answered.

#include <algorithm>
#include <numeric>
#include <utility>

#include "bulletin/service/line.h"

namespace viche::board {
namespace {

Answer refused(Reason code, std::string reason) {
  return {Outcome::kRefused, 0, std::move(reason), code};
}

/// The names in a checkpoint's signature lines but the log's: witnesses, verified when they were
/// added.
std::vector<std::string> cosigners(const std::string& checkpoint, const std::string& origin) {
  std::vector<std::string> names;
  const Result<log::Note> note = log::Note::decode(checkpoint);
  if (!note) broken_invariant("a checkpoint of ours that does not decode");
  for (const log::NoteSignature& line : note->signatures) {
    if (line.name != origin) names.push_back(line.name);
  }
  return names;
}

}  // namespace

void Service::Line::note_applied(const log::Applied& applied) {
  if (log::entry_shape(applied.type) == log::EntryShape::kBallot) {
    trackers_.add(applied.tracker, applied.index);
  }
  if (applied.type == log::EntryType::kOpening && !in_opening_) opening_index_ = applied.index;
  in_opening_ = applied.type == log::EntryType::kOpening && !applied.signer.has_value();
}

void Service::Line::show_published(bool writable) {
  const log::ElectionState& state = board_->state();
  auto next = std::make_shared<ServiceStatus>(*status());
  next->writable = writable;
  // What could not be published is not shown.
  const std::optional<store::SignedHead>& newest = sequencer_.newest();
  if (newest && sequencer_.publisher().published() == newest->head &&
      state.head() == newest->head) {
    next->head = newest->head;
    next->checkpoint = newest->note;
    next->phase = state.phase();
    next->description = state.describe();
    next->election = state.election();
    next->opening_index = opening_index_;
    next->counts = state.counts();
    next->context = board_->context();
    next->quorum = state.has_manifest() ? state.manifest().witnesses.quorum : 0;
    next->cosigned_by = cosigners(newest->note, next->origin);
    if (next->manifest == nullptr && state.has_manifest()) {
      next->manifest = std::make_shared<const Bytes>(state.manifest_bytes());
    }
  }
  if (options_.witnesses != nullptr) {
    next->contradicted_by = options_.witnesses->contradicting();
    next->contradicted = options_.witnesses->contradicted();
  }
  const std::lock_guard lock(mutex_);
  status_ = std::move(next);
  if (writable) refused_until_.reset();
}

void Service::Line::note_failure() {
  {
    const std::lock_guard lock(mutex_);
    refused_until_ = Clock::now() + options_.retry_storage;
  }
  show_published(false);
}

void Service::Line::commit() {
  while (std::optional<Checked> checked = checked_.pop()) {
    if (checked->jobs.empty()) {
      take_from_witnesses();
    } else {
      settled_.push(settle(std::move(*checked)));
    }
  }
  settled_.close();
}

void Service::Line::take_from_witnesses() {
  const log::TreeHead head = sequencer_.head();
  const Result<bool> added = sequencer_.add_cosignatures(head, options_.witnesses->late(head));
  if (!added) return note_failure();
  show_published(status()->writable);
}

Service::Line::Settled Service::Line::settle(Checked checked) {
  const Clock::time_point start = Clock::now();
  Settled settled;
  settled.answers = checked.pending ? settle_ballots(checked)
                                    : std::vector<Answer>{settle_statement(checked.jobs.front())};
  settled.jobs = std::move(checked.jobs);
  const std::shared_ptr<const ServiceStatus> shown = status();
  settled.head = {shown->head, shown->checkpoint};
  settled.cosigned = shown->cosigned();
  settled.since = Clock::now();
  latency(Stage::kCommit).add(settled.since - start, settled.answers.size());
  return settled;
}

std::vector<Answer> Service::Line::settle_ballots(Checked& checked) {
  const std::uint32_t batches = board_->state().batches();
  Result<std::vector<Answer>> finished = board_->finish_ballots(std::move(*checked.pending));
  const std::uint32_t more = board_->state().batches() - batches;
  if (!finished) {
    note_failure();
  } else if (more > 0 || sequencer_.head() != status()->head) {
    show_published(true);
  }
  std::vector<Answer> answers;
  answers.reserve(checked.places.size());
  for (const std::optional<std::size_t>& place : checked.places) {
    if (!place) {
      answers.push_back(
          refused(Reason::kBusy, "too many ballots of this credential at once: submit it again"));
    } else if (!finished) {
      answers.push_back(
          refused(Reason::kStorage, "the log cannot be written now: submit it again"));
    } else {
      Answer& answer = (*finished)[*place];
      answers.push_back(answer);
      if (answer.outcome == Outcome::kAppended) answer.outcome = Outcome::kKnown;  // the next one
    }
  }
  const std::lock_guard lock(mutex_);
  counts_.batches += more;
  for (const Answer& answer : answers) {
    if (answer.outcome == Outcome::kAppended) ++counts_.ballots_appended;
    if (answer.outcome == Outcome::kKnown) ++counts_.ballots_known;
    if (answer.outcome == Outcome::kRefused) {
      ++counts_.ballots_refused[static_cast<std::size_t>(answer.code)];
    }
  }
  return answers;
}

Answer Service::Line::settle_statement(Job& job) {
  const Result<Answer> posted = board_->post_statement(std::get<Statement>(job.work).parts);
  if (!posted) {
    note_failure();
  } else if (posted->outcome != Outcome::kRefused) {
    show_published(true);
  }
  Answer answer = posted ? *posted
                         : refused(Reason::kStorage,
                                   "the log cannot be written now: submit the statement again");
  const std::lock_guard lock(mutex_);
  if (answer.outcome == Outcome::kAppended) ++counts_.statements_appended;
  if (answer.outcome == Outcome::kKnown) ++counts_.statements_known;
  if (answer.outcome == Outcome::kRefused) ++counts_.statements_refused;
  return answer;
}

void Service::Line::answer() {
  while (std::optional<Settled> settled = settled_.pop()) give_receipts(std::move(*settled));
}

void Service::Line::give_receipts(Settled settled) {
  std::vector<Receipt> receipts(settled.answers.size());
  std::vector<std::size_t> by_index(settled.answers.size());
  std::iota(by_index.begin(), by_index.end(), std::size_t{0});
  std::sort(by_index.begin(), by_index.end(), [&](std::size_t a, std::size_t b) {
    return settled.answers[a].index < settled.answers[b].index;
  });
  ReceiptMaker maker(directory_, std::move(settled.head));
  for (const std::size_t i : by_index) {
    receipts[i].answer = std::move(settled.answers[i]);
    if (receipts[i].answer.outcome == Outcome::kRefused) continue;
    Result<std::string> proof = maker.receipt(receipts[i].answer.index);
    if (proof) {
      receipts[i].proof = std::move(*proof);
      receipts[i].cosigned = settled.cosigned;
    } else {
      receipts[i].answer = refused(Reason::kStorage,
                                   "it is in the log, whose files cannot be read now: submit it "
                                   "again");
    }
  }
  const Clock::time_point made = Clock::now();
  latency(Stage::kAnswer).add(made - settled.since, receipts.size());

  auto next = receipts.begin();
  Load answered;
  for (Job& job : settled.jobs) {
    const std::size_t entries = std::max<std::size_t>(job.load.ballots, job.load.statements);
    const auto end = next + static_cast<std::ptrdiff_t>(entries);
    latency(Stage::kWhole).add(made - job.submitted, entries);
    if (auto* ballots = std::get_if<Ballots>(&job.work)) {
      ballots->done({std::make_move_iterator(next), std::make_move_iterator(end)});
    } else {
      std::get<Statement>(job.work).done(std::move(*next));
    }
    next = end;
    answered.ballots += job.load.ballots;
    answered.bytes += job.load.bytes;
    answered.statements += job.load.statements;
  }
  const std::lock_guard lock(mutex_);
  jobs_in_line_ -= settled.jobs.size();
  waiting_.ballots -= answered.ballots;
  waiting_.bytes -= answered.bytes;
  waiting_.statements -= answered.statements;
}

}  // namespace viche::board
