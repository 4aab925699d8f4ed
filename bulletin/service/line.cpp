// Taking submissions, and the first stage: collecting and checking them.

#include "bulletin/service/line.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "ballot/ballot.h"

namespace viche::board {
namespace {

std::size_t bytes_of(const std::vector<Bytes>& entries) {
  std::size_t bytes = 0;
  for (const Bytes& entry : entries) bytes += entry.size();
  return bytes;
}

}  // namespace

Service::Line::Line(store::Sequencer& sequencer, ServiceOptions options)
    : options_(std::move(options)),
      sequencer_(sequencer),
      directory_(sequencer.publisher().directory()),
      screen_({options_.batch_per_credential, options_.refused_proofs, options_.refused_window,
               options_.suspects_per_batch}) {}

Result<void> Service::Line::open(store::LogStore& store, const Bytes32& manifest_hash) {
  BoardOptions options;
  options.threads = options_.check_threads;
  options.progress = options_.progress;
  options.check_contents = options_.check_contents;
  options.applied = [this](const log::Applied& applied) { note_applied(applied); };
  VICHE_ASSIGN(Board board, Board::open(store, sequencer_, manifest_hash, std::move(options)));
  board_.emplace(std::move(board));
  auto status = std::make_shared<ServiceStatus>();
  status->origin = sequencer_.origin();
  status->manifest_hash = manifest_hash;
  status_ = std::move(status);
  show_published(true);
  const auto start = [this](const char* name, void (Line::*stage)()) {
    threads_.emplace_back([this, stage] { (this->*stage)(); });
    ::pthread_setname_np(threads_.back().native_handle(), name);
  };
  start("board-check", &Line::collect);
  start("board-commit", &Line::commit);
  start("board-answer", &Line::answer);
  if (options_.witnesses == nullptr) return {};
  const auto wake = [this] {
    const std::lock_guard lock(mutex_);
    witnesses_changed_ = true;
    changed_.notify_all();
  };
  options_.witnesses->listen(wake);
  wake();  // for what came before
  return {};
}

Taken Service::Line::submit_ballots(std::vector<Bytes> entries, BallotsDone done) {
  const std::size_t count = entries.size();
  const std::size_t bytes = bytes_of(entries);
  return take({Ballots{std::move(entries), count, std::move(done)}, {count, bytes, 0}, {}});
}

bool Service::Line::contradicted() const {
  return options_.witnesses != nullptr && options_.witnesses->contradicted();
}

std::optional<Receipt> Service::Line::answer_at_once(const std::vector<Bytes>& parts) {
  if (contradicted()) return std::nullopt;
  std::optional<Receipt> receipt;
  if (std::optional<Answer> refused = board_->refuse_at_once(parts)) {
    receipt = Receipt{std::move(*refused), {}};
  } else {
    receipt = receipt_of_published(parts);
  }
  if (!receipt) return std::nullopt;
  const std::lock_guard lock(mutex_);
  if (stopping_) return std::nullopt;
  const bool refused = receipt->answer.outcome == Outcome::kRefused;
  ++(refused ? counts_.statements_refused : counts_.statements_known);
  return receipt;
}

std::optional<Receipt> Service::Line::receipt_of_published(const std::vector<Bytes>& parts) const {
  const std::optional<std::uint64_t> place = board_->place_of_statement(parts.front());
  const std::shared_ptr<const ServiceStatus> shown = status();
  if (!place || *place > shown->head.size || parts.size() > shown->head.size - *place) {
    return std::nullopt;
  }
  std::string receipt;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Result<ProvedEntry> entry = published_entry(*shown, *place + i);
    if (!entry || entry->bytes != parts[i]) return std::nullopt;
    if (i == 0) receipt = std::move(entry->receipt);
  }
  return Receipt{{Outcome::kKnown, *place, {}, Reason::kNone}, std::move(receipt)};
}

Taken Service::Line::submit_statement(std::vector<Bytes> parts, StatementDone done) {
  if (std::optional<Receipt> receipt = answer_at_once(parts)) {
    done(std::move(*receipt));
    return Taken::kQueued;
  }
  const std::size_t bytes = bytes_of(parts);
  return take({Statement{std::move(parts), std::move(done)}, {0, bytes, 1}, {}});
}

