#pragma once
// Ballots: docs/protocol.md section 7. Checks B1 to B7 in the order of the log, B8 to B11 on all
// threads, and the sums of the ciphertexts that the tally opens.

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "verifier/ballot_form.h"
#include "verifier/log_reader.h"
#include "verifier/roll.h"

namespace viche::verifier {

/// The ciphertexts of one style summed over ballots: sum v C_0, ..., sum v C_n.
struct StyleSum {
  std::vector<Element> C;
};

/// Adds weight * C_p of many ballots of one style, on all threads.
class Sums {
 public:
  Sums(Election& election, std::size_t styles) : election_(election), styles_(styles) {}

  /// Notes a ballot; `C` must live until flush().
  void note(std::uint16_t style, std::uint32_t weight, const Ciphertext& C);
  /// Adds what was noted to the sums.
  void flush();
  /// Adds C_0, ..., C_n to the sum of a style.
  void add(std::uint16_t style, const std::vector<Element>& C);

  /// C_0, ..., C_n of a style (from 1), empty if no ballot of it was added.
  [[nodiscard]] const std::vector<Element>& of(std::uint16_t style) const {
    return styles_[style - 1U].C;
  }

 private:
  Election& election_;
  std::vector<StyleSum> styles_;
  std::map<std::uint16_t, std::vector<WeightedCiphertext>> noted_;
};

/// The weight with which a part sums a ballot: nothing unless it is a cast that decodes, of a
/// credential that is in the roll with its style.
std::optional<std::uint32_t> summed_weight(const Credentials& credentials, const LogEntry& entry,
                                           const CheckedBallot& checked);

/// A cast that does not count, to be taken out of the sums again.
struct Uncounted {
  std::uint64_t entry = 0;
  Bytes32 leaf{};
  std::uint16_t style = 0;
  std::uint32_t weight = 0;
};

struct Counts {
  std::uint64_t cast = 0, counted = 0, superseded = 0, cancelled = 0, challenged = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

class Ballots {
 public:
  Ballots(Election& election, Roll& roll) : election_(election), roll_(roll) {}

  /// A batch entry. `legal` says whether it stands between opening and close.
  void batch(const LogEntry& entry);
  /// Whether ballots of the current batch are still to come.
  [[nodiscard]] bool batch_is_open() const { return batch_ && batch_->seen < batch_->count; }
  /// The current batch has ended (next batch, close, end of the log): B1, B2.
  void end_batch();

  /// A cast or challenge, in the order of the log, with what check_forms found. `counts` is false
  /// outside voting.
  void ballot(const LogEntry& entry, Type type, const CheckedBallot& checked, bool counts);
  /// A cast or challenge for which there are no keys to check it with.
  void unchecked_ballot(const LogEntry& entry);

  /// Adds the casts seen since the last call to the sums. Their CheckedBallots must still be there.
  void flush();

  /// After the seal: takes superseded and cancelled casts out of the sums. The Error is the
  /// machine's.
  Result<void> settle(const LogReader& log);

  [[nodiscard]] const Counts& counts() const { return counts_; }
  /// S_p of a style (from 1) over its counted ballots; empty if it has none.
  [[nodiscard]] std::vector<Element> counted_sum(std::uint16_t style) const;

 private:
  struct Batch {
    std::uint64_t entry = 0;
    std::uint64_t count = 0;
    std::uint64_t seen = 0;
    std::optional<std::string> fault;        // B1
    std::optional<std::string> order_fault;  // B2
    std::optional<Bytes32> last_tracker;
    std::set<Bytes32> credentials;
  };

  void place_in_batch(const LogEntry& entry, const CheckedBallot& checked);
  static Result<void> check_eligible(const Credential* credential, std::uint16_t style);
  void check_rules(const LogEntry& entry, Type type, const CheckedBallot& checked, bool eligible,
                   Credential& credential);
  enum class InSums : std::uint8_t { kNo, kYes };  // of a part
  void count(const LogEntry& entry, Type type, const CheckedBallot& checked, InSums summed,
             Credential& credential);
  void note(const LogEntry& entry, const CheckedBallot& checked, std::uint32_t weight);
  Result<void> add_parts();

  Election& election_;
  Roll& roll_;
  std::optional<Batch> batch_;
  std::uint64_t batches_ = 0;
  Counts counts_;
  std::optional<Sums> sums_, uncounted_sums_;
  std::deque<Ciphertext> decoded_;  // noted casts that no part has summed
  std::vector<Uncounted> uncounted_;
};

}  // namespace viche::verifier
