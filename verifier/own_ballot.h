#pragma once
// A voter's own ballot: whether the log holds it, what became of it, and what a challenged one
// holds (docs/protocol.md sections 7 and 12).

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "verifier/follower.h"
#include "verifier/receipt.h"
#include "verifier/verify.h"

namespace viche::verifier {

/// A tracker as a voter has it: whole, or the 100 bits that are shown.
class NotedTracker {
 public:
  /// 64 hexadecimal digits, or 20 characters of Crockford's base32; lower case, O for 0, I and L
  /// for 1, spaces and hyphens are taken.
  static Result<NotedTracker> read(std::string_view text);
  explicit NotedTracker(const Bytes32& tracker) : text_(to_hex(tracker)) {}

  [[nodiscard]] bool is(const Bytes32& tracker) const;

 private:
  explicit NotedTracker(std::string text) : text_(std::move(text)) {}
  std::string text_;  // 64 digits, or 20 characters without hyphens
};

/// As people see it: XXXX-XXXX-XXXX-XXXX-XXXX.
std::string shown_tracker(const Bytes32& tracker);

/// What the file of an opening says.
struct BallotOpening {
  Bytes32 tracker{};
  std::string style;
  Number r;
  std::vector<std::uint8_t> slots;  // m_1, ..., m_n
};
Result<BallotOpening> read_opening(std::string_view text);

struct BallotQuestion {
  std::optional<NotedTracker> tracker;
  std::optional<Receipt> receipt;        // instead of the tracker
  std::optional<Bytes32> credential;     // the voter's own K
  std::optional<BallotOpening> opening;  // of a challenged ballot
  std::optional<Bytes> entry;            // one that was not posted
};

enum class BallotStatus : std::uint8_t { kChallenged, kCounted, kSuperseded, kCancelled };
std::string_view status_word(BallotStatus status);

/// An option's value in an opened ballot.
struct Marked {
  std::string contest;
  std::string option;  // or `blank`
  std::uint64_t value = 0;
};

struct BallotAnswer {
  /// Why the answer is no: something does not hold. Empty: everything that was checked holds.
  std::vector<std::string> faults;
  bool posted = false;  // it is in the log; what follows holds then
  std::uint64_t index = 0;
  Bytes32 tracker{}, K{};
  BallotStatus status = BallotStatus::kCounted;
  std::optional<std::uint64_t> decided_by;  // the entry that superseded or cancelled it
  bool final = false;                       // whether its status can still change
  std::vector<Bytes32> proof;               // of inclusion
  Head head;
  std::string checkpoint;       // its bytes
  std::uint64_t witnesses = 0;  // that cosigned it
  std::vector<Marked> marks;    // of an opening that fits: the options that have a value

  /// The C2SP tlog-proof.
  [[nodiscard]] std::string receipt() const;
};

/// Reads the whole log: its hashes, its checkpoint with the quorum, every official statement and
/// the order of entries up to the seal, and the ballot itself; of other ballots neither proof nor
/// signature, and nothing of the tally. Memory: the roll, and 32 bytes for each entry. The Error is
/// the machine's.
Result<BallotAnswer> answer(const BallotQuestion& question, const Options& options,
                            const Arithmetic& arithmetic);

std::string to_text(const BallotAnswer& answer);
std::string to_json(const BallotAnswer& answer);

}  // namespace viche::verifier