bool Service::Line::fits(const Load& load) const {
  return load.ballots <= options_.batch_ballots &&
         load.ballots <= options_.waiting_ballots - waiting_.ballots &&
         load.bytes <= options_.waiting_bytes - waiting_.bytes &&
         load.statements <= options_.waiting_statements - waiting_.statements;
}

Taken Service::Line::take(Job job) {
  job.submitted = Clock::now();
  const std::lock_guard lock(mutex_);
  if (stopping_) {
    counts_.not_taken_stopping += job.load.ballots;
    return Taken::kStopping;
  }
  if (contradicted()) {
    counts_.not_taken_contradicted += job.load.ballots;
    return Taken::kContradicted;
  }
  if (refused_until_ && job.submitted < *refused_until_) {
    counts_.not_taken_unwritable += job.load.ballots;
    return Taken::kUnwritable;
  }
  const bool held =
      std::holds_alternative<Ballots>(job.work) && held_until_ && job.submitted < *held_until_;
  if (held || !fits(job.load)) {
    counts_.not_taken_full += job.load.ballots;
    return Taken::kFull;
  }
  waiting_.ballots += job.load.ballots;
  waiting_.bytes += job.load.bytes;
  waiting_.statements += job.load.statements;
  queued_ballots_ += job.load.ballots;
  ++jobs_in_line_;
  // The collector sleeps until its next tick, unless there was nothing or there is enough.
  const bool wake = jobs_.empty() || queued_ballots_ >= options_.batch_ballots;
  jobs_.push_back(std::move(job));
  if (wake) changed_.notify_all();
  return Taken::kQueued;
}

void Service::Line::collect() {
  while (std::optional<std::vector<Job>> jobs = next_jobs()) {
    checked_.push(jobs->empty() ? Checked{} : check(std::move(*jobs)));
  }
  checked_.close();
}

std::optional<std::vector<Service::Line::Job>> Service::Line::next_jobs() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopping_ || witnesses_changed_ || !jobs_.empty(); });
  std::vector<Job> taken;
  if (std::exchange(witnesses_changed_, false)) return taken;
  if (jobs_.empty()) return std::nullopt;
  if (std::holds_alternative<Statement>(jobs_.front().work)) {
    taken.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
    return taken;
  }
  if (options_.interval.count() > 0) {
    const Clock::time_point now = Clock::now();
    const Clock::time_point tick = now - now.time_since_epoch() % options_.interval;
    // Who has waited since before the last tick missed it, as the line was busy, and is due.
    if (jobs_.front().submitted >= tick) {
      changed_.wait_until(lock, tick + options_.interval,
                          [&] { return stopping_ || queued_ballots_ >= options_.batch_ballots; });
    }
  }
  std::size_t ballots = 0;
  while (!jobs_.empty() && std::holds_alternative<Ballots>(jobs_.front().work) &&
         jobs_.front().load.ballots <= options_.batch_ballots - ballots) {
    ballots += jobs_.front().load.ballots;
    taken.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
  }
  queued_ballots_ -= ballots;
  return taken;
}

Service::Line::Checked Service::Line::check(std::vector<Job> jobs) {
  const Clock::time_point start = Clock::now();
  Checked checked;
  std::vector<Bytes> entries;
  for (Job& job : jobs) {
    latency(Stage::kWait).add(start - job.submitted, std::max<std::size_t>(job.load.ballots, 1));
    if (auto* ballots = std::get_if<Ballots>(&job.work)) {
      for (Bytes& entry : ballots->entries) entries.push_back(std::move(entry));
      ballots->entries = {};
    }
  }
  const bool statement = std::holds_alternative<Statement>(jobs.front().work);
  checked.jobs = std::move(jobs);
  checked.since = start;
  if (statement) return checked;
  const std::size_t count = entries.size();
  Screened screened = screen_.screen(std::move(entries), start, random_);
  checked.places = std::move(screened.places);
  checked.pending.emplace(
      board_->begin_ballots(std::move(screened.entries), std::move(screened.leaves), random_));
  checked.pending->wait();
  for (const std::size_t place : checked.pending->bad_proofs()) {
    screen_.refused(checked.pending->entries()[place]);
  }
  {
    const std::lock_guard lock(mutex_);
    counts_.proofs_checked += checked.pending->checked();
  }
  checked.since = Clock::now();
  latency(Stage::kCheck).add(checked.since - start, count);
  return checked;
}

