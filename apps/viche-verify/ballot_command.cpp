#include "apps/viche-verify/ballot_command.h"

#include <cstdio>
#include <filesystem>

#include "apps/viche-verify/commands.h"
#include "apps/viche-verify/group.h"
#include "apps/viche-verify/output_file.h"
#include "apps/viche-verify/source.h"
#include "verifier/own_ballot.h"

namespace viche::verify_program {
namespace {

constexpr std::size_t kMaxFile = std::size_t{1} << 20;

/// The one entry of a file of framed entries: u16 length || bytes.
Result<Bytes> read_entry(const std::string& path) {
  VICHE_ASSIGN(const std::string text, read_input(path, kMaxFile));
  verifier::Bundle bundle = verifier::read_bundle(as_bytes(text), 1);
  if (bundle.fault) return bundle.fault->at(path);
  return Bytes(bundle.entries.front().begin(), bundle.entries.front().end());
}

Result<verifier::BallotQuestion> read_question(const Arguments& arguments) {
  verifier::BallotQuestion question;
  std::error_code fault;
  if (std::filesystem::is_regular_file(arguments.ballot, fault)) {
    VICHE_ASSIGN(const std::string text, read_input(arguments.ballot, kMaxFile));
    Result<verifier::Receipt> receipt = verifier::read_receipt(text);
    if (!receipt) return receipt.error().at(arguments.ballot);
    question.receipt = std::move(*receipt);
  } else {
    Result<verifier::NotedTracker> tracker = verifier::NotedTracker::read(arguments.ballot);
    if (!tracker) {
      return tracker.error().at(arguments.ballot + " is no file, and as a tracker");
    }
    question.tracker = std::move(*tracker);
  }
  if (arguments.credential) {
    const Result<Bytes32> K = bytes32_from_hex(*arguments.credential);
    if (!K) return K.error().at("--credential");
    question.credential = *K;
  }
  if (arguments.opening) {
    VICHE_ASSIGN(const std::string text, read_input(*arguments.opening, kMaxFile));
    Result<verifier::BallotOpening> opening = verifier::read_opening(text);
    if (!opening) return opening.error().at(*arguments.opening);
    question.opening = std::move(*opening);
  }
  if (arguments.entry) {
    VICHE_ASSIGN(question.entry, read_entry(*arguments.entry));
  }
  return question;
}

Result<void> write_answer(const verifier::BallotAnswer& answer, const Arguments& arguments) {
  const std::string json = verifier::to_json(answer);
  const bool piped = arguments.json == "-";
  const std::string shown = piped ? json : verifier::to_text(answer);
  std::fwrite(shown.data(), 1, shown.size(), stdout);
  if (std::fflush(stdout) != 0) return Error{"could not be written", "the answer"};
  if (arguments.json && !piped) VICHE_TRY(write_output(*arguments.json, json));
  if (arguments.receipt_out && answer.posted && answer.faults.empty()) {
    VICHE_TRY(write_output(*arguments.receipt_out, answer.receipt()));
  }
  return {};
}

}  // namespace

int ask_about_ballot(const Arguments& arguments) {
  const Result<verifier::BallotQuestion> question = read_question(arguments);
  if (!question) return complain(kUnreadable, question.error().message());
  verifier::Options options;
  options.threads = arguments.threads;
  if (arguments.fingerprint) {
    const Result<Bytes32> fingerprint = bytes32_from_hex(*arguments.fingerprint);
    if (!fingerprint) return complain(kUsage, fingerprint.error().at("--fingerprint").message());
    options.fingerprint = *fingerprint;
  }
  const Result<RecordSource> source = RecordSource::open(arguments.ballot_record, arguments);
  if (!source) return complain(kUnreadable, source.error().message());
  source->describe(options);
  const Group group(arguments);
  const Result<verifier::BallotAnswer> answer =
      verifier::answer(*question, options, *group.arithmetic);
  if (!answer) return complain(kUnreadable, answer.error().message());
  const Result<void> written = write_answer(*answer, arguments);
  if (!written) return complain(kUnreadable, written.error().message());
  return answer->faults.empty() ? kVerified : kFailed;
}

}  // namespace viche::verify_program
