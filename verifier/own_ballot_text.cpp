// What is said of a voter's own ballot: to people, and as JSON (docs/verifier.md).

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "verifier/own_ballot.h"

namespace viche::verifier {

std::string_view status_word(BallotStatus status) {
  switch (status) {
    case BallotStatus::kChallenged:
      return "challenged";
    case BallotStatus::kCounted:
      return "counted";
    case BallotStatus::kSuperseded:
      return "superseded";
    case BallotStatus::kCancelled:
      return "cancelled";
  }
  return "";
}

std::string BallotAnswer::receipt() const {
  std::string text = fmt::format("c2sp.org/tlog-proof@v1\nindex {}\n", index);
  for (const Bytes32& hash : proof) text += to_base64(hash) + "\n";
  return text + "\n" + checkpoint;
}

std::string to_text(const BallotAnswer& answer) {
  std::string out;
  const auto line = [&](std::string_view name, const std::string& value) {
    out += fmt::format("{:<12}{}\n", name, value);
  };
  if (answer.tracker != Bytes32{}) {
    line("tracker", shown_tracker(answer.tracker));
    line("credential", to_hex(answer.K));
  }
  if (answer.posted) {
    line("entry", fmt::format("{} of {}", answer.index, answer.head.size));
    line("status",
         fmt::format("{}{}{}", status_word(answer.status),
                     answer.decided_by ? fmt::format(" by entry {}", *answer.decided_by) : "",
                     answer.final ? "" : ", so far: the log is not sealed yet"));
    line("proof", fmt::format("{} hashes lead to the root that the log and {} witnesses signed",
                              answer.proof.size(), answer.witnesses));
  }
  for (const Marked& mark : answer.marks) {
    line("holds", fmt::format("{}: {}{}", mark.contest, mark.option,
                              mark.value == 1 ? "" : fmt::format(" {}", mark.value)));
  }
  if (!answer.marks.empty()) {
    out +=
        "This is what the device had encrypted. TEST, NOT COUNTED: compare it with what was "
        "marked.\n";
  }
  for (const std::string& fault : answer.faults) line("FAULT", fault);
  out +=
      "Checked: every hash, official statement and rule of order up to the seal, and this "
      "ballot.\nNot checked: the proofs of other ballots, and the result; verify the record for "
      "those.\n";
  out += !answer.faults.empty() ? "FAILED\n" : answer.posted ? "INCLUDED\n" : "NOT POSTED\n";
  return out;
}

std::string to_json(const BallotAnswer& answer) {
  using OrderedAnswer = nlohmann::ordered_json;
  OrderedAnswer json{{"viche_ballot", 1},
                     {"holds", answer.faults.empty()},
                     {"faults", answer.faults},
                     {"posted", answer.posted},
                     {"tracker", to_hex(answer.tracker)},
                     {"credential", to_hex(answer.K)},
                     {"entry", nullptr},
                     {"status", nullptr},
                     {"by", nullptr},
                     {"final", answer.final},
                     {"size", answer.head.size},
                     {"root", to_hex(answer.head.root)},
                     {"witnesses", answer.witnesses}};
  if (answer.posted) {
    json["entry"] = answer.index;
    json["status"] = status_word(answer.status);
  }
  if (answer.decided_by) json["by"] = *answer.decided_by;
  OrderedAnswer marks = OrderedAnswer::array();
  for (const Marked& mark : answer.marks) {
    marks.push_back({{"contest", mark.contest}, {"option", mark.option}, {"value", mark.value}});
  }
  json["opened"] = marks;
  return json.dump(2, ' ', false, OrderedAnswer::error_handler_t::replace) + "\n";
}

}  // namespace viche::verifier
