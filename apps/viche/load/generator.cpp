#include "apps/viche/load/generator.h"

#include <sys/resource.h>

#include <algorithm>

#include "apps/viche/load/ballot_answer.h"
#include "ballot/ballot.h"

namespace viche::load {
namespace {

constexpr unsigned kMostAttempts = 20;
constexpr std::int64_t kSecond = 1'000'000'000;

double cpu_of_this_thread() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

Generator::Generator(const LoadOptions& options, Connections::Options connections,
                     BallotFiles& files, Receipts* receipts)
    : options_(options),
      mix_(files, options.proportions, options.seed),
      schedule_(options.rate.value_or(1) * options.proportions.all(), options.spacing,
                options.seed),
      connections_(std::move(connections),
                   [this](std::uint64_t number, const Answer* answer, Failure failure) {
                     settle(number, answer, failure);
                   }),
      receipts_(receipts) {}

std::int64_t Generator::now() const {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start_).count();
}

bool Generator::finished() const {
  return waiting_.empty() && again_.empty() && chains_.empty() && connections_.busy() == 0 &&
         (mix_.exhausted() || mix_.stuck());
}

bool Generator::anything_due(std::int64_t time) const {
  if (options_.rate) return schedule_.next() <= time;
  return waiting_.size() < connections_.idle();
}

Result<void> Generator::take_due() {
  const std::int64_t time = now();
  while (!mix_.exhausted() && anything_due(time)) {
    const std::int64_t due = options_.rate ? schedule_.next() : time;
    if (options_.seconds && static_cast<double>(due) >= *options_.seconds * kSecond) mix_.end();
    VICHE_ASSIGN(std::optional<Arrival> arrival, mix_.next());
    if (!arrival) break;
    arrival->due = due;
    schedule_.advance();
    if (arrival->kind != Kind::kRead) ++report_.offered;
    line_up(*arrival);
  }
  while (!again_.empty() && again_.begin()->first <= time) {
    waiting_.push_back(again_.begin()->second);
    again_.erase(again_.begin());
  }
  return {};
}

void Generator::line_up(Arrival arrival) {
  if (arrival.kind == Kind::kAltered) ++report_.altered;
  if (arrival.kind == Kind::kRepeated) ++report_.repeated;
  if (arrival.kind == Kind::kBallot && !chains_.begin(arrival)) return;
  waiting_.push_back(arrival);
}

void Generator::send_waiting() {
  while (!waiting_.empty() && connections_.idle() > 0) {
    Arrival arrival = waiting_.front();
    waiting_.pop_front();
    arrival.sent = now();
    if (arrival.attempts++ == 0) {
      report_.waited.add(
          static_cast<std::uint64_t>(std::max<std::int64_t>(0, arrival.sent - arrival.due)));
    } else {
      ++report_.retried;
    }
    compose(arrival);
    std::uint64_t number = under_way_.size();
    if (numbers_.empty()) {
      under_way_.push_back(arrival);
    } else {
      number = numbers_.back();
      numbers_.pop_back();
      under_way_[number] = arrival;
    }
    connections_.post(number, request_);
  }
}

void Generator::compose(const Arrival& arrival) {
  request_.clear();
  if (arrival.kind == Kind::kRead) {
    request_.append("GET ");
    if (!arrival.path.empty()) {
      request_.append(arrival.path);
    } else {
      const ballot::BallotView view = ballot::BallotView::of(arrival.framed.subspan(2));
      request_.append("/v1/ballots/").append(to_hex(ballot::tracker(*options_.election, view)));
    }
    request_.append(" HTTP/1.1\r\nHost: ").append(host_).append("\r\n\r\n");
    return;
  }
  request_.append("POST /v1/ballots HTTP/1.1\r\nHost: ").append(host_);
  request_.append("\r\nContent-Type: application/octet-stream\r\nContent-Length: ");
  request_.append(std::to_string(arrival.framed.size())).append("\r\n\r\n");
  const std::size_t body = request_.size();
  request_.append(as_text(arrival.framed));
  if (arrival.kind == Kind::kAltered) {
    request_[body + 2 + arrival.flipped / 8] ^= static_cast<char>(1U << (arrival.flipped % 8));
  }
}

std::chrono::milliseconds Generator::until_next() const {
  constexpr std::int64_t kMillisecond = 1'000'000;
  std::int64_t next = now() + 50 * kMillisecond;
  if (options_.rate && !mix_.exhausted()) next = std::min(next, schedule_.next());
  if (!again_.empty()) next = std::min(next, again_.begin()->first);
  const std::int64_t left = std::max<std::int64_t>(0, next - now());
  return std::chrono::milliseconds((left + kMillisecond - 1) / kMillisecond);
}

Result<Report> Generator::run(const std::function<void(std::uint64_t)>& progress) {
  host_ = connections_.target().host_header();
  VICHE_TRY(connections_.open_all());
  start_ = Clock::now();
  const double cpu = cpu_of_this_thread();
  while (!finished()) {
    VICHE_TRY(take_due());
    send_waiting();
    connections_.wait(until_next());
    progress(report_.offered);
  }
  report_.cpu_seconds = cpu_of_this_thread() - cpu;
  report_.seconds = static_cast<double>(last_answer_) / kSecond;
  report_.connections = connections_.opened();
  return std::move(report_);
}

bool Generator::try_again(const Arrival& arrival, std::optional<unsigned> after) {
  if (options_.again == Again::kNever || arrival.attempts >= kMostAttempts || !after) return false;
  again_.emplace(now() + *after * kSecond, arrival);
  return true;
}

void Generator::settle(std::uint64_t number, const Answer* answer, Failure failure) {
  const Arrival arrival = under_way_[number];
  numbers_.push_back(number);
  last_answer_ = now();
  const auto latency =
      static_cast<std::uint64_t>(std::max<std::int64_t>(0, last_answer_ - arrival.due));
  if (answer == nullptr) {
    ++report_.failures[static_cast<std::size_t>(failure)];
    if (arrival.kind == Kind::kRead) {
      ++report_.reads_failed;
    } else if (try_again(arrival, 1)) {
      return;
    } else {
      ++report_.lost;
    }
  } else if (arrival.kind == Kind::kRead) {
    judge_read(*answer, latency);
  } else {
    if (answer->status == 503) {
      report_.turned_away.add(static_cast<std::uint64_t>(last_answer_ - arrival.sent));
    }
    if (try_again(arrival, answer->retry_after)) return;
    judge(arrival, *answer, latency);
  }
  if (arrival.kind != Kind::kBallot) return;
  if (const std::optional<Arrival> next = chains_.end(arrival)) waiting_.push_back(*next);
}

void Generator::judge_read(const Answer& answer, std::uint64_t latency) {
  ++(answer.status == 200 ? report_.reads : report_.reads_failed);
  report_.read_latency.add(latency);
}

void Generator::judge(const Arrival& arrival, const Answer& answer, std::uint64_t latency) {
  if (answer.status == 503) {
    ++report_.not_taken;
    report_.not_taken_latency.add(latency);
    return;
  }
  if (answer.status != 200 && answer.status != 201) {
    ++report_.refused[std::string(reason_in(answer))];
    if (arrival.kind != Kind::kAltered) ++report_.refused_unaltered;
    report_.refused_latency.add(latency);
    return;
  }
  ++(answer.status == 201 ? report_.accepted : report_.known);
  report_.accepted_latency.add(latency);
  report_.after_sending.add(static_cast<std::uint64_t>(last_answer_ - arrival.sent));
  const std::optional<std::uint64_t> index = index_in(answer);
  const bool repeated = arrival.kind == Kind::kRepeated;
  if (!index || arrival.kind == Kind::kAltered ||
      (repeated && (answer.status != 200 || *index != arrival.index))) {
    ++report_.wrong;
    return;
  }
  if (!repeated) mix_.accepted(arrival.framed, *index);
  if (receipts_ != nullptr) receipts_->add(arrival.framed.subspan(2), answer.body);
}

}  // namespace viche::load
