#pragma once
// The tally: docs/protocol.md section 8, checks T1 to T10 and the heads of agreements and
// decryptions (E6).

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "verifier/ballots.h"
#include "verifier/units.h"

namespace viche::verifier {

/// A unit as the record's result states it.
struct ResultUnit {
  std::uint16_t contest = 0;  // from 1
  std::vector<std::uint16_t> members;
  std::uint8_t status = 0;
  std::uint64_t ballots = 0;
  std::vector<std::uint64_t> totals;
};

struct ResultBody {
  Counts counts;
  std::vector<ResultUnit> units;
};

/// Exactly the layout of section 8.5.
Result<ResultBody> read_result(ByteView body);

class Tally {
 public:
  Tally(Election& election, Roll& roll, Ballots& ballots)
      : election_(election), roll_(roll), ballots_(ballots) {}

  /// The required numbers, once the manifest is known.
  void expect();

  /// Each returns check E5 of its body; the statement counts only if it takes effect.
  Result<void> cancellations(const Statement& statement, const Signed& parts, bool takes_effect);
  Result<void> agreement(const Statement& statement, const Signed& parts, bool takes_effect);
  Result<void> abstention(const Statement& statement, const Signed& parts, bool takes_effect);
  Result<void> decryption(const Statement& statement, const Signed& parts, bool takes_effect);
  Result<void> result(const Statement& statement, const Signed& parts, bool takes_effect);

  /// After the seal has taken effect and Ballots::settle: units, sums and what is required from
  /// here on.
  void prepare();

  /// The counts as recounted, once prepared.
  [[nodiscard]] bool prepared() const { return prepared_; }
  [[nodiscard]] const std::vector<FinalUnit>& units() const { return units_; }
  /// The result as the record states it, if its units are units().
  [[nodiscard]] const std::optional<ResultBody>& stated() const { return stated_; }

 private:
  /// A unit that is decrypted, with its sums.
  struct Target {
    std::size_t unit = 0;              // in units_
    std::vector<std::uint32_t> slots;  // global slots of the contest, from 0
    const ContestLayout* contest = nullptr;
    Element S_0;
    std::vector<Element> S_o;
  };
  struct UnitShare {
    std::vector<Element> D;
    Element a_1, a_2;
    Number z;
  };
  struct Decryption {
    std::uint16_t trustee = 0;
    std::vector<UnitShare> shares;  // as targets_
  };

  Target make_target(std::size_t unit) const;
  [[nodiscard]] bool proof_holds(const Target& target, std::uint32_t round, std::uint16_t trustee,
                                 const UnitShare& share) const;
  Result<std::vector<UnitShare>> read_shares(ByteView bytes) const;
  void check_head(const Statement& statement, ByteView head);
  bool check_round(const Statement& statement, std::uint32_t round);
  void open_next_round();
  [[nodiscard]] bool abstained(std::uint16_t trustee, std::uint32_t round) const;
  [[nodiscard]] bool units_match(const ResultBody& stated) const;
  void check_totals(std::uint64_t entry, const ResultBody& stated);
  [[nodiscard]] std::vector<Number> lagrange() const;

  Election& election_;
  Roll& roll_;
  Ballots& ballots_;
  bool prepared_ = false;
  std::vector<FinalUnit> units_;
  std::vector<Target> targets_;
  std::uint32_t open_round_ = 0;
  std::set<std::uint16_t> agreed_, abstained_;  // in the open round
  std::map<std::uint16_t, std::uint32_t>
      abstentions_;                    // the last round that a trustee abstained from
  std::set<std::uint16_t> decrypted_;  // who decrypted, in whatever round
  std::size_t decryptions_seen_ = 0;
  std::vector<Decryption> decryptions_;  // the first k well-formed ones
  std::optional<ResultBody> stated_;
};

}  // namespace viche::verifier
