#include "bulletin/http/worker.h"

#include <ctime>
#include <vector>

namespace viche::http {
namespace {

constexpr std::chrono::milliseconds kTick(200);

/// RFC 9110 section 5.6.7, whatever the locale.
std::string date_line() {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::array<char, 64> rest{};
  std::strftime(rest.data(), rest.size(), "%Y %H:%M:%S GMT", &utc);
  std::string day = std::to_string(utc.tm_mday);
  if (day.size() < 2) day.insert(0, 1, '0');
  return std::string("Date: ") + kDays[utc.tm_wday] + ", " + day + ' ' + kMonths[utc.tm_mon] + ' ' +
         rest.data() + "\r\n";
}

}  // namespace

Worker::Worker(std::shared_ptr<Shared> shared) : shared_(std::move(shared)), date_(date_line()) {}

void Worker::run() {
  tick();
  context_.run();
  {
    const std::lock_guard lock(ending_);
    ended_ = true;
  }
  // What was submitted since the loop found nothing more to do.
  context_.restart();
  context_.poll();
}

void Worker::add(const std::shared_ptr<Connection>& connection) {
  connections_.emplace(connection.get(), connection);
}

void Worker::remove(const Connection* connection) {
  if (connections_.erase(connection) > 0) shared_->connections.fetch_sub(1);
  if (letting_go_ && connections_.empty()) timer_.cancel();
}

void Worker::drain() {
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->drain();
}

void Worker::close_all() {
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->close();
}

void Worker::let_go() {
  letting_go_ = true;
  guard_.reset();
  if (connections_.empty()) timer_.cancel();
}

void Worker::tick() {
  if (letting_go_ && connections_.empty()) return;
  date_ = date_line();
  const Clock::time_point now = Clock::now();
  std::vector<std::shared_ptr<Connection>> all;
  all.reserve(connections_.size());
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->look_at(now);
  timer_.expires_after(kTick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

}  // namespace viche::http
