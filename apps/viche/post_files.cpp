#include "apps/viche/post_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/viche/refused_statement.h"

namespace viche::app {
namespace {

/// What became of a file: how many entries were appended and known already, and which were refused.
struct FileReport {
  std::string file;
  std::uint64_t appended = 0;
  std::uint64_t known = 0;
  std::vector<std::string> refused;  // each with the number of its entry in the file
  std::string unreadable;            // why the file could not be read; empty if it could

  void add(const board::Answer& answer, std::size_t entry) {
    switch (answer.outcome) {
      case board::Outcome::kAppended:
        ++appended;
        break;
      case board::Outcome::kKnown:
        ++known;
        break;
      case board::Outcome::kRefused:
        refused.push_back(fmt::format("{}: entry {}: {}", file, entry, answer.reason));
        break;
    }
  }
  [[nodiscard]] Exit exit() const {
    if (!unreadable.empty()) return Exit::kEnvironment;
    return refused.empty() ? Exit::kOk : Exit::kRefused;
  }
};

void print_report(const FileReport& report, bool json) {
  if (json) {
    print(nlohmann::ordered_json{{"file", report.file},
                                 {"appended", report.appended},
                                 {"known", report.known},
                                 {"refused", report.refused},
                                 {"unreadable", report.unreadable}}
              .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return;
  }
  if (!report.unreadable.empty()) {
    print(report.file + ": not read");
    say_error(report.unreadable);
    return;
  }
  print(fmt::format(
      "{}: {} appended{}{}", report.file, report.appended,
      report.known > 0 ? fmt::format(", {} in the log already", report.known) : "",
      report.refused.empty() ? "" : fmt::format(", {} refused", report.refused.size())));
  for (const std::string& reason : report.refused) say("refused: " + reason);
}

/// The file's entries; none if the report says why.
std::vector<Bytes> read_for_report(FileReport& report) {
  try {
    Result<std::vector<Bytes>> entries = read_entries(report.file);
    if (entries) return std::move(*entries);
    report.refused.push_back(entries.error().message());
  } catch (const EnvironmentError& error) {
    report.unreadable = error.what();
  }
  return {};
}

/// Files posted in order; while the ballots of one are appended, the proofs of the next are
/// checked. Errors are those of the board's store or publication.
class Posting {
 public:
  Posting(board::Board& board, bool json) : board_(board), json_(json) {}

  /// Whatever becomes of this file, those before it are appended.
  Result<void> post(const std::string& file) {
    Result<void> begun;
    try {
      begun = begin(file);
    } catch (...) {
      VICHE_TRY(finish());
      throw;
    }
    if (!begun) VICHE_TRY(finish());
    return begun;
  }

  /// Appends what is pending still.
  Result<void> finish() {
    std::optional<Pending> pending = std::exchange(pending_, std::nullopt);
    return pending ? finish(std::move(*pending)) : Result<void>();
  }

  [[nodiscard]] Exit exit() const { return exit_; }

 private:
  struct Pending {
    FileReport report;
    std::unique_ptr<SystemRandom> random;  // the check's own
    board::Board::PendingBallots ballots;
  };

  Result<void> begin(const std::string& file) {
    FileReport report{file, 0, 0, {}, {}};
    std::vector<Bytes> entries = read_for_report(report);
    if (!entries.empty() && fs::path(file).extension() == ".ballots") {
      return post_ballots(std::move(report), std::move(entries));
    }
    VICHE_TRY(finish());
    if (!entries.empty()) {
      VICHE_ASSIGN(board::Answer answer, board_.post_statement(entries));
      if (answer.outcome == board::Outcome::kRefused) {
        const std::string more = explain_refusal(board_.state(), entries);
        if (!more.empty()) answer.reason += ". " + more;
      }
      report.add(answer, 1);
    }
    end(report);
    return {};
  }

  Result<void> post_ballots(FileReport report, std::vector<Bytes> entries) {
    auto random = std::make_unique<SystemRandom>();
    board::Board::PendingBallots begun = board_.begin_ballots(std::move(entries), *random);
    Pending next{std::move(report), std::move(random), std::move(begun)};
    VICHE_TRY(finish());
    pending_.emplace(std::move(next));
    return {};
  }

  Result<void> finish(Pending pending) {
    VICHE_ASSIGN(const std::vector<board::Answer> answers,
                 board_.finish_ballots(std::move(pending.ballots)));
    for (std::size_t i = 0; i < answers.size(); ++i) pending.report.add(answers[i], i + 1);
    end(pending.report);
    return {};
  }

  void end(const FileReport& report) {
    print_report(report, json_);
    exit_ = std::max(exit_, report.exit());
  }

  board::Board& board_;
  bool json_;
  Exit exit_ = Exit::kOk;
  std::optional<Pending> pending_;
};

}  // namespace

Result<Exit> post_files(board::Board& board, const std::vector<std::string>& files, bool json) {
  Posting posting(board, json);
  Progress progress("posting files", files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    VICHE_TRY(posting.post(files[i]));
    progress.update(i + 1);
  }
  VICHE_TRY(posting.finish());
  return posting.exit();
}

}  // namespace viche::app
