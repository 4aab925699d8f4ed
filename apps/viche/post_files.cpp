#include "apps/viche/post_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "apps/viche/console.h"
#include "apps/viche/files.h"

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

/// An error is one of the board's store or publication.
Result<FileReport> post_file(board::Board& board, const std::string& file, RandomSource& random) {
  FileReport report{file, 0, 0, {}, {}};
  const std::vector<Bytes> entries = read_for_report(report);
  if (entries.empty()) return report;
  if (fs::path(file).extension() == ".ballots") {
    VICHE_ASSIGN(const std::vector<board::Answer> answers, board.post_ballots(entries, random));
    for (std::size_t i = 0; i < answers.size(); ++i) report.add(answers[i], i + 1);
  } else {
    VICHE_ASSIGN(const board::Answer answer, board.post_statement(entries));
    report.add(answer, 1);
  }
  return report;
}

}  // namespace

Result<Exit> post_files(board::Board& board, const std::vector<std::string>& files, bool json) {
  SystemRandom random;
  Exit exit = Exit::kOk;
  Progress progress("posting files", files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    VICHE_ASSIGN(const FileReport report, post_file(board, files[i], random));
    print_report(report, json);
    exit = std::max(exit, report.exit());
    progress.update(i + 1);
  }
  return exit;
}

}  // namespace viche::app
