#include "tests/mutations/mutant.h"

#include <algorithm>

#include "bulletin/log/envelope.h"

namespace viche::mutations {

CheckSet Mutant::failing() const { return implied::both({check}, also); }

void PrintTo(const Mutant& mutant, std::ostream* out) { *out << mutant.attack; }

const std::vector<Mutant>& all_mutants() {
  static const std::vector<Mutant> all = [] {
    std::vector<Mutant> list;
    for (const auto& group :
         {record_mutants(), entry_mutants(), order_mutants(), manifest_mutants(), setup_mutants(),
          complaint_mutants(), void_mutants(), batch_mutants(), proof_mutants(), late_mutants(),
          transcript_mutants(), tally_mutants(), round_mutants()}) {
      list.insert(list.end(), group.begin(), group.end());
    }
    const std::vector<std::string> numbers = check_numbers();
    const auto rank = [&](const Mutant& mutant) {
      return std::find(numbers.begin(), numbers.end(), mutant.check) - numbers.begin();
    };
    std::stable_sort(list.begin(), list.end(),
                     [&](const Mutant& a, const Mutant& b) { return rank(a) < rank(b); });
    return list;
  }();
  return all;
}

CheckSet implied::both(const CheckSet& a, const CheckSet& b) {
  CheckSet all = a;
  all.insert(b.begin(), b.end());
  return all;
}

void edit_body(Forge& forge, log::EntryType type, std::uint16_t signer,
               std::function<void(Bytes&)> edit) {
  forge.hooks.body = [=](log::EntryType said, std::uint16_t by, Bytes& body) {
    if (said == type && by == signer) edit(body);
  };
}

void edit_result(Forge& forge, const std::function<void(log::ResultBody&)>& edit) {
  edit_body(forge, log::EntryType::kResult, 0, [edit](Bytes& body) {
    log::ResultBody result = log::ResultBody::decode(body).value();
    edit(result);
    body = result.encode();
  });
}

void cheat(Forge& forge, std::size_t batch, const std::string& voter,
           BallotCheat::Step BallotCheat::*step, BallotCheat::Step change) {
  forge.plan.ballot(batch, voter).cheat.*step = std::move(change);
}

Step step(std::function<void(Forge&)> custom) { return {StepKind::kCustom, 0, std::move(custom)}; }

void go_to_a_second_round(Forge& forge) {
  const std::vector<Step> round_1{{StepKind::kAbstention, 3, {}},
                                  {StepKind::kAbstention, 2, {}},
                                  {StepKind::kAbstention, 1, {}},
                                  {StepKind::kAgreement, 2, {}},
                                  {StepKind::kAgreement, 1, {}}};
  for (const Step& step : round_1) forge.plan.insert_after(StepKind::kSeal, 0, step);
}

void say_by_another(Forge& forge, log::EntryType type, std::uint16_t signer, std::uint16_t by) {
  forge.hooks.parts = [=, &forge](log::EntryType said, std::uint16_t who,
                                  std::vector<Bytes>& parts) {
    if (said != type || who != signer) return;
    const log::Statement statement = log::join_statement(parts).value();
    parts = log::split_statement(log::sign_statement(
        type, by, statement.body, forge.manifest_hash(), forge.keys.signers[by]));
  };
}

void add_notices(Forge& forge, std::uint16_t count) {
  forge.plan.find(StepKind::kNotice, 2)->number = static_cast<std::uint16_t>(count + 2);
  forge.plan.find(StepKind::kNotice, 1)->number = static_cast<std::uint16_t>(count + 1);
  forge.plan.insert_after(StepKind::kOpening, 0, step([count](Forge& f) {
                            for (std::uint16_t number = 1; number <= count; ++number) {
                              f.run({StepKind::kNotice, number, {}});
                            }
                          }));
}

void add_order(std::span<std::uint8_t> scalar) {
  // l - 1, of which -1 is the encoding, and one more.
  const Bytes32 l_minus_1 = (-Scalar::one()).encode();
  unsigned carry = 1;
  for (std::size_t i = 0; i < scalar.size(); ++i) {
    carry += scalar[i] + unsigned{l_minus_1[i]};
    scalar[i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
}

Bytes text_bytes(std::string_view text) { return {text.begin(), text.end()}; }

Bytes32 new_credential(Forge& forge) { return multiply_base(random_scalar(forge.random)).encode(); }

}  // namespace viche::mutations
