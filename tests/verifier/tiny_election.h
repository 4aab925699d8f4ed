#pragma once
// A maker of small whole records for the verifier's tests, written from docs/protocol.md with
// viche_group and libsodium alone. It holds every key, and each step can be left out, repeated or
// bent: what comes later is made from what is in the log by then, so that a record can be wrong in
// one place only.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "crypto/group/batch.h"
#include "tests/support/seeded_random.h"
#include "verifier/layout.h"
#include "verifier/manifest.h"
#include "verifier/merkle.h"
#include "verifier/statement.h"

namespace viche::verifier::test {

/// The marks of a ballot, one integer per position; 0 and 1 unless a test wants a false ballot.
using Marks = std::vector<int>;

struct Official {
  Bytes32 key{};
  Bytes64 secret{};
};

struct Voter {
  Scalar k;
  Bytes32 K{};
  std::uint16_t style = 1;
  std::uint32_t weight = 1;
};

/// How a ballot departs from an honest one.
struct Bend {
  std::optional<Bytes32> prev;
  std::optional<Scalar> r;
  std::function<void(std::vector<Point>& C)> ciphertexts;  // before the proof is made
  std::function<void(Bytes& entry)> unsigned_entry;        // before it is signed
  std::function<void(Bytes& entry)> entry;                 // at last
};

class TinyElection {
 public:
  TinyElection();
  explicit TinyElection(std::string manifest);

  /// Called with every statement's body before it is signed, and with the whole statement after.
  std::function<void(Type, Bytes&)> edit_body;
  std::function<void(Type, Bytes&)> edit_statement;

  // The steps of an election. Officials are numbered as signers are.
  void add_manifest();
  void add_commits();
  void add_commit(std::uint16_t trustee);
  void add_reveals();
  void add_reveal(std::uint16_t trustee);
  void add_shares();
  void add_confirms();
  void add_confirm(std::uint16_t trustee);
  void add_roll();
  void add_opening();
  void begin_batch(std::uint32_t count);
  /// Sorted by tracker, as one batch.
  void add_batch(std::vector<Bytes> ballots);
  void add_entry(Bytes entry);
  void add_admission(const std::vector<std::size_t>& voters);
  void add_notice(const std::string& text);
  void add_close();
  void add_cancellations(std::vector<std::size_t> voters);
  void add_seal();
  void add_agreement(std::uint16_t signer);
  void add_agreements();
  void add_decryption(std::uint16_t trustee);
  void add_decryptions();
  void add_result();

  /// Everything up to the opening; from the close to the result.
  void open();
  void conclude();

  std::size_t add_voter(std::uint16_t style, std::uint32_t weight);
  /// A ballot entry; the voter's latest entry is the previous one made here, unless bent.
  Bytes ballot(Type type, std::size_t voter, const Marks& marks, const Bend& bend = {});
  void add_statement(Type type, std::uint16_t signer, Bytes body);
  [[nodiscard]] Bytes make_statement(Type type, std::uint16_t signer, Bytes body);

  [[nodiscard]] Head head() const;
  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  [[nodiscard]] std::string checkpoint(std::uint64_t size) const;
  [[nodiscard]] std::string receipt(std::uint64_t index, std::uint64_t size) const;
  [[nodiscard]] std::map<std::string, Bytes> files() const;
  void write(const std::string& directory) const;

  [[nodiscard]] Bytes32 fingerprint() const { return election_; }
  std::vector<Bytes> entries;
  std::vector<Voter> voters;

 private:
  struct Cast {
    std::size_t voter = 0;
    Marks marks;
    std::vector<Point> C;
  };

  Scalar random_scalar();
  [[nodiscard]] Bytes records(std::vector<std::size_t> list) const;
  std::vector<Point> generators(const char* tag, std::size_t count) const;
  [[nodiscard]] std::map<std::size_t, const Cast*> counted() const;
  struct UnitSum {
    std::uint64_t ballots = 0;
    Point S_0;
    std::vector<Point> S;
    std::vector<std::uint64_t> totals;  // per slot
  };
  [[nodiscard]] UnitSum sum_unit(std::size_t unit) const;
  [[nodiscard]] bool decrypted(std::size_t unit) const;

  viche::test::SeededRandom random_{7};
  std::string manifest_text_;
  Manifest manifest_;
  Layout layout_;
  Bytes32 manifest_hash_{};
  std::map<std::uint16_t, Official> officials_;
  Official log_, witness_;
  std::vector<std::vector<std::vector<Scalar>>> c_;  // [i][j][u]
  std::vector<Point> Y_;
  std::vector<std::vector<Point>> P_;  // [t][j]
  std::map<std::uint16_t, Bytes> commits_, E_;
  Head last_commit_, last_share_, tally_head_;
  Bytes32 keys_root_{}, election_{};
  std::uint32_t batches_ = 0, notices_ = 0;
  std::map<std::size_t, Bytes32> latest_;  // by voter
  std::map<Bytes32, Cast> made_;           // by leaf hash
  std::vector<std::size_t> cancelled_;
};

/// Three trustees of whom two decrypt, one more agreement signer, one witness; contests `pick` (1
/// of 3, blank), `rate` (2 options 0..2, total at most 3) and `order` (3 options, 2 places); style
/// `all` holds the three, style `short` only the first; floor 2.
std::string tiny_manifest();
/// tiny_manifest() with one piece of text replaced; fails the test if it is not there exactly once.
std::string tiny_manifest_with(const std::string& from, const std::string& to);
/// The verifier's reader of manifests, with libsodium's arithmetic.
Result<Manifest> read_manifest_text(const std::string& text);

/// pick: 0 to 2 the option, 3 blank.
Marks short_marks(int pick);
/// Scores of x and y; first and second are the options (0 to 2) on the two places of `order`.
Marks all_marks(int pick, int x, int y, int first, int second);

/// An ordinary election in three pieces: five voters of style `all` (weights 1, 1, 1, 5, 5) and
/// three of `short`; an empty batch, a notice, an admission (voter 8), re-votes of 0 and 1, a
/// challenge of 1; a cancellation of 2.
void begin_ordinary(TinyElection& election);
void vote_ordinary(TinyElection& election);
void conclude_ordinary(TinyElection& election);
TinyElection ordinary_election();

}  // namespace viche::verifier::test
