#include "apps/viche/load/report.h"

namespace viche::load {
namespace {

using Json = nlohmann::ordered_json;

double seconds_of(std::uint64_t nanoseconds) { return 1e-9 * static_cast<double>(nanoseconds); }

Json latency_json(const Histogram& histogram) {
  return {{"count", histogram.count()},
          {"p50", seconds_of(histogram.quantile(0.5))},
          {"p99", seconds_of(histogram.quantile(0.99))},
          {"p999", seconds_of(histogram.quantile(0.999))},
          {"max", seconds_of(histogram.max())}};
}

}  // namespace

std::uint64_t Report::refused_in_all() const {
  std::uint64_t all = 0;
  for (const auto& [reason, count] : refused) all += count;
  return all;
}

bool Report::good() const { return lost == 0 && wrong == 0 && unverified == 0; }

Json Report::json() const {
  Json failed = Json::object();
  for (std::size_t i = 0; i < kFailures; ++i) {
    if (failures[i] > 0) failed[std::string(failure_name(static_cast<Failure>(i)))] = failures[i];
  }
  return {{"offered", offered},
          {"accepted", accepted},
          {"known", known},
          {"refused", refused_in_all()},
          {"not_taken", not_taken},
          {"lost", lost},
          {"wrong", wrong},
          {"altered", altered},
          {"repeated", repeated},
          {"refused_by_reason", refused},
          {"refused_unaltered", refused_unaltered},
          {"retried", retried},
          {"failures", failed},
          {"reads", reads},
          {"reads_failed", reads_failed},
          {"connections", connections},
          {"verified", verified},
          {"unverified", unverified},
          {"seconds", seconds},
          {"accepted_per_second", static_cast<double>(accepted) / seconds},
          {"cpu_seconds", cpu_seconds},
          {"accepted_latency", latency_json(accepted_latency)},
          {"accepted_after_sending", latency_json(after_sending)},
          {"refused_latency", latency_json(refused_latency)},
          {"not_taken_latency", latency_json(not_taken_latency)},
          {"turned_away_latency", latency_json(turned_away)},
          {"read_latency", latency_json(read_latency)},
          {"waited_to_be_sent", latency_json(waited)}};
}

}  // namespace viche::load
