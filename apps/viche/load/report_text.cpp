#include "apps/viche/load/report_text.h"

#include <fmt/format.h>

#include "apps/common/console.h"

namespace viche::load {
namespace {

std::string latency_text(const char* name, const Histogram& histogram) {
  if (histogram.count() == 0) return "";
  const auto ms = [&](double part) { return 1e-6 * static_cast<double>(histogram.quantile(part)); };
  return fmt::format("{:13} {:>10.1f} {:>10.1f} {:>10.1f} {:>10.1f}\n", name, ms(0.5), ms(0.99),
                     ms(0.999), 1e-6 * static_cast<double>(histogram.max()));
}

}  // namespace

std::string report_text(const Report& report) {
  using app::grouped;
  std::string text = fmt::format(
      "offered {}: accepted {}, known {}, refused {}, not taken {}, lost {}\n",
      grouped(report.offered), grouped(report.accepted), grouped(report.known),
      grouped(report.refused_in_all()), grouped(report.not_taken), grouped(report.lost));
  for (const auto& [reason, count] : report.refused) {
    text += fmt::format("  refused: {} {}\n", grouped(count), reason);
  }
  for (std::size_t i = 0; i < kFailures; ++i) {
    if (report.failures[i] == 0) continue;
    text += fmt::format("  no answer: {} {}\n", grouped(report.failures[i]),
                        failure_name(static_cast<Failure>(i)));
  }
  if (report.altered + report.repeated + report.reads + report.reads_failed > 0) {
    text += fmt::format("of them {} altered and {} posted again; {} reads, {} failed; {} wrong\n",
                        grouped(report.altered), grouped(report.repeated), grouped(report.reads),
                        grouped(report.reads_failed), grouped(report.wrong));
  }
  text += fmt::format("{:.1f} s, {:.0f} accepted a second, {} connections, {:.1f} s of processor\n",
                      report.seconds, static_cast<double>(report.accepted) / report.seconds,
                      grouped(report.connections), report.cpu_seconds);
  if (report.verified + report.unverified > 0) {
    text += fmt::format("receipts: {} verified, {} not\n", grouped(report.verified),
                        grouped(report.unverified));
  }
  text += fmt::format("{:13} {:>10} {:>10} {:>10} {:>10}\n", "milliseconds", "p50", "p99", "p99.9",
                      "max");
  text += latency_text("accepted", report.accepted_latency);
  text += latency_text("accepted*", report.after_sending);
  text += latency_text("refused", report.refused_latency);
  text += latency_text("not taken", report.not_taken_latency);
  text += latency_text("turned away*", report.turned_away);
  text += latency_text("reads", report.read_latency);
  text += latency_text("waited", report.waited);
  text += "* from sending; turned away: all 503\n";
  text.pop_back();
  return text;
}

}  // namespace viche::load