void Service::Line::hold_ballots(std::chrono::milliseconds time) {
  const std::lock_guard lock(mutex_);
  held_until_ = Clock::now() + time;
}

bool Service::Line::idle() const {
  const std::lock_guard lock(mutex_);
  return jobs_in_line_ == 0;
}

Result<ProvedEntry> Service::Line::published_entry(const ServiceStatus& shown,
                                                   std::uint64_t index) const {
  const std::lock_guard lock(reading_);
  PublishedHead published{shown.head, shown.checkpoint};
  if (!reader_ || reader_->published() != published) {
    reader_.emplace(directory_, std::move(published));
  }
  return reader_->entry(index);
}

Result<FoundBallot> Service::Line::find_ballot(const ballot::NotedTracker& noted) const {
  const std::shared_ptr<const ServiceStatus> shown = status();
  for (const std::uint64_t index : trackers_.find(noted.beginning())) {
    if (index >= shown->head.size || !shown->context) continue;
    VICHE_ASSIGN(ProvedEntry entry, published_entry(*shown, index));
    VICHE_ASSIGN(const ballot::BallotView view,
                 ballot::BallotView::parse(entry.bytes, shown->context->layout()));
    if (!noted.is(ballot::tracker(shown->context->election(), view))) continue;
    FoundBallot found;
    found.status = FoundBallot::Status::kIncluded;
    found.index = index;
    const std::optional<std::uint64_t> counts = board_->effective_cast(view.K());
    if (view.type() == ballot::BallotType::kCast && counts && *counts > index &&
        *counts < shown->head.size) {
      found.status = FoundBallot::Status::kSuperseded;
      found.superseded_by = counts;
    }
    found.entry = std::move(entry.bytes);
    found.proof = std::move(entry.receipt);
    found.cosigned = shown->cosigned();
    return found;
  }
  return FoundBallot{};
}

Result<std::optional<FoundCredential>> Service::Line::find_credential(const Bytes32& K) const {
  const std::shared_ptr<const ServiceStatus> shown = status();
  const std::optional<log::Credential> known = board_->credential(K);
  if (!known || !shown->context) return std::optional<FoundCredential>();
  FoundCredential found;
  found.style = known->style;
  found.voided = known->voided;
  found.cosigned = shown->cosigned();
  // The state may be ahead of what is published: its entries ascend.
  for (const log::LedgerEntry& entry : known->entries) {
    if (entry.index >= shown->head.size) break;
    ++found.ballots;
    found.latest = {entry.index, {}, {}};
  }
  if (!found.latest) return std::optional(std::move(found));
  VICHE_ASSIGN(ProvedEntry entry, published_entry(*shown, found.latest->index));
  found.latest->bytes = std::move(entry.bytes);
  found.latest->proof = std::move(entry.receipt);
  if (known->effective_cast && *known->effective_cast < shown->head.size) {
    found.effective_cast = known->effective_cast;
  }
  return std::optional(std::move(found));
}

std::shared_ptr<const ServiceStatus> Service::Line::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

ServiceMetrics Service::Line::metrics() const {
  ServiceMetrics metrics;
  {
    const std::lock_guard lock(mutex_);
    metrics = counts_;
    metrics.waiting_ballots = waiting_.ballots;
    metrics.waiting_bytes = waiting_.bytes;
    metrics.waiting_statements = waiting_.statements;
  }
  for (std::size_t i = 0; i < kStages; ++i) metrics.latencies[i] = latencies_[i].read();
  if (options_.witnesses != nullptr) metrics.witnesses = options_.witnesses->numbers();
  return metrics;
}

void Service::Line::drain() {
  if (options_.witnesses != nullptr) options_.witnesses->listen({});
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  const std::lock_guard lock(draining_);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace viche::board
