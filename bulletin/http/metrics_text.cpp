#include "bulletin/http/metrics_text.h"

#include <array>
#include <cstdio>

namespace viche::http {
namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.9g", value);
  return text.data();
}

class Text {
 public:
  void begin(const char* name, const char* type, const char* help) {
    name_ = name;
    text_ += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  }
  /// `labels` such as `{stage="wait"}`, or empty.
  void sample(const std::string& labels, const std::string& value, const char* suffix = "") {
    text_ += name_ + suffix + labels + " " + value + "\n";
  }
  void sample(const std::string& labels, std::uint64_t value, const char* suffix = "") {
    sample(labels, std::to_string(value), suffix);
  }
  /// A name with one value.
  void single(const char* name, const char* type, const char* help, std::uint64_t value) {
    begin(name, type, help);
    sample("", value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string name_, text_;
};

/// A label's value: a witness's name may have quotes.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

std::string label(const char* name, std::string_view value) {
  return std::string("{") + name + "=\"" + escaped(value) + "\"}";
}

/// `labels` as written before the bound's: empty, or ending with a comma.
void add_latencies(Text& text, const std::string& labels, const board::Latencies& latencies) {
  std::uint64_t below = 0;
  for (std::size_t i = 0; i <= board::kLatencyBounds.size(); ++i) {
    below += latencies.counts[i];
    const std::string bound =
        i < board::kLatencyBounds.size() ? number(board::kLatencyBounds[i]) : "+Inf";
    text.sample("{" + labels + "le=\"" + bound + "\"}", below, "_bucket");
  }
  const std::string own = labels.empty() ? "" : "{" + labels.substr(0, labels.size() - 1) + "}";
  text.sample(own, number(latencies.seconds), "_sum");
  text.sample(own, below, "_count");
}

void add_submissions(Text& text, const board::ServiceMetrics& metrics) {
  text.begin("viche_board_ballots_total", "counter", "Ballots answered with a receipt.");
  text.sample(label("outcome", "appended"), metrics.ballots_appended);
  text.sample(label("outcome", "known"), metrics.ballots_known);
  text.begin("viche_board_ballots_refused_total", "counter", "Ballots refused, by reason.");
  for (std::size_t i = 1; i < board::kReasons; ++i) {
    text.sample(label("reason", board::reason_name(static_cast<board::Reason>(i))),
                metrics.ballots_refused[i]);
  }
  text.single("viche_board_proofs_checked_total", "counter",
              "Ballots whose proofs were checked, good or bad.", metrics.proofs_checked);
  text.begin("viche_board_statements_total", "counter", "Officials' statements answered.");
  text.sample(label("outcome", "appended"), metrics.statements_appended);
  text.sample(label("outcome", "known"), metrics.statements_known);
  text.sample(label("outcome", "refused"), metrics.statements_refused);
  text.begin("viche_board_not_taken_total", "counter", "Ballots sent away unread, by cause.");
  text.sample(label("cause", "full"), metrics.not_taken_full);
  text.sample(label("cause", "unwritable"), metrics.not_taken_unwritable);
  text.sample(label("cause", "stopping"), metrics.not_taken_stopping);
  text.sample(label("cause", "contradicted"), metrics.not_taken_contradicted);
}

/// The quorum, and each witness that is asked.
void add_witnesses(Text& text, const board::ServiceStatus& status,
                   const std::vector<board::WitnessNumbers>& witnesses) {
  using Outcome = log::WitnessReply::Outcome;
  text.single("viche_board_quorum", "gauge", "1 if the shown checkpoint has its witness quorum.",
              status.cosigned().enough() ? 1 : 0);
  const auto count = [](const board::WitnessNumbers& one, Outcome outcome) {
    return one.outcomes[static_cast<std::size_t>(outcome)];
  };
  text.begin("viche_board_cosigned_total", "counter", "Cosignatures, by witness.");
  for (const board::WitnessNumbers& one : witnesses) {
    text.sample(label("witness", one.witness), count(one, Outcome::kCosigned));
  }
  text.begin("viche_board_cosigning_failed_total", "counter", "Those that failed, and why.");
  for (const board::WitnessNumbers& one : witnesses) {
    for (const Outcome outcome :
         {Outcome::kUnreachable, Outcome::kRefused, Outcome::kOtherRoot, Outcome::kLongerLog}) {
      text.sample("{witness=\"" + escaped(one.witness) + "\",reason=\"" +
                      std::string(board::outcome_name(outcome)) + "\"}",
                  count(one, outcome));
    }
  }
  text.begin("viche_board_contradicting", "gauge", "1 since a witness contradicted the log.");
  for (const board::WitnessNumbers& one : witnesses) {
    text.sample(label("witness", one.witness), one.contradicting ? 1 : 0);
  }
}

void add_server(Text& text, const ServerCounters& server) {
  text.single("viche_http_connections", "gauge", "Open connections.", server.connections);
  text.single("viche_http_accepted_total", "counter", "Connections accepted.", server.accepted);
  text.single("viche_http_turned_away_total", "counter", "Connections beyond the limit.",
              server.turned_away);
  text.single("viche_http_timed_out_total", "counter", "Connections that passed a deadline.",
              server.timed_out);
  text.begin("viche_http_responses_total", "counter", "Responses, by class of status.");
  for (std::size_t i = 2; i < server.responses.size(); ++i) {
    text.sample(label("class", std::to_string(i) + "xx"), server.responses[i]);
  }
  text.begin("viche_http_unavailable_seconds", "histogram",
             "From having read a request to sending its 503.");
  add_latencies(text, "", server.unavailable);
}

}  // namespace

std::string metrics_text(const board::ServiceStatus& status, const board::ServiceMetrics& metrics,
                         const ServerCounters& server) {
  Text text;
  text.single("viche_board_log_entries", "gauge", "Entries of the published log.",
              status.head.size);
  text.single("viche_board_writable", "gauge", "1, or 0 since the store failed.",
              status.writable ? 1 : 0);
  text.single("viche_board_batches_total", "counter", "Batches appended.", metrics.batches);
  add_submissions(text, metrics);
  text.begin("viche_board_waiting", "gauge", "Taken and not answered yet.");
  text.sample(label("kind", "ballots"), metrics.waiting_ballots);
  text.sample(label("kind", "statements"), metrics.waiting_statements);
  text.single("viche_board_waiting_bytes", "gauge", "Size of what is waiting.",
              metrics.waiting_bytes);
  text.begin("viche_board_stage_seconds", "histogram", "Time in each stage, and in all of them.");
  for (std::size_t i = 0; i < board::kStages; ++i) {
    const auto stage = static_cast<board::Stage>(i);
    add_latencies(text, "stage=\"" + std::string(board::stage_name(stage)) + "\",",
                  metrics.latencies[i]);
  }
  add_witnesses(text, status, metrics.witnesses);
  add_server(text, server);
  return text.take();
}

std::string MetricsPage::text() {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (text_.empty() || now - made_ >= lifetime_) {
    text_ = make_();
    made_ = now;
  }
  return text_;
}

}  // namespace viche::http
