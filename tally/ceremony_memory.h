#pragma once
// A trustee reveals, and confirms or complains in, one log, ever (protocol section 5.2): a board
// that shows a trustee an earlier log again, in which others then say something else, gets no
// second statement.

#include <filesystem>
#include <optional>
#include <vector>

#include "bulletin/log/ceremony_bodies.h"

namespace viche::tally {

/// In a trustee's directory of one election, made together with its election seed: a file that says
/// "nothing said", and later the heads and bodies of what was.
class CeremonyMemory {
 public:
  explicit CeremonyMemory(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// "Nothing yet", durably; to be called before the election seed is made. An error if something
  /// was revealed here already.
  Result<void> create();

  /// What to sign: this body, which is first written down, or the one that was revealed before for
  /// the same commits. An error for another log, and if the file is missing or damaged.
  Result<log::RevealBody> reveal(const log::RevealBody& body, const log::CeremonyShape& shape);
  /// Whether shares may be sent in this log: its commits are those that the reveal was for.
  Result<void> check_share(const log::TreeHead& commits_head, const log::CeremonyShape& shape);
  /// As reveal: one head and one root of the keys, of a log whose commits are those of the reveal.
  /// Never after a complaint or an answer.
  Result<log::ConfirmBody> confirm(const log::ConfirmBody& body, const log::TreeHead& commits_head,
                                   const log::CeremonyShape& shape);

  /// Where the ceremony stands when a trustee complains or answers.
  struct Place {
    log::TreeHead commits_head;
    log::TreeHead shares_head;
    log::CeremonyShape shape;
  };
  /// Whether this complaint may be signed; it is written down. Never after the confirm, nor in a
  /// log with other shares than an earlier complaint or answer.
  Result<void> complain(const log::ComplaintBody& body, const Place& place);
  /// Whether the box to this recipient may be opened to all; it is written down. Only in the log
  /// of the confirm, or of an earlier complaint or answer.
  Result<void> answer(const log::AnswerBody& body, const Place& place);

 private:
  struct Said {
    std::optional<log::RevealBody> reveal;
    std::optional<log::ConfirmBody> confirm;
    /// Of the log with complaints, from the first complaint or answer on.
    std::optional<log::TreeHead> disputed_head;
    std::vector<std::uint16_t> complaints;  // about these dealers
    std::vector<std::uint16_t> answers;     // to these trustees
  };
  /// Adds a number to one of the lists, durably, if the log is the one of before.
  Result<void> dispute(const Place& place, std::uint16_t number,
                       std::vector<std::uint16_t> Said::*list);
  [[nodiscard]] Result<std::optional<Bytes>> contents() const;
  [[nodiscard]] Result<Said> read(const log::CeremonyShape& shape) const;
  Result<void> write(const Said& said);
  [[nodiscard]] std::filesystem::path file() const;

  std::filesystem::path directory_;
};

}  // namespace viche::tally
